import { describe, expect, test } from "vitest";
import {
  cg,
  dotTest,
  gram,
  gramMatmul,
  gramOperator,
  type KernelOptions,
  pairwiseDistances,
  run,
} from "../../src/index.ts";
import { identical, within } from "../compare.ts";
import { reals, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import * as oracle from "../oracle/pairs.ts";

const kernels: [KernelOptions, (q: number, p: number) => number][] = [
  [{}, (q) => Math.exp(-q)],
  [{ kernel: "gaussian", gamma: 0.5 }, (q) => Math.exp(-q / 2)],
  [{ kernel: "laplacian", gamma: 2 }, (q) => Math.exp(-2 * Math.sqrt(q))],
  [{ kernel: "linear" }, (_, p) => p],
  [{ kernel: "polynomial" }, (_, p) => (p + 1) ** 3],
  [{ kernel: "polynomial", gamma: -1, offset: 2, degree: 64 }, (_, p) => (2 - p) ** 64],
  [{ kernel: "exponential", gamma: 0.25 }, (_, p) => Math.exp(p / 4)],
];

/** The Gram matrix of points of k numbers, from the formula. */
function wanted(f: (q: number, p: number) => number, x: number[], y: number[], k: number): number[] {
  const [m, n] = [x.length / k, y.length / k];
  const products = oracle.products(x, y, m, n, k);
  return oracle.squares(x, y, m, n, k).map((q, i) => f(q, products[i] as number));
}

describe.each(types)("Gram matrices, %s", (type) => {
  test.each(kernels)("%o", (options, f) =>
    lw.scope(() => {
      const k = 3;
      const [x, y] = [reals(17 * k, 1), reals(23 * k, 2)];
      const [X, Y] = [lw.matrix(17, k, x, { type }), lw.matrix(23, k, y, { type })];
      const want = wanted(f, x, y, k);
      const units = 400; // the steepest of these functions
      const sizes = want.map((v) => Math.abs(v) + 1);
      within(gram(X, Y, options).data, want, type, units, sizes);
      const out = lw.matrix(17, 23, undefined, { type });
      expect(gram(X, Y, { ...options, out })).toBe(out);
      within(out.data, want, type, units, sizes);
      const own = wanted(f, x, x, k);
      within(
        gram(X, undefined, options).data,
        own,
        type,
        units,
        own.map((v) => Math.abs(v) + 1),
      );
      identical(gram(X, X, options).data, gram(X, undefined, options).data);
    }),
  );

  test("distances and their squares", () =>
    lw.scope(() => {
      const k = 4;
      const [x, y] = [reals(9 * k, 3), reals(5 * k, 4)];
      const [X, Y] = [lw.matrix(9, k, x, { type }), lw.matrix(5, k, y, { type })];
      const squares = oracle.squares(x, y, 9, 5, k);
      const sizes = oracle.scales(x, y, 9, 5, k);
      within(pairwiseDistances(X, Y, { metric: "squared" }).data, squares, type, k + 8, sizes);
      within(
        pairwiseDistances(X, Y).data,
        squares.map(Math.sqrt),
        type,
        k + 8,
        sizes.map((s, i) => s / Math.sqrt(squares[i]!) + 1),
      );
      const own = pairwiseDistances(X);
      for (let i = 0; i < 9; i++) expect(own.data[i * 10]).toBe(0);
    }));

  // 360 rows make a block.
  test.each([
    [1, 1],
    [5, 7],
    [359, 2],
    [30, 725],
    [725, 30],
  ])("%i x %i times vectors and matrices, never stored", (m, n) =>
    lw.scope(() => {
      const k = 2;
      const [x, y] = [reals(m * k, 5), reals(n * k, 6)];
      const [X, Y] = [lw.matrix(m, k, x, { type }), lw.matrix(n, k, y, { type })];
      for (const [options, f] of [kernels[1]!, kernels[4]!]) {
        const K = wanted(f, x, y, k);
        const sizes = K.map(Math.abs);
        for (const r of [1, 3]) {
          const v = reals(n * r, 7);
          const want = dense.gemm(K, v, m, r, n);
          const bound = dense.gemm(sizes, v.map(Math.abs), m, r, n);
          const got = gramMatmul(X, Y, lw.matrix(n, r, v, { type }), options);
          within(got.data, want, type, n + 60, bound);
          if (r === 1) within(gramMatmul(X, Y, lw.vector(v, { type }), options).data, want, type, n + 60, bound);
        }
      }
    }),
  );

  test("of one set of points: each block on both sides", () =>
    lw.scope(() => {
      const [n, k] = [401, 2];
      const x = reals(n * k, 8);
      const X = lw.matrix(n, k, x, { type });
      const K = wanted(kernels[1]![1], x, x, k);
      for (const r of [1, 2]) {
        const v = reals(n * r, 9);
        const bound = dense.gemm(K, v.map(Math.abs), n, r, n);
        const got = gramMatmul(X, X, lw.matrix(n, r, v, { type }), kernels[1]![0]);
        within(got.data, dense.gemm(K, v, n, r, n), type, n + 60, bound);
      }
    }));

  test("as an operator: its own adjoint, and solved with by cg", () =>
    lw.scope(() => {
      const [n, k] = [370, 2];
      const x = reals(n * k, 10).map((v) => 4 * v);
      const X = lw.matrix(n, k, x, { type });
      const ridge = 0.5;
      const A = gramOperator(X, { gamma: 0.5, ridge });
      expect(dotTest(A, lw.vector(reals(n, 11), { type }), lw.vector(reals(n, 12), { type }))).toBeLessThan(
        type === "f32" ? 1e-5 : 1e-13,
      );
      const K = wanted((q) => Math.exp(-q / 2), x, x, k).map((v, e) => v + (e % (n + 1) === 0 ? ridge : 0));
      const solution = reals(n, 13);
      const b = dense.gemv(K, solution, n, n);
      const tolerance = type === "f32" ? 1e-5 : 1e-12;
      const result = run(cg(A, lw.vector(b, { type })), { tolerance, maxIterations: 200 });
      expect(result.converged).toBe(true);
      const got = Array.from(result.x.data);
      const off = Math.max(...got.map((v, i) => Math.abs(v - solution[i]!)));
      expect(off).toBeLessThan(200 * tolerance);
    }));

  test("nothing is left reserved, and nothing stored", () =>
    lw.scope(() => {
      const [X, v] = [lw.matrix(2000, 2, undefined, { type }), lw.vector(2000, { type })];
      gramMatmul(X, X, v);
      expect(lw.memory.workspace).toBeLessThan(2000 * 2000 * (type === "f32" ? 4 : 8));
    }));

  test("bad arguments are named", () =>
    lw.scope(() => {
      const [X, Y] = [lw.matrix(3, 2, undefined, { type }), lw.matrix(4, 3, undefined, { type })];
      faulty(() => gram(X, Y), "ShapeError", "Y");
      faulty(() => pairwiseDistances(X, X, { out: Y }), "ShapeError", "out");
      faulty(() => pairwiseDistances(X, undefined, { metric: "cosine" as never }), "ArgumentRangeError", "metric");
      faulty(() => gram(X, X, { kernel: "rbf" as never }), "ArgumentRangeError", "kernel");
      for (const gamma of [0, -1, NaN, Infinity]) faulty(() => gram(X, X, { gamma }), "ArgumentRangeError", "gamma");
      faulty(() => gram(X, X, { kernel: "polynomial", offset: NaN }), "ArgumentRangeError", "offset");
      for (const degree of [0, 1.5, 65])
        faulty(() => gram(X, X, { kernel: "polynomial", degree }), "ArgumentRangeError", "degree");
      faulty(() => gramMatmul(X, X, lw.vector(2, { type })), "ShapeError", "V");
      faulty(() => gramMatmul(X, X, lw.matrix(2, 2, undefined, { type })), "ShapeError", "V");
      faulty(() => gramOperator(X, { ridge: -1 }), "ArgumentRangeError", "ridge");
      const square = lw.matrix(2, 2, undefined, { type });
      faulty(() => gram(square, square, { out: square }), "ArgumentTypeError", "out");
      for (const bad of [NaN, Infinity, -Infinity]) {
        const [Z, one] = [lw.matrix(2, 2, [1, 2, bad, 3], { type }), lw.matrix(1, 2, [1, 2], { type })];
        faulty(() => gram(Z), "ArgumentRangeError", "X");
        faulty(() => gram(one, Z, { kernel: "linear" }), "ArgumentRangeError", "Y");
        faulty(() => gramOperator(Z), "ArgumentRangeError", "X");
      }
      const huge = lw.matrix(1, 1, [type === "f32" ? 1e19 : 1e154], { type });
      faulty(() => pairwiseDistances(huge), "ArgumentRangeError", "X");
      expect(gram(huge, huge, { kernel: "linear" }).data[0]).toBeGreaterThan(1e37);
    }));
});
