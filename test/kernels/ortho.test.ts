import { describe, expect, test } from "vitest";
import type { Real } from "../../src/core/types.ts";
import { divideByFactor, type GramSchmidt, gram, gramSchmidt } from "../../src/kernels/ortho.ts";
import { equal, within } from "../compare.ts";
import { eps, integers, magnitudes, reals, types } from "../data.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import * as oracle from "../oracle/ortho.ts";
import { matrixSlot } from "../slots.ts";

const shapes: [m: number, n: number][] = [
  [0, 0],
  [0, 3],
  [3, 0],
  [1, 1],
  [2, 2],
  [5, 1],
  [5, 3],
  [7, 7],
  [16, 8],
  [17, 9],
  [33, 31],
  [64, 64],
  [127, 60],
];

/** The kernel takes vectors as rows; here they are columns, as in A = Q*R. */
function factor(type: Real, method: GramSchmidt, a: number[], m: number, n: number, tolerance: number) {
  return lw.scope(() => {
    const V = matrixSlot(type, n, m, dense.transposed(a, m, n));
    const R = matrixSlot(type, n, n, new Array(n * n).fill(0));
    const kept = Array.from(gramSchmidt(V.ref, R.ref, method, tolerance));
    const rank = kept.length;
    const Q = dense.transposed(V.read().slice(0, rank * m), rank, m);
    return { Q, R: R.read().slice(0, rank * n), rank, kept };
  });
}

