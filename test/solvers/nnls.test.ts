// Least squares with x >= 0: the optimality conditions, x_j = 0 where the slope is negative and no slope where it is not.
import { expect, test } from "vitest";
import { nnls } from "../../src/solvers/nnls.ts";
import { reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";

test.each(types)("x >= 0, A'(b - A x) <= 0, and 0 where x > 0, in %s", (type) =>
  lw.scope(() => {
    const small = type === "f64" ? 1e-12 : 1e-4;
    for (const [m, n] of [
      [1, 1],
      [5, 3],
      [17, 17],
      [8, 20],
      [40, 23],
      [0, 2],
      [3, 0],
    ] as const)
      for (const seed of [1, 2]) {
        const A = lw.matrix(m, n, reals(m * n, seed), { type });
        const b = lw.vector(reals(m, seed + 9), { type });
        const { x, misfit, converged } = nnls(A, b);
        expect(converged).toBe(true);
        const [a, v] = [A.data, x.data];
        const r = Array.from(b.data, (t, i) => t - Array.from(v).reduce((s, w, j) => s + w * a[i * n + j]!, 0));
        expect(Math.abs(misfit - Math.hypot(...r))).toBeLessThanOrEqual(10 * small);
        for (let j = 0; j < n; j++) {
          const slope = r.reduce((s, t, i) => s + t * a[i * n + j]!, 0);
          expect(v[j]!).toBeGreaterThanOrEqual(0);
          expect(v[j]! > 0 ? Math.abs(slope) : slope).toBeLessThanOrEqual(small * (m + n));
        }
      }
  }),
);

test("columns nearly parallel, which come and go", () => {
  for (let seed = 0; seed < 60; seed++)
    lw.scope(() => {
      const [m, n] = [12, 16];
      const A = lw.matrix(
        m,
        n,
        reals(m * n, seed).map((v) => 1 + 0.2 * v),
      );
      const b = lw.vector(reals(m, seed + 99).map((v) => 1 + v));
      const { x, converged } = nnls(A, b);
      expect(converged).toBe(true);
      const r = Array.from(b.data, (t, i) => t - Array.from(x.data).reduce((s, w, j) => s + w * A.data[i * n + j]!, 0));
      for (let j = 0; j < n; j++) {
        const slope = r.reduce((s, t, i) => s + t * A.data[i * n + j]!, 0);
        expect(x.data[j]!).toBeGreaterThanOrEqual(0);
        expect(x.data[j]! > 0 ? Math.abs(slope) : slope).toBeLessThanOrEqual(1e-10);
      }
    });
});

test("a planted solution, and one where all is 0", () =>
  lw.scope(() => {
    const A = lw.matrix(12, 8, reals(96, 5));
    const want = reals(8, 6).map((v, j) => (j % 2 ? Math.abs(v) : 0));
    const b = lw.vector(12);
    A.apply(b, lw.vector(want));
    const { x } = nnls(A, b);
    for (const [j, v] of want.entries()) expect(Math.abs(x.data[j]! - v)).toBeLessThan(1e-12);
    expect(Array.from(nnls(lw.matrix(2, 2, [1, 0, 0, 1]), lw.vector([-1, -2])).x.data)).toEqual([0, 0]);
    expect(nnls(A, b, { maxIterations: 1 }).converged).toBe(false);
  }));

test("what cannot be taken", () =>
  lw.scope(() => {
    const A = lw.matrix(2, 1, [1, 1]);
    faulty(() => nnls([] as never, lw.vector(2)), "ArgumentTypeError", "A");
    faulty(() => nnls(A, lw.vector(1)), "ShapeError", "b");
    faulty(() => nnls(A, lw.vector([1, NaN])), "ArgumentRangeError", "b[1]");
    faulty(() => nnls(A, lw.vector(2), { maxIterations: -1 }), "ArgumentRangeError", "maxIterations");
  }));
