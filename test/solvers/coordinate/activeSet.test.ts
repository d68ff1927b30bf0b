import { describe, expect, test } from "vitest";
import { coordinateDescent, run } from "../../../src/index.ts";
import { activeSet } from "../../../src/solvers/coordinate/activeSet.ts";
import { reals, types } from "../../data.ts";
import { lw } from "../../instance.ts";
import { gram, products } from "../../oracle/cd.ts";
import { certificate, minimum, type Penalized } from "../../oracle/lasso.ts";

/** Columns that are `rho` of the one before, row-major. */
function chained(rows: number, cols: number, rho: number, seed: number): number[] {
  const X = reals(rows * cols, seed);
  for (let i = 0; i < rows; i++)
    for (let j = 1; j < cols; j++)
      X[i * cols + j] = Math.fround(
        rho * (X[i * cols + j - 1] ?? 0) + Math.sqrt(1 - rho * rho) * (X[i * cols + j] ?? 0),
      );
  return X;
}

const columnsOf = (X: readonly number[], rows: number, cols: number): number[] =>
  Array.from({ length: cols }, (_, j) => Array.from({ length: rows }, (_, i) => X[i * cols + j] ?? 0)).flat();

describe.each(types)("an active set in %s", (type) => {
  const [close, never] = [type === "f64" ? 1e-11 : 2e-3, () => false];

  test.each([
    [12, 1],
    [12, 5],
    [12, 30],
    [40, 17],
    [40, 67],
  ])("ends at the minimum, %i rows, %i columns", (rows, cols) =>
    lw.scope(() => {
      for (const rho of [0, 0.9])
        for (const more of [{}, { l2: 0.3 }, { positive: true }]) {
          const [X, y] = [chained(rows, cols, rho, cols), reals(rows, 2)];
          const Z = columnsOf(X, rows, cols);
          const b = products(Z, y, rows, cols);
          const l1 = 0.1 * Math.max(...b.map(Math.abs));
          const problem: Penalized = { rows, cols, X, y, l1, ...more };
          const G = lw.matrix(cols, cols, gram(Z, rows, cols), { type });
          const start = reals(cols, 3).map((v, j) => (j % 4 || more.positive ? 0 : v));
          for (const w of [new Float64Array(cols), Float64Array.from(start)]) {
            const left = y.map((v, i) => w.reduce((r, c, j) => r - c * (X[i * cols + j] ?? 0), v));
            const from = { w, q: Float64Array.from(products(Z, left, rows, cols)) };
            const [l2, before] = [more.l2 ?? 0, [...w]];
            const options = { l1, l2, positive: more.positive ?? false, room: cols, changes: 10_000, done: never };
            const end = activeSet(G, from, options);
            const truth = certificate(problem, end.w);
            expect(truth.gap / truth.scale).toBeLessThan(close);
            const want = certificate(problem, minimum(problem)).objective;
            expect(Math.abs(truth.objective - want) / truth.scale).toBeLessThan(close);
            const residual = y.map((v, i) => end.w.reduce((r, c, j) => r - c * (X[i * cols + j] ?? 0), v));
            for (const [j, q] of products(Z, residual, rows, cols).entries())
              expect(Math.abs((end.q[j] ?? 0) - q)).toBeLessThan(close * 10);
            expect([...from.w]).toEqual(before);
          }
        }
    }),
  );

  test("columns twice over and columns of zeros: no worse than told, and never a hang", () =>
    lw.scope(() => {
      const [rows, cols] = [10, 24];
      const base = reals(rows * 8, 5);
      const X = Array.from({ length: rows * cols }, (_, at) => {
        const [i, j] = [Math.floor(at / cols), at % cols];
        return j % 8 === 7 ? 0 : (base[i * 8 + (j % 8)] ?? 0);
      });
      const y = reals(rows, 6);
      const Z = columnsOf(X, rows, cols);
      const G = lw.matrix(cols, cols, gram(Z, rows, cols), { type });
      const b = products(Z, y, rows, cols);
      const from = { w: new Float64Array(cols), q: Float64Array.from(b) };
      const l1 = 0.05 * Math.max(...b.map(Math.abs));
      const options = { l1, l2: 0, positive: false, room: cols, changes: 500, done: never };
      const truth = certificate({ rows, cols, X, y, l1 }, activeSet(G, from, options).w);
      expect(truth.gap / truth.scale).toBeLessThan(type === "f64" ? 1e-9 : 1e-2);
      const few = activeSet(G, from, { ...options, room: 2 });
      expect(few.w.reduce((count, v) => count + (v === 0 ? 0 : 1), 0)).toBeLessThanOrEqual(2);
      expect(activeSet(G, from, { ...options, done: () => true }).w.every((v) => v === 0)).toBe(true);
    }));
});

test("nearly collinear columns take hundreds of passes, not tens of thousands", () =>
  lw.scope(() => {
    const [rows, cols] = [60, 900];
    const X = chained(rows, cols, 0.95, 7);
    const y = reals(rows, 8).map((e, i) => Math.fround(0.1 * e + (X[i * cols + 30] ?? 0) - (X[i * cols + 500] ?? 0)));
    const most = Math.max(...products(columnsOf(X, rows, cols), y, rows, cols).map(Math.abs));
    for (const more of [{}, { positive: true }, { l2: 1e-3 }]) {
      const l1 = 1e-3 * most;
      const steps = coordinateDescent(lw.matrix(rows, cols, X), lw.vector(y), { l1, ...more, tolerance: 1e-10 });
      const fit = run(steps, { tolerance: 1e-10 });
      expect([fit.converged, fit.epochs < 1500]).toEqual([true, true]);
      const truth = certificate({ rows, cols, X, y, l1, ...more }, fit.x.data);
      expect(truth.gap).toBeLessThan(1e-9 * truth.scale);
    }
  }));
