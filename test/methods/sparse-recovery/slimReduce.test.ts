// Fewer samples, the same scoring systems: against all whole numbers there are.
import { describe, expect, test } from "vitest";
import { reduceData, type SlimOptions, trainSlim } from "../../../src/methods/sparse-recovery/index.ts";
import { linearProgram } from "../../../src/index.ts";
import { faulty } from "../../faults.ts";
import { lw } from "../../instance.ts";
import * as oracle from "../../oracle/slim.ts";
import { arrays, optionsOf, problem } from "./slimProblem.ts";

/** Trains on what is left until all that was left out is treated as it was settled. */
function trained(p: oracle.Problem, level: number, options: SlimOptions) {
  return lw.scope(() => {
    let part = reduceData(...arrays(p), level, options);
    const { rows, fixed, bound } = part;
    for (;;) {
      const model = trainSlim(part.X, part.y, part.options);
      expect(model.optimal).toBe(true);
      const wrong = part.violated(model.rho);
      if (wrong.length === 0) return { rows, fixed, bound, model, objective: part.objectiveOf(model.objective) };
      part = part.restored(wrong);
    }
  });
}

/** Every status is that of all systems within the level. Returns how many systems those are. */
function justified(p: oracle.Problem, fixed: Int8Array, level: number): number {
  const C1 = oracle.smallest(p);
  let count = 0;
  for (const rho of oracle.points(p)) {
    if (oracle.objective(p, rho, C1) > level) continue;
    count++;
    for (const [i, row] of p.X.entries()) {
      if (fixed[i] === 0) continue;
      const right = p.y[i]! * row.reduce((sum, x, j) => sum + x * rho[j]!, 0) >= p.epsilon;
      expect(right).toBe(fixed[i] === 1);
    }
  }
  return count;
}

describe.each([0, 1, 2, 3, 4])("seed %i: 60 samples, 7^4 * 11 systems", (seed) => {
  test.each([0, 0.01, 0.1])(
    "the same best at a level %d above it; what is settled is so in all that cost less",
    (more) => {
      const p = problem(seed, 60, 5, 3);
      const best = oracle.enumerate(p);
      const { rows, fixed, bound, model, objective } = trained(p, best + more, optionsOf(p));
      expect(bound).toBeLessThanOrEqual(best + 1e-12);
      expect(Math.abs(objective - best)).toBeLessThanOrEqual(1e-12);
      expect(Math.abs(oracle.objective(p, Array.from(model.rho)) - best)).toBeLessThanOrEqual(1e-12);
      expect(justified(p, fixed, best + more)).toBeGreaterThan(0);
      for (const i of fixed.keys()) if (fixed[i] === 0) expect(rows).toContain(i);
    },
  );
});

test("the relaxation is that with big M, written out", () =>
  lw.scope(() => {
    for (const [seed, lower, upper] of [
      [0, [-5, -3, -3, -3], [5, 3, 3, 3]],
      [1, [-5, 1, -3, 0], [5, 3, -1, 3]],
      [2, [2, -3, -3, -2], [4, 0, 3, -2]],
    ] as const) {
      const p = { ...problem(seed, 30, 4, 3), lower: [...lower], upper: [...upper] };
      const [P, N, C1] = [4, 30, oracle.smallest(p)];
      // rho, then a and |rho| by feature but the intercept, then z.
      const n = P + 2 * (P - 1) + N;
      const [rows, least]: [number[][], number[]] = [[], []];
      const row = (entries: Record<number, number>, from: number) => {
        rows.push(Array.from({ length: n }, (_, k) => entries[k] ?? 0));
        least.push(from);
      };
      for (let j = 1; j < P; j++) {
        const [a, size] = [P + j - 1, 2 * P + j - 2];
        row({ [a]: upper[j]!, [j]: -1 }, 0);
        row({ [a]: -lower[j]!, [j]: 1 }, 0);
        for (const sign of [1, -1]) row({ [size]: 1, [j]: sign }, 0);
      }
      for (const [i, x] of p.X.entries()) {
        const slopes = x.map((v) => v * p.y[i]!);
        const low = slopes.reduce((s, v, j) => s + Math.min(v * lower[j]!, v * upper[j]!), 0);
        row({ ...slopes, [3 * P - 2 + i]: Math.max(0, 1 - low) }, low >= 1 ? -Infinity : 1);
      }
      const dropped = Array.from({ length: N }, (_, i) =>
        p.X[i]!.reduce((s, v, j) => s + Math.max(v * p.y[i]! * lower[j]!, v * p.y[i]! * upper[j]!), 0) < 1 ? 1 : 0,
      );
      const bounded = Array.from({ length: P - 1 }, (_, j) => (lower[j + 1]! > 0 || upper[j + 1]! < 0 ? 1 : 0));
      const none = new Array<number>(P - 1).fill(0);
      const cost = [
        ...new Array<number>(P).fill(0),
        ...none.map(() => p.C0),
        ...none.map(() => C1),
        ...p.y.map((v) => (v > 0 ? p.wPos : 2 - p.wPos) / N),
      ];
      const { objective, x } = linearProgram(lw.vector(cost), lw.matrix(rows), {
        rowLower: least,
        // A sample that no rho makes right is wrong, not in part.
        lower: [...lower, ...bounded, ...none, ...dropped],
        upper: [...upper, ...none.map(() => 1), ...none.map(() => Infinity), ...p.y.map(() => 1)],
      });
      expect(x.length).toBe(n);
      const { bound } = reduceData(...arrays(p), 10, optionsOf(p));
      expect(Math.abs(bound - objective)).toBeLessThan(1e-9);
    }
  }));

