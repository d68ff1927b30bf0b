import { describe, expect, test } from "vitest";
import { SingularMatrixError } from "../../src/index.ts";
import { trsm, trsv } from "../../src/kernels/dense.ts";
import { equal, within } from "../compare.ts";
import { integers, magnitudes, reals, types } from "../data.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/dense.ts";
import { matrixSlot, vectorSlot } from "../slots.ts";

const both = [false, true];
const variants = both.flatMap((lower) =>
  both.flatMap((transpose) => both.map((unitDiagonal) => ({ lower, transpose, unitDiagonal }))),
);
const name = (t: oracle.Triangle) =>
  `${t.lower ? "lower" : "upper"}${t.transpose ? ", transposed" : ""}${t.unitDiagonal ? ", unit diagonal" : ""}`;

/** Entries small enough off the diagonal that the solution stays moderate; the triangle not meant holds NaN. */
function triangle(n: number, meant: oracle.Triangle, numbers: number[]): number[] {
  return numbers.map((v, e) => {
    const [i, j] = [Math.floor(e / n), e % n];
    if (i === j) return meant.unitDiagonal ? Number.NaN : 1 + Math.abs(v);
    return meant.lower === j < i ? v / n : Number.NaN;
  });
}
const read = (A: number[], n: number, meant: oracle.Triangle) =>
  oracle.triangular(A, n, meant).map((v) => (Number.isNaN(v) ? 0 : v));

describe.each(types)("triangular solves in %s", (type) => {
  test.each(variants.map((v) => [name(v), v] as const))("T x = b for integers exactly, %s", (_, meant) => {
    for (const n of [0, 1, 2, 3, 4, 5, 7, 8, 9, 17]) {
      // x of integers and a diagonal of powers of two: every step of the substitution is exact.
      const a = integers(n * n, 1, 2).map((v, e) => (e % (n + 1) === 0 ? 2 * v : v));
      const x = integers(n, 2, 3);
      const T = oracle.triangular(a, n, meant);
      const b = oracle.gemv(T, x, n, n);
      lw.scope(() => {
        const [A, got] = [matrixSlot(type, n, n, a), vectorSlot(type, b)];
        trsv(got.ref, A.ref, meant);
        equal(got.read(), x, `x, n = ${n}`);
        const wide = oracle.gemm(
          T,
          x.flatMap((v) => [v, -v, 2 * v]),
          n,
          3,
          n,
        );
        const X = matrixSlot(type, n, 3, wide);
        trsm(X.ref, A.ref, meant);
        equal(
          X.read(),
          x.flatMap((v) => [v, -v, 2 * v]),
          `X, n = ${n}`,
        );
      });
    }
  });

  test.each(variants.map((v) => [name(v), v] as const))(
    "residual T X - B within rounding, %s, the rest of A not read",
    (_, meant) => {
      for (const [n, k] of [
        [1, 1],
        [5, 2],
        [33, 7],
        [47, 1],
        [48, 8],
        [49, 9],
        [97, 33],
        [150, 5],
      ] as const) {
        const a = triangle(n, meant, reals(n * n, 3));
        const b = reals(n * k, 4);
        const T = read(a, n, meant);
        lw.scope(() => {
          const A = matrixSlot(type, n, n, a);
          const X = matrixSlot(type, n, k, b);
          trsm(X.ref, A.ref, meant);
          const x = X.read();
          const bound = oracle.gemm(magnitudes(T), magnitudes(x), n, k, n, 1, 1, magnitudes(b));
          within(oracle.gemm(T, x, n, k, n), b, type, n + 4, bound, `T X, n = ${n}, k = ${k}`);
          const column = b.filter((_, e) => e % k === 0);
          const y = vectorSlot(type, column);
          trsv(y.ref, A.ref, meant);
          const sized = oracle.gemv(magnitudes(T), magnitudes(y.read()), n, n, 1, 1, magnitudes(column));
          within(oracle.gemv(T, y.read(), n, n), column, type, n + 4, sized, `T x, n = ${n}`);
        });
      }
    },
  );

  test("the solution is that of substitution", () =>
    lw.scope(() => {
      const n = 40;
      for (const meant of variants) {
        const a = triangle(n, meant, reals(n * n, 5));
        const b = reals(n * 3, 6);
        const X = lw.matrix(n, 3, b, { type });
        trsm(X, lw.matrix(n, n, a, { type }), meant);
        const want = oracle.solveTriangular(read(a, n, meant), b, n, 3);
        within(X.data, want, type, 8 * n, new Array(n * 3).fill(Math.max(...magnitudes(want))), name(meant));
      }
    }));

  test.each([0, 1, 3, 4, 7])("a zero on the diagonal is named: pivot %i", (at) =>
    lw.scope(() => {
      const n = 8;
      for (const zero of [0, -0]) {
        const a = integers(n * n, 7).map((v, e) => (e === at * (n + 1) ? zero : v));
        const A = lw.matrix(n, n, a, { type });
        const [x, X] = [lw.vector(n, { type }), lw.matrix(n, 2, undefined, { type })];
        const fault = expect.objectContaining({ name: "SingularMatrixError", pivot: at });
        expect(() => trsv(x, A)).toThrow(fault);
        expect(() => trsm(X, A)).toThrow(fault);
        expect(() => trsv(x, A)).toThrow(SingularMatrixError);
        trsv(x, A, { unitDiagonal: true });
        trsm(X, A, { unitDiagonal: true });
      }
    }),
  );

  test("NaN in b spoils what depends on it and nothing before", () =>
    lw.scope(() => {
      const n = 9;
      const a = integers(n * n, 8);
      const b = integers(n, 9).map((v, i) => (i === 4 ? Number.NaN : v));
      const x = lw.vector(b, { type });
      trsv(x, lw.matrix(n, n, a, { type }));
      expect(Array.from(x.data, Number.isNaN)).toEqual(b.map((_, i) => i >= 4));
    }));
});
