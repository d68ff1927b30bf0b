// Least absolute deviations against all vertices, SciPy, its own dual, and where it degenerates.
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { leastAbsoluteDeviations } from "../../src/solvers/leastAbsoluteDeviations.ts";
import { integers, reals, types } from "../data.ts";
import { type Fault, faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import { absoluteDeviations } from "../oracle/lossomp.ts";

const rowsOf = (A: readonly number[], n: number) =>
  Array.from({ length: A.length / n }, (_, i) => A.slice(i * n, (i + 1) * n));
const lossOf = (A: readonly number[], b: readonly number[], w: readonly number[], x: ArrayLike<number>) =>
  rowsOf(A, x.length).reduce(
    (total, row, i) => total + w[i]! * Math.abs(b[i]! - row.reduce((t, a, k) => t + a * x[k]!, 0)),
    0,
  );

test.each(types)("the least of all fits that meet n rows, in %s", (type) =>
  lw.scope(() => {
    for (let seed = 0; seed < 60; seed++) {
      const [m, n] = [5 + (seed % 7), 1 + (seed % 3)];
      const whole = seed % 2 === 1;
      const A = whole ? integers(m * n, seed, 2) : reals(m * n, seed);
      const b = whole ? integers(m, seed + 1, 3) : reals(m, seed + 1);
      const w = reals(m, seed + 2).map((v) => Math.fround(0.3 + Math.abs(v)));
      const got = leastAbsoluteDeviations(lw.matrix(m, n, A, { type }), lw.vector(b, { type }), {
        weights: lw.vector(w, { type }),
      });
      if (got.rank < n) continue; // columns of few small integers
      const want = absoluteDeviations(rowsOf(A, n), b, w);
      expect(Math.abs(got.loss - want), `seed ${seed}: ${got.loss} for ${want}`).toBeLessThanOrEqual(
        1e-12 * (1 + want),
      );
      expect([got.converged, got.gap]).toEqual([true, 0]);
      expect(Math.abs(lossOf(A, b, w, got.x.data) - want)).toBeLessThanOrEqual(
        (type === "f32" ? 1e-5 : 1e-12) * (1 + want),
      );
    }
  }),
);

test("as SciPy's linear programs", () => {
  const cases = JSON.parse(readFileSync(new URL("../fixtures/absolute-deviations.json", import.meta.url), "utf8"));
  for (const { m, n, A, b, w, loss } of cases)
    lw.scope(() => {
      const got = leastAbsoluteDeviations(lw.matrix(m, n, A), lw.vector(b), { weights: lw.vector(w) });
      expect(Math.abs(got.loss - loss)).toBeLessThanOrEqual(1e-9 * (1 + loss));
      expect(got.converged).toBe(true);
      expect(Math.abs(lossOf(A, b, w, got.x.data) - loss)).toBeLessThanOrEqual(1e-9 * (1 + loss));
    });
  expect(cases.length).toBe(5);
});

describe("where it degenerates", () => {
  test("one column of ones: a median; of an even number any between the middle two", () =>
    lw.scope(() => {
      const ones = (m: number) => lw.matrix(m, 1, new Array(m).fill(1));
      const of = (...b: number[]) => leastAbsoluteDeviations(ones(b.length), lw.vector(b)).x.data[0]!;
      expect(of(5, 1, 9, 2, 3)).toBe(3);
      expect(of(7, 7, 7, 7)).toBe(7);
      expect([2, 3]).toContain(of(1, 2, 3, 4));
    }));

  test("most rows met exactly: the corrupted ones are found, and the fit is proved though hundreds of residuals vanish", () =>
    lw.scope(() => {
      const [m, n] = [300, 20];
      const A = lw.matrix(m, n, reals(m * n, 1));
      const truth = lw.vector(reals(n, 2));
      const b = A.matmul(truth);
      const noise = reals(m, 3);
      for (let i = 0; i < m; i += 5) b.data[i]! += 10 * noise[i]!;
      const { x, gap, converged } = leastAbsoluteDeviations(A, b);
      for (let k = 0; k < n; k++) expect(Math.abs(x.data[k]! - truth.data[k]!)).toBeLessThanOrEqual(1e-12);
      expect([gap, converged]).toEqual([0, true]);
    }));

  test("dependent columns get 0, and so do all where b is 0; as many columns as rows fit exactly; none and no rows", () =>
    lw.scope(() => {
      const twice = lw.matrix(4, 3, [1, 2, 1, 2, 4, 0, 3, 6, 2, 4, 8, 5]);
      const got = leastAbsoluteDeviations(twice, lw.vector([1, 0, 2, 2]));
      expect([got.rank, got.x.data[1]]).toEqual([2, 0]);
      const kept = [1, 1, 2, 0, 3, 2, 4, 5];
      expect(Math.abs(got.loss - absoluteDeviations(rowsOf(kept, 2), [1, 0, 2, 2], [1, 1, 1, 1]))).toBeLessThan(1e-12);
      expect(leastAbsoluteDeviations(twice, lw.vector(4)).loss).toBe(0);
      const square = leastAbsoluteDeviations(lw.matrix(9, 9, reals(81, 5)), lw.vector(reals(9, 6)));
      expect([square.rank, square.gap]).toEqual([9, 0]);
      expect(square.loss).toBeLessThan(1e-12);
      const wide = leastAbsoluteDeviations(lw.matrix(3, 5, reals(15, 5)), lw.vector(reals(3, 6)));
      expect([wide.rank, wide.loss < 1e-12]).toEqual([3, true]);
      expect(leastAbsoluteDeviations(lw.matrix(3, 0), lw.vector([1, -2, 3])).loss).toBe(6);
      expect(leastAbsoluteDeviations(lw.matrix(0, 2), lw.vector(0)).converged).toBe(true);
    }));

  test("stopped before the end it says so, and the gap is a bound", () =>
    lw.scope(() => {
      const [A, b] = [lw.matrix(200, 12, reals(2400, 7)), lw.vector(reals(200, 8))];
      const best = leastAbsoluteDeviations(A, b);
      const early = leastAbsoluteDeviations(A, b, { maxIterations: 1 });
      expect(best.converged).toBe(true);
      expect(early.converged).toBe(false);
      expect(early.loss).toBeGreaterThan(best.loss);
      expect(early.loss * (1 - early.gap)).toBeLessThanOrEqual(best.loss);
    }));
});

test.each<[string, Fault, string, number[], number[], object?]>([
  ["b of another length", "ShapeError", "b", [1, 2], [1]],
  ["NaN", "ArgumentRangeError", "A", [1, NaN], [1, 2]],
  ["an infinity in b", "ArgumentRangeError", "b", [1, 2], [1, Infinity]],
  ["a tolerance < 0", "ArgumentRangeError", "tolerance", [1, 2], [1, 2], { tolerance: -1 }],
  ["no number of steps", "ArgumentTypeError", "maxIterations", [1, 2], [1, 2], { maxIterations: "9" }],
  ["options that are none", "ArgumentTypeError", "options", [1, 2], [1, 2], 3 as never],
])("bad input: %s", (_, fault, argument, A, b, options) =>
  lw.scope(() => {
    faulty(() => leastAbsoluteDeviations(lw.matrix(2, 1, A), lw.vector(b), options), fault, argument);
    faulty(
      () => leastAbsoluteDeviations(lw.matrix(2, 1), lw.vector(2), { weights: lw.vector([1, 0]) }),
      "ArgumentRangeError",
      "weights[1]",
    );
  }),
);