describe.each(types)("Gram-Schmidt in %s", (type) => {
  describe.each(["mgs", "cgs2"] as const)("%s", (method) => {
    test.each(shapes)("A = Q R, R triangular with a positive diagonal, %i x %i", (m, n) => {
      const a = reals(m * n, m + n);
      const { Q, R, rank, kept } = factor(type, method, a, m, n, 100 * eps[type]);
      expect(rank).toBe(Math.min(m, n));
      expect(kept).toEqual(Array.from({ length: rank }, (_, i) => i));
      const bound = dense.gemm(magnitudes(Q), magnitudes(R), m, n, rank);
      within(
        dense.gemm(Q, R, m, n, rank),
        a,
        type,
        2 * n + m + 8,
        bound.map((v) => v + 1),
        "Q R",
      );
      for (let i = 0; i < rank; i++) {
        expect(R[i * n + i]).toBeGreaterThan(0);
        for (let j = 0; j < i; j++) expect(R[i * n + j]).toBe(0);
      }
    });

    test("R is that of Householder's reflections", () => {
      const [m, n] = [40, 12];
      const a = reals(m * n, 5);
      const { R } = factor(type, method, a, m, n, 0);
      within(R, oracle.triangularFactor(a, m, n), type, 20 * n, new Array(n * n).fill(Math.sqrt(m)), "R");
    });

    test("dependent and zero columns are dropped, wherever they stand", () => {
      const m = 37;
      const free = reals(m * 4, 6);
      const column = (j: number) => Array.from({ length: m }, (_, i) => free[i * 4 + j] as number);
      const [a, b, c, d] = [column(0), column(1), column(2), column(3)];
      const zero = new Array<number>(m).fill(0);
      const plus = (x: number[], y: number[], s: number) => x.map((v, i) => v + s * (y[i] as number));
      const columns = [zero, a, a, plus(a, a, 1), b, plus(a, b, -3), zero, c, plus(plus(a, b, 2), c, 0.5), d, zero];
      const n = columns.length;
      const A = dense.transposed(columns.flat(), n, m);
      const { Q, R, rank, kept } = factor(type, method, A, m, n, 1000 * eps[type]);
      expect([rank, kept]).toEqual([4, [1, 4, 7, 9]]);
      expect(oracle.orthogonality(Q, m, rank)).toBeLessThan(200 * eps[type]);
      within(
        dense.gemm(Q, R, m, n, rank),
        A,
        type,
        100,
        magnitudes(A).map((v) => v + 1),
        "Q R",
      );
    });

    test("more columns than rows: never more than a basis", () => {
      for (const [m, n] of [
        [1, 4],
        [5, 12],
        [64, 200],
      ] as const) {
        const { Q, rank, kept } = factor(type, method, reals(m * n, 7), m, n, 4 * n * eps[type]);
        expect([rank, kept]).toEqual([m, Array.from({ length: m }, (_, i) => i)]);
        expect(oracle.orthogonality(Q, m, m)).toBeLessThan(2000 * m * eps[type]);
      }
      const { rank } = factor(type, method, reals(64 * 200, 7), 64, 200, 0);
      expect(rank).toBe(64);
    });

    test("nothing is kept of zeros, of a tolerance of 1, of numbers too small to normalise", () => {
      const least = type === "f32" ? 2 ** -149 : 2 ** -1074;
      expect(factor(type, method, new Array(12).fill(0), 4, 3, 0).kept).toEqual([]);
      expect(factor(type, method, reals(12, 8), 4, 3, 1).kept).toEqual([]);
      expect(factor(type, method, [least, 1, 2 * least, 2, 0, 2], 3, 2, 0)).toMatchObject({ kept: [1], R: [0, 3] });
    });

    test("columns of very different size keep their directions", () => {
      const [big, small] = type === "f32" ? [2 ** 120, 2 ** -120] : [2 ** 1000, 2 ** -1000];
      const { Q, R, rank } = factor(type, method, [3 * big, 0, 4 * big, 0, 0, 5 * small], 3, 2, 0);
      expect(rank).toBe(2);
      within(Q, [0.6, 0, 0.8, 0, 0, 1], type, 4, [1, 1, 1, 1, 1, 1], "Q");
      equal(R.map((v) => v !== 0).map(Number), [1, 0, 0, 1]);
    });

    test("orthonormal columns come back as they are", () => {
      const n = 9;
      const H = [1, 1, 1, -1].map((v) => v / 2);
      const identity = Array.from({ length: n * n }, (_, e) => (e % (n + 1) === 0 ? 1 : 0));
      const got = factor(type, method, identity, n, n, 0);
      equal(got.Q, identity, "Q");
      equal(got.R, identity, "R");
      const rotated = factor(type, method, H, 2, 2, 0);
      within(
        rotated.Q,
        H.map((v) => v * Math.SQRT2),
        type,
        4,
        [1, 1, 1, 1],
        "Q of a multiple of a rotation",
      );
    });
  });

  test("classical twice is orthogonal to rounding, however ill-conditioned A is", () => {
    for (const [m, n] of [
      [20, 10],
      [100, 80],
      [300, 64],
    ] as const) {
      const bound = type === "f64" ? 1e-14 * Math.sqrt(n) : 20 * eps.f32 * Math.sqrt(n);
      const a = reals(m * n, 9);
      expect(oracle.orthogonality(factor(type, "cgs2", a, m, n, 0).Q, m, n)).toBeLessThan(bound);
      // Columns made nearly equal: each is the first plus a small part of its own.
      const near = a.map((v, e) => (a[e - (e % n)] as number) + v * 100 * eps[type]);
      expect(oracle.orthogonality(factor(type, "cgs2", near, m, n, 0).Q, m, n)).toBeLessThan(bound);
      const e = Math.sqrt(eps[type]) / 8;
      expect(oracle.orthogonality(factor(type, "cgs2", oracle.lauchli(n, e), n + 1, n, 0).Q, n + 1, n)).toBeLessThan(
        bound,
      );
    }
  });

  test("modified loses orthogonality as the condition number times rounding", () => {
    const n = 16;
    for (const e of type === "f64" ? [1e-2, 1e-4, 1e-6] : [1e-1, 1e-2, 1e-3]) {
      const exact = Math.fround(e);
      const loss = oracle.orthogonality(factor(type, "mgs", oracle.lauchli(n, exact), n + 1, n, 0).Q, n + 1, n);
      const kappa = Math.sqrt(n) / exact;
      expect(loss).toBeLessThan(4 * kappa * eps[type]);
      expect(loss).toBeGreaterThan(0.002 * kappa * eps[type]);
    }
  });

  test("coefficients of integers that come out whole", () => {
    // Columns (3, 4), (5, 10): R = [[5, 11], [0, 2]], Q = [[0.6, -0.8], [0.8, 0.6]].
    const { Q, R } = factor(type, "cgs2", [3, 5, 4, 10], 2, 2, 0);
    within(R, [5, 11, 0, 2], type, 8, [5, 11, 1, 11], "R");
    within(Q, [0.6, -0.8, 0.8, 0.6], type, 40, [1, 1, 1, 1], "Q");
  });

  test.each([1, 3, 8, 12, 16, 24, 64, 96, 97, 104])("Gram matrix and division by its factor, %i columns", (n) =>
    lw.scope(() => {
      for (const m of [0, 1, 5, 6, 7, 95, 97, 200]) {
        const a = integers(m * n, m + n, 5);
        const G = matrixSlot(type, n, n, new Array(n * n).fill(3));
        gram(G.ref, matrixSlot(type, m, n, a).ref);
        const lower = (x: number[]) => x.filter((_, e) => e % n <= Math.floor(e / n));
        equal(lower(G.read()), lower(dense.gemm(dense.transposed(a, m, n), a, n, n, m)), "A'A");
        // L of integers with ones on the diagonal, near which division is exact, and one with blocks far from the identity.
        for (const far of [0, 3]) {
          const L = Array.from({ length: n * n }, (_, e) => {
            const [i, j] = [Math.floor(e / n), e % n];
            return i === j
              ? 1
              : j > i
                ? 7
                : i - j === 1 && i % 12 > 0
                  ? far
                  : (i + 2 * j) % 5 === 0 && i - j > 8
                    ? 1 / 8
                    : 0;
          });
          const below = L.map((v, e) => (e % n > Math.floor(e / n) ? 0 : v));
          const A = matrixSlot(type, m, n, a);
          divideByFactor(A.ref, matrixSlot(type, n, n, L).ref);
          const X = A.read();
          const size = dense.gemm(magnitudes(X), magnitudes(dense.transposed(below, n, n)), m, n, n);
          const back = dense.gemm(X, dense.transposed(below, n, n), m, n, n);
          within(
            back,
            a,
            type,
            3 * n + 8,
            size.map((v) => v + 5),
            "A L^-T L^T",
          );
        }
      }
    }),
  );

  test("division is substitution where a block of the factor is far from the identity", () =>
    lw.scope(() => {
      // X and L are such that X L' and each step of substitution is exact, but no product with an inverse is.
      const [m, n] = [13, 24];
      const x = integers(m * n, 4, 5);
      const L = Array.from({ length: n * n }, (_, e) => (e % (n + 1) === 0 ? 1 : e % (n + 1) === n ? 129.5 : 0));
      const A = lw.matrix(m, n, dense.gemm(x, dense.transposed(L, n, n), m, n, n), { type });
      divideByFactor(A, lw.matrix(n, n, L, { type }));
      equal(A.data, x, "X");
    }));
});
