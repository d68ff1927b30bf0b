import { describe, expect, test } from "vitest";
import { iterNorm } from "../../src/index.ts";
import { within } from "../compare.ts";
import { eps, reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";

/** Covariance of the columns of an m x n matrix, from the formula. */
function covariance(x: readonly number[], m: number, n: number): number[] {
  const mean = Array.from({ length: n }, (_, j) => x.reduce((sum, v, e) => (e % n === j ? sum + v : sum), 0) / m);
  const centred = x.map((v, e) => v - (mean[e % n] as number));
  return dense.gemm(dense.transposed(centred, m, n), centred, n, n, m, 1 / m);
}

describe.each(types)("IterNorm in %s", (type) => {
  const [m, n] = [200, 6];
  // Columns of different means and sizes, each mixed with the one before.
  const base = reals(m * n, 1);
  const x = base.map((v, e) => (1 + (e % n)) * v + (e % n > 0 ? (base[e - 1] as number) : 0) + 3 * (e % n));

  test("many steps whiten: the covariance of Y is the identity, W is symmetric", () =>
    lw.scope(() => {
      const X = lw.matrix(m, n, x, { type });
      const { Y, W, mean, residual } = iterNorm(X, { iterations: 30, epsilon: 0 });
      const identity = Array.from({ length: n * n }, (_, e) => (e % (n + 1) === 0 ? 1 : 0));
      const loose = type === "f32" ? 1e4 : 1e3;
      within(covariance(Array.from(Y.data), m, n), identity, type, loose, new Array(n * n).fill(1), "covariance of Y");
      within(W.data, dense.transposed(Array.from(W.data), n, n), type, 100, new Array(n * n).fill(3), "W");
      expect(residual).toBeLessThan(loose * eps[type]);
      const want = Array.from({ length: n }, (_, j) => x.reduce((sum, v, e) => (e % n === j ? sum + v : sum), 0) / m);
      within(mean.data, want, type, 20, new Array(n).fill(20), "mean");
    }));

  test("each step brings it nearer; none leaves X over the root of its whole variance", () =>
    lw.scope(() => {
      const X = lw.matrix(m, n, x, { type });
      const residuals = [0, 2, 4, 6].map((iterations) => iterNorm(X, { iterations, epsilon: 1e-5 }).residual);
      for (let i = 1; i < residuals.length; i++) expect(residuals[i]).toBeLessThan(residuals[i - 1] as number);
      const S = covariance(Array.from(X.data), m, n);
      const trace = S.reduce((sum, v, e) => (e % (n + 1) === 0 ? sum + v : sum), 0);
      const { W } = iterNorm(X, { iterations: 0, epsilon: 0 });
      expect(W.data[0]).toBeCloseTo(1 / Math.sqrt(trace), 5);
      expect(W.data[1]).toBe(0);
    }));

  test("keeps Y, W and the mean", () => {
    const X = lw.matrix(m, n, x, { type });
    const before = lw.memory;
    const { Y, W, mean } = iterNorm(X);
    expect(lw.memory.bytes - before.bytes).toBe(Y.bytes + W.bytes + mean.bytes);
    for (const array of [X, Y, W, mean]) array.dispose();
  });
});

test("bad arguments are named", () =>
  lw.scope(() => {
    const X = lw.matrix(3, 2, [1, 2, 1, 2, 1, 2]);
    faulty(() => iterNorm([1] as never), "ArgumentTypeError", "X");
    faulty(() => iterNorm(lw.matrix(1, 1, [NaN])), "ArgumentRangeError", "X");
    faulty(() => iterNorm(lw.matrix(0, 2)), "ShapeError", "X");
    faulty(() => iterNorm(X, { epsilon: 0 }), "ArgumentRangeError", "X");
    faulty(() => iterNorm(X, { epsilon: -1 }), "ArgumentRangeError", "epsilon");
    faulty(() => iterNorm(X, { iterations: 0.5 }), "ArgumentRangeError", "iterations");
    faulty(() => iterNorm(X, 1 as never), "ArgumentTypeError", "options");
    expect(iterNorm(X).Y.data.every((v) => v === 0)).toBe(true);
  }));
