// Linear programs: by SciPy's highs, by what proves them, and by every corner.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type LinearProgram, type LinearProgramOptions, linearProgram } from "../../src/index.ts";
import { reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import { root } from "../tree.ts";

interface Case {
  name: string;
  c: number[];
  A: number[][];
  rowLower: (number | null)[];
  rowUpper: (number | null)[];
  lower: (number | null)[];
  upper: (number | null)[];
  status: LinearProgram["status"];
  objective: number | null;
}
const cases = JSON.parse(readFileSync(join(root, "test/fixtures/linear-program.json"), "utf8")) as Case[];
const lows = (values: (number | null)[]) => values.map((v) => v ?? -Infinity);
const highs = (values: (number | null)[]) => values.map((v) => v ?? Infinity);
const boundsOf = (p: Case): Required<Omit<LinearProgramOptions, "maxIterations">> => ({
  rowLower: lows(p.rowLower),
  rowUpper: highs(p.rowUpper),
  lower: lows(p.lower),
  upper: highs(p.upper),
});
const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a).reduce((s, v, k) => s + (v === 0 ? 0 : v * b[k]!), 0);
const zeros = (n: number) => new Array<number>(n).fill(0);
/** The least of slope * v for v in [low, high], a slope of rounding's size counting as none. */
const least = (slope: number, low: number, high: number) =>
  Math.abs(slope) < 1e-9 ? 0 : slope * (slope > 0 ? low : high);

test.each(cases)("as highs: $name", (p) =>
  lw.scope(() => {
    const bounds = boundsOf(p);
    const got = linearProgram(lw.vector(p.c), lw.matrix(p.A), bounds);
    expect(got.status).toBe(p.status);
    const columns = p.c.map((_, j) => p.A.map((row) => row[j]!));
    if (got.status === "optimal") {
      const size = 1 + Math.abs(p.objective!);
      expect(Math.abs(got.objective - p.objective!)).toBeLessThan(1e-8 * size);
      // Feasible, and the Lagrangian at y says that nothing costs less.
      const x = got.x.data;
      for (const [i, row] of p.A.entries()) {
        const at = dot(row, x);
        expect(at).toBeGreaterThanOrEqual(bounds.rowLower[i]! - 1e-8 * (1 + Math.abs(at)));
        expect(at).toBeLessThanOrEqual(bounds.rowUpper[i]! + 1e-8 * (1 + Math.abs(at)));
      }
      for (const [j, v] of x.entries()) {
        expect(v).toBeGreaterThanOrEqual(bounds.lower[j]! - 1e-8);
        expect(v).toBeLessThanOrEqual(bounds.upper[j]! + 1e-8);
      }
      const slopes = p.c.map((v, j) => v - dot(got.dual, columns[j]!));
      for (const [j, v] of slopes.entries()) expect(Math.abs(got.reducedCosts[j]! - v)).toBeLessThan(1e-9);
      const bound =
        slopes.reduce((s, v, j) => s + least(v, bounds.lower[j]!, bounds.upper[j]!), 0) +
        got.dual.reduce((s, v, i) => s + least(v, bounds.rowLower[i]!, bounds.rowUpper[i]!), 0);
      expect(Math.abs(bound - p.objective!)).toBeLessThan(1e-8 * size);
      expect(Math.abs(got.bound - bound)).toBeLessThan(1e-8 * size);
      expect(got.proof).toBe(undefined);
    } else if (got.status === "infeasible") {
      const y = got.proof!;
      const total =
        y.reduce((s, v, i) => s + least(v, bounds.rowLower[i]!, bounds.rowUpper[i]!), 0) +
        columns.reduce((s, a, j) => s + least(-dot(y, a), bounds.lower[j]!, bounds.upper[j]!), 0);
      expect(total).toBeGreaterThan(1e-9);
      expect(got.objective).toBe(Infinity);
    } else {
      const ray = got.proof!;
      expect(dot(p.c, ray)).toBeLessThan(-1e-9);
      const recedes = (v: number, low: number, high: number) => {
        if (low > -Infinity) expect(v).toBeGreaterThan(-1e-9);
        if (high < Infinity) expect(v).toBeLessThan(1e-9);
      };
      for (const [i, row] of p.A.entries()) recedes(dot(row, ray), bounds.rowLower[i]!, bounds.rowUpper[i]!);
      for (const [j, v] of ray.entries()) recedes(v, bounds.lower[j]!, bounds.upper[j]!);
      expect(got.objective).toBe(-Infinity);
    }
  }),
);