test("clear rules leave few samples", () => {
  let left = 0;
  for (const seed of [0, 1, 2]) {
    const p = problem(seed, 60, 5, 3);
    const clean = { ...p, y: p.X.map(([, a, b, c]) => (2 * a! + b! - c! > 0.5 ? 1 : -1)) };
    const best = oracle.enumerate(clean);
    const { rows, fixed, objective } = trained(clean, best, optionsOf(clean));
    expect(Math.abs(objective - best)).toBeLessThanOrEqual(1e-12);
    justified(clean, fixed, best);
    left += rows.length;
  }
  expect(left).toBeLessThan(90);
});

test.each<[string, Partial<oracle.Problem>]>([
  ["limits", { maxFpr: 0.25, maxFnr: 0.25, l0Max: 3 }],
  ["errors", { maxError: 0.2 }],
  ["dear terms, other weights", { C0: 0.05, wPos: 0.6 }],
])("%s hold as in the whole problem", (_, change) => {
  for (const seed of [0, 2]) {
    const p = { ...problem(seed, 40, 4, 3), ...change };
    const best = oracle.enumerate(p);
    if (best === Infinity) continue;
    const { C0, wPos, epsilon, lower: _lower, upper: _upper, X: _X, y: _y, ...limits } = p;
    const { fixed, objective } = trained(p, best, { ...optionsOf({ ...p, C0, wPos, epsilon }), ...limits });
    expect(Math.abs(objective - best)).toBeLessThanOrEqual(1e-12);
    justified(p, fixed, best);
  }
});

test("features that are not whole, boxes without 0", () => {
  for (const seed of [1, 3]) {
    const p = problem(seed, 40, 4, 3);
    const halves = {
      ...p,
      X: p.X.map((row, i) => row.map((x, j) => (j === 0 ? 1 : x * (0.25 + (i % 7) / 8)))),
      lower: [-5, 1, -3, -3],
      upper: [5, 3, -1, 3],
    };
    const best = oracle.enumerate(halves);
    const { fixed, objective } = trained(halves, best, optionsOf(halves));
    expect(Math.abs(objective - best)).toBeLessThanOrEqual(1e-12);
    justified(halves, fixed, best);
  }
});

test("all memory back but X and y; what cannot be taken", () => {
  const p = problem(1, 40, 4, 3);
  const [X, y] = arrays(p);
  const before = lw.memory.bytes;
  const part = reduceData(X, y, 0.3, optionsOf(p));
  expect(lw.memory.bytes - before).toBe(8 * 5 * part.rows.length);
  part.X.dispose();
  part.y.dispose();
  faulty(() => reduceData(X, y, 0.001, optionsOf(p)), "ArgumentRangeError", "level");
  faulty(() => reduceData(X, y, NaN), "ArgumentRangeError", "level");
  faulty(() => reduceData(X, y, 1, { C0: 0 }), "ArgumentRangeError", "C0");
  faulty(() => part.violated([1, 2]), "ShapeError", "rho");
  expect(lw.memory.bytes).toBe(before);
  for (const array of [X, y]) array.dispose();
});
