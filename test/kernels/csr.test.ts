import { describe, expect, test } from "vitest";
import type { Real } from "../../src/core/types.ts";
import { csrMm, csrMv, csrTmm, csrTmv } from "../../src/kernels/csr.ts";
import { equal, within } from "../compare.ts";
import { integers, magnitudes, reals, sparse, types } from "../data.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/csr.ts";
import * as dense from "../oracle/dense.ts";
import { matrixSlot } from "../slots.ts";
import { exactProducts } from "./exactProducts.ts";

const shapes: [rows: number, cols: number, density: number][] = [
  [0, 0, 1],
  [0, 4, 1],
  [4, 0, 1],
  [1, 1, 1],
  [3, 5, 0],
  [5, 1, 1],
  [1, 37, 1],
  [4, 4, 0.5],
  [13, 7, 0.3],
  [12, 33, 0.6],
  [31, 64, 0.1],
  [50, 50, 1],
  [97, 131, 0.2],
  [256, 40, 0.05],
];
const columns = [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 23, 31, 32, 33, 37, 63, 64, 65, 100];

const load = (type: Real, A: oracle.Csr) => lw.csr({ ...A, type });

describe.each(types)("sparse rows, %s", (type) => {
  test.each(shapes)("A x and A' y exact on integers, %i x %i with density %f", (m, n, density) =>
    lw.scope(() => {
      const sparseA = sparse(m, n, density, m + n);
      const A = load(type, sparseA);
      exactProducts(
        type,
        [m, n],
        oracle.dense(sparseA),
        (out, x, scale) => csrMv(out, A, x, scale),
        (out, y, scale) => csrTmv(out, A, y, scale),
      );
    }),
  );

  test.each(columns)("A X and A' Y exact on integers, %i columns", (k) => {
    for (const [m, n, density] of shapes) {
      const sparseA = sparse(m, n, density, m + 2 * n);
      const [a, x, y] = [oracle.dense(sparseA), integers(n * k, 4), integers(m * k, 5)];
      for (const [alpha, beta] of [
        [1, 0],
        [-2, 3],
      ] as const)
        lw.scope(() => {
          const A = load(type, sparseA);
          const [out, back] = [matrixSlot(type, m, k, y), matrixSlot(type, n, k, x)];
          csrMm(out.ref, A, matrixSlot(type, n, k, x).ref, { alpha, beta });
          equal(out.read(), dense.gemm(a, x, m, k, n, alpha, beta, y), `A X, ${m} x ${n}, beta ${beta}`);
          csrTmm(back.ref, A, matrixSlot(type, m, k, y).ref, { alpha, beta });
          const want = dense.gemm(dense.transposed(a, m, n), y, n, k, m, alpha, beta, x);
          equal(back.read(), want, `A' Y, ${m} x ${n}, beta ${beta}`);
        });
    }
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13])("rows of %i stored entries, in the middle of others", (stored) => {
    for (const k of [1, 2, 3, 4, 5, 8, 19, 40])
      lw.scope(() => {
        const n = 16;
        const row = Array.from({ length: stored }, (_, j) => (j * 5) % n).sort((p, q) => p - q);
        const A: oracle.Csr = {
          rows: 3,
          cols: n,
          indptr: [0, 2, 2 + stored, 4 + stored],
          indices: [1, 9, ...row, 0, 15],
          values: integers(stored + 4, 6),
        };
        const x = integers(n * k, 7);
        const out = matrixSlot(type, 3, k, new Array(3 * k).fill(Number.NaN));
        csrMm(out.ref, load(type, A), matrixSlot(type, n, k, x).ref);
        equal(out.read(), dense.gemm(oracle.dense(A), x, 3, k, n), `${k} columns`);
      });
  });

  test.each([1, 3, 8, 21, 70])("within rounding on reals, %i columns", (k) =>
    lw.scope(() => {
      const [m, n] = [61, 83];
      const sparseA = sparse(m, n, 0.3, 8, reals);
      const a = oracle.dense(sparseA);
      const [x, y] = [reals(n * k, 9), reals(m * k, 10)];
      const [p, q, r] = [a, x, y].map(magnitudes) as [number[], number[], number[]];
      const A = load(type, sparseA);
      const [out, back] = [lw.matrix(m, k, y, { type }), lw.matrix(n, k, x, { type })];
      csrMm(out, A, lw.matrix(n, k, x, { type }), { alpha: 0.75, beta: -1.5 });
      within(
        out.data,
        dense.gemm(a, x, m, k, n, 0.75, -1.5, y),
        type,
        n + 4,
        dense.gemm(p, q, m, k, n, 0.75, 1.5, r),
        "A X",
      );
      csrTmm(back, A, lw.matrix(m, k, y, { type }), { alpha: 0.75, beta: -1.5 });
      const [at, pt] = [dense.transposed(a, m, n), dense.transposed(p, m, n)];
      within(
        back.data,
        dense.gemm(at, y, n, k, m, 0.75, -1.5, x),
        type,
        m + 4,
        dense.gemm(pt, r, n, k, m, 0.75, 1.5, q),
        "A' Y",
      );
    }),
  );

  test.each([1, 2, 5, 9, 18, 35])("beta = 0 does not read the result's old contents, %i columns", (k) =>
    lw.scope(() => {
      const [m, n] = [9, 12];
      const sparseA = sparse(m, n, 0.4, 11);
      const a = oracle.dense(sparseA);
      const [x, y] = [integers(n * k, 12), integers(m * k, 13)];
      const A = load(type, sparseA);
      const nothing = (length: number) => new Array<number>(length).fill(Number.NaN);
      const [out, back] = [lw.matrix(m, k, nothing(m * k), { type }), lw.matrix(n, k, nothing(n * k), { type })];
      csrMm(out, A, lw.matrix(n, k, x, { type }));
      equal(out.data, dense.gemm(a, x, m, k, n));
      csrTmm(back, A, lw.matrix(m, k, y, { type }));
      equal(back.data, dense.gemm(dense.transposed(a, m, n), y, n, k, m));
      const [u, v] = [lw.vector(nothing(m), { type }), lw.vector(nothing(n), { type })];
      csrMv(u, A, lw.vector(x.slice(0, n), { type }));
      equal(u.data, dense.gemv(a, x.slice(0, n), m, n));
      csrTmv(v, A, lw.vector(y.slice(0, m), { type }));
      equal(v.data, dense.gemv(dense.transposed(a, m, n), y.slice(0, m), n, m));
    }),
  );

  test("entries that are not stored do not touch x: NaN there does not spread", () =>
    lw.scope(() => {
      const A = load(type, { rows: 3, cols: 4, indptr: [0, 2, 2, 3], indices: [0, 2, 1], values: [2, 3, 5] });
      const x = lw.vector([1, Number.NaN, 10, Number.NaN], { type });
      const y = lw.vector(3, { type });
      csrMv(y, A, x);
      equal(y.data, [32, 0, Number.NaN]);
      const X = lw.matrix(
        4,
        5,
        [1, NaN, 10, NaN].flatMap((v) => new Array<number>(5).fill(v)),
        { type },
      );
      const Y = lw.matrix(3, 5, undefined, { type });
      csrMm(Y, A, X);
      equal(
        Y.data,
        [32, 0, NaN].flatMap((v) => new Array<number>(5).fill(v)),
      );
    }));

  test("a stored zero, an infinity and a NaN act as in scalar arithmetic", () =>
    lw.scope(() => {
      const A = load(type, {
        rows: 4,
        cols: 1,
        indptr: [0, 1, 2, 3, 4],
        indices: [0, 0, 0, 0],
        values: [0, -0, Infinity, NaN],
      });
      const y = lw.vector(4, { type });
      csrMv(y, A, lw.vector([-2], { type }));
      equal(y.data, [0, 0, -Infinity, NaN]);
      expect(A.nnz).toBe(4);
    }));
});
