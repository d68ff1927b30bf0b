import { describe, expect, test } from "vitest";
import type { Matrix } from "../../src/index.ts";
import { choleskyInPlace } from "../../src/kernels/factor.ts";
import { equal, within } from "../compare.ts";
import { definite, eps, integers, magnitudes, types } from "../data.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import * as oracle from "../oracle/factor.ts";
import { matrixSlot } from "../slots.ts";

const sizes = [0, 1, 2, 3, 4, 5, 8, 9, 31, 47, 48, 49, 95, 96, 97, 150, 211];
const upper = (e: number, n: number) => e % n > Math.floor(e / n);

/** The pivot named in the error of a factorisation. */
function failure(A: Matrix): number {
  try {
    choleskyInPlace(A);
  } catch (error) {
    expect((error as Error).name).toBe("NotPositiveDefiniteError");
    return (error as { pivot: number }).pivot;
  }
  return -1;
}

describe.each(types)("Cholesky in %s", (type) => {
  test.each(sizes)("A = L L' with the part above the diagonal neither read nor written, n = %i", (n) =>
    lw.scope(() => {
      const a = definite(n, 1);
      const odd = a.map((v, e) => (upper(e, n) ? 1e6 + e : v));
      const A = matrixSlot(type, n, n, odd);
      choleskyInPlace(A.ref);
      const got = A.read();
      equal(
        got.filter((_, e) => upper(e, n)),
        odd.filter((_, e) => upper(e, n)),
        "above the diagonal",
      );
      const L = got.map((v, e) => (upper(e, n) ? 0 : v));
      const p = magnitudes(L);
      const bound = dense.gemm(p, dense.transposed(p, n, n), n, n, n);
      within(dense.gemm(L, dense.transposed(L, n, n), n, n, n), a, type, n + 4, bound, "L L'");
      expect(L.every((v, e) => e % (n + 1) !== 0 || v > 0)).toBe(true);
    }),
  );

  test.each(sizes)("exact where L is of integers with powers of two on the diagonal, n = %i", (n) =>
    lw.scope(() => {
      const L = integers(n * n, 2, 2).map((v, e) => (upper(e, n) ? 0 : e % (n + 1) === 0 ? 2 * Math.abs(v) : v));
      const A = lw.matrix(n, n, dense.gemm(L, dense.transposed(L, n, n), n, n, n), { type });
      choleskyInPlace(A);
      equal(
        Array.from(A.data, (v, e) => (upper(e, n) ? 0 : v)),
        L,
        "L",
      );
    }),
  );

  test.each([1, 2, 5, 48, 49, 100])("the failing pivot is exact, n = %i", (n) => {
    const places = [...new Set([0, 1, 2, 3, 4, 47, 48, 49, 95, 96, n - 1])].filter((p) => p >= 0 && p < n);
    for (const at of places)
      lw.scope(() => {
        // L D L' with D = I but for one entry: the leading minors up to `at` are 1, the next is that entry.
        const L = integers(n * n, 3, 2).map((v, e) => (upper(e, n) ? 0 : e % (n + 1) === 0 ? 1 : v));
        for (const entry of [0, -1, -8]) {
          const LD = L.map((v, e) => (e % n === at ? entry * v : v));
          const a = dense.gemm(LD, dense.transposed(L, n, n), n, n, n);
          expect(oracle.cholesky(a, n).pivot).toBe(at);
          expect(failure(lw.matrix(n, n, a, { type }))).toBe(at);
        }
      });
  });

  test.each([1, 3, 8, 50, 97])("a NaN is found at its own pivot, n = %i", (n) => {
    for (const at of [0, 2, 48, 60, n - 1].filter((p) => p < n))
      lw.scope(() => {
        const a = definite(n, 4);
        a[at * n + at] = Number.NaN;
        expect(failure(lw.matrix(n, n, a, { type }))).toBe(at);
        if (at === 0) return;
        // Below the diagonal it reaches the pivot of its row.
        const b = definite(n, 4);
        b[at * n] = Number.NaN;
        expect(failure(lw.matrix(n, n, b, { type }))).toBe(at);
      });
  });

  test("columns before the failing pivot are finished", () =>
    lw.scope(() => {
      const [n, at] = [60, 53];
      const a = definite(n, 5);
      a[at * n + at] = -1;
      const A = lw.matrix(n, n, a, { type });
      expect(failure(A)).toBe(at);
      const want = oracle.cholesky(a, n).L;
      for (let i = 0; i < at; i++)
        for (let j = 0; j <= i; j++)
          expect(Math.abs((A.data[i * n + j] as number) - (want[i * n + j] as number))).toBeLessThan(
            200 * n * eps[type],
          );
    }));

  test("the Hilbert matrix fails once rounding hides its smallest eigenvalue, and not before", () => {
    // Its condition number grows as e^(3.5 n): 5 x 10^5 at n = 5, far above 1/eps at n = 20 in both types.
    const hilbert = (n: number) => Array.from({ length: n * n }, (_, e) => 1 / (Math.floor(e / n) + (e % n) + 1));
    lw.scope(() => {
      expect(failure(lw.matrix(5, 5, hilbert(5), { type }))).toBe(-1);
      expect(failure(lw.matrix(20, 20, hilbert(20), { type }))).toBeGreaterThan(4);
    });
  });
});