test("the fixtures hold every kind of end", () => {
  expect(new Set(cases.map(({ status }) => status))).toEqual(new Set(["optimal", "infeasible", "unbounded"]));
});

describe.each(types)("in %s", (type) => {
  test("an assignment: of all permutations the cheapest, in whole numbers", () =>
    lw.scope(() => {
      const n = 6;
      const cost = reals(n * n, 4).map((v) => Math.round(100 * v));
      const A = lw.matrix(2 * n, n * n, zeros(2 * n * n * n), { type });
      for (let i = 0; i < n; i++)
        for (let j = 0; j < n; j++) A.data[i * n * n + i * n + j] = A.data[(n + j) * n * n + i * n + j] = 1;
      const ones = new Array<number>(2 * n).fill(1);
      const { x, objective, status } = linearProgram(lw.vector(cost, { type }), A, { rowLower: ones, rowUpper: ones });
      const cheapest = (row: number, left: number[]): number =>
        row === n
          ? 0
          : Math.min(
              ...left.map(
                (j) =>
                  cost[row * n + j]! +
                  cheapest(
                    row + 1,
                    left.filter((k) => k !== j),
                  ),
              ),
            );
      expect(status).toBe("optimal");
      expect(Math.abs(objective - cheapest(0, [0, 1, 2, 3, 4, 5]))).toBeLessThan(1e-9);
      for (const v of x.data) expect(Math.abs(v - Math.round(v))).toBeLessThan(1e-6);
    }));

  test("no rows, no columns", () =>
    lw.scope(() => {
      const boxed = linearProgram(lw.vector([1, -2], { type }), lw.matrix(0, 2, [], { type }), { upper: [3, 4] });
      expect([boxed.status, boxed.objective, boxed.bound]).toEqual(["optimal", -8, -8]);
      expect(linearProgram(lw.vector(0, { type }), lw.matrix(2, 0, [], { type }), { rowLower: [1, 0] }).status).toBe(
        "infeasible",
      );
      expect(
        linearProgram(lw.vector(0, { type }), lw.matrix(2, 0, [], { type }), { rowLower: [-1, 0] }).objective,
      ).toBe(0);
    }));
});

test("past many steps: 150 x 200, dense, with fresh tableaus in between", () =>
  lw.scope(() => {
    const [m, n] = [150, 200];
    const A = lw.matrix(m, n, reals(m * n, 1).map(Math.abs));
    const { status, objective, bound, iterations } = linearProgram(lw.vector(reals(n, 2).map((v) => -Math.abs(v))), A, {
      rowUpper: new Array<number>(m).fill(1),
    });
    expect(status).toBe("optimal");
    expect(iterations).toBeGreaterThan(100);
    expect(Math.abs(objective - bound)).toBeLessThan(1e-9 * Math.abs(objective));
  }));

test("too few steps; all memory back but x", () => {
  const p = cases.find(({ name }) => name.startsWith("mixed, 40"))!;
  const [c, A] = [lw.vector(p.c), lw.matrix(p.A)];
  const before = lw.memory.bytes;
  const { status, x, iterations } = linearProgram(c, A, { ...boundsOf(p), maxIterations: 5 });
  expect([status, iterations]).toEqual(["stopped", 5]);
  expect(lw.memory.bytes - before).toBe(8 * p.c.length);
  for (const array of [c, A, x]) array.dispose();
});

test("what cannot be taken", () =>
  lw.scope(() => {
    const [c, A] = [lw.vector(2), lw.matrix(1, 2, [1, 1])];
    const bad = (fault: Parameters<typeof faulty>[1], argument: string, options: object) =>
      faulty(() => linearProgram(c, A, options), fault, argument);
    bad("ShapeError", "lower", { lower: [0] });
    bad("ShapeError", "rowUpper", { rowUpper: [0, 1] });
    bad("ArgumentTypeError", "upper", { upper: 3 });
    bad("ArgumentRangeError", "upper[1]", { upper: [0, NaN] });
    bad("ArgumentRangeError", "lower[0]", { lower: [2, 0], upper: [1, 1] });
    bad("ArgumentRangeError", "rowLower[0]", { rowLower: [Infinity] });
    bad("ArgumentRangeError", "maxIterations", { maxIterations: -1 });
    faulty(() => linearProgram(lw.vector([1, NaN]), A), "ArgumentRangeError", "c[1]");
    faulty(() => linearProgram(c, lw.matrix(1, 2, [1, Infinity])), "ArgumentRangeError", "A[1]");
    faulty(() => linearProgram(lw.vector(3), A), "ShapeError", "c");
    faulty(() => linearProgram(c, [[1, 2]] as never), "ArgumentTypeError", "A");
  }));
