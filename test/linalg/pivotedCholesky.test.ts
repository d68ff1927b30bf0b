import { describe, expect, test } from "vitest";
import { type Matrix, NotPositiveDefiniteError, pivotedCholesky, type Vector } from "../../src/index.ts";
import { equal } from "../compare.ts";
import { definite, eps, integers, reals, types } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import * as dense from "../oracle/dense.ts";
import { lowRank } from "../oracle/gallery.ts";
import { residualRatio } from "../oracle/ratios.ts";

/** The Gaussian kernel of n points of the line, whose eigenvalues fall fast. */
const gaussian = (n: number) => {
  const x = reals(n, 9);
  return Array.from({ length: n * n }, (_, e) =>
    Math.exp(-2 * ((x[Math.floor(e / n)] as number) - (x[e % n] as number)) ** 2),
  );
};
/** A - L*L' */
const rest = (a: number[], L: Matrix, n: number) => {
  const l = Array.from(L.data);
  return dense.gemm(l, dense.transposed(l, n, L.cols), n, n, L.cols, -1, 1, a);
};
const trace = (a: number[], n: number) => a.reduce((sum, v, e) => (e % (n + 1) === 0 ? sum + v : sum), 0);

describe.each(types)("pivoted Cholesky in %s", (type) => {
  test.each([1, 2, 3, 5, 8, 31, 100])("of full rank: A = L L', L[permutation] lower triangular, n = %i", (n) =>
    lw.scope(() => {
      const a = definite(n, n);
      const { L, permutation, rank, trace, converged } = pivotedCholesky(lw.matrix(n, n, a, { type }));
      expect([L.rows, L.cols, rank, converged]).toEqual([n, n, n, true]);
      expect(Array.from(permutation).sort((p, q) => p - q)).toEqual(Array.from({ length: n }, (_, i) => i));
      const l = L.data;
      expect(residualRatio(a, l, dense.transposed(Array.from(l), n, n), n, n, n, eps[type])).toBeLessThan(30);
      for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) expect(l[(permutation[i] as number) * n + j]).toBe(0);
      expect(trace).toBeLessThan(n * eps[type] * n * n * 9);
    }),
  );

  test("every pivot is the largest of what is left, and the diagonal of L falls", () =>
    lw.scope(() => {
      const n = 40;
      const a = gaussian(n);
      const { L, permutation, rank } = pivotedCholesky(lw.matrix(n, n, a, { type }), { rank: 6 });
      expect(rank).toBe(6);
      for (let k = 0; k < rank; k++) {
        const l = Array.from(L.data);
        const left = Array.from({ length: n }, (_, i) => {
          let d = a[i * (n + 1)] as number;
          for (let q = 0; q < k; q++) d -= (l[i * rank + q] as number) ** 2;
          return d;
        });
        expect(left[permutation[k] as number]).toBeGreaterThan(Math.max(...left) - 20 * eps[type]);
      }
    }));

  test("a matrix of rank 4 has a factor of 4 columns", () =>
    lw.scope(() => {
      const n = 60;
      const b = integers(n * 4, 3);
      const a = lowRank(b, dense.transposed(b, n, 4), n, n, 4);
      const { L, rank, converged } = pivotedCholesky(lw.matrix(n, n, a, { type }), { tolerance: 1e-4 });
      expect([rank, L.cols, converged]).toEqual([4, 4, true]);
    }));

  test("stops by rank or by trace, and says which trace is left", () =>
    lw.scope(() => {
      const n = 80;
      const a = gaussian(n);
      const A = lw.matrix(n, n, a, { type });
      const short = pivotedCholesky(A, { rank: 3 });
      expect([short.rank, short.converged]).toEqual([3, false]);
      const left = rest(Array.from(A.data), short.L, n);
      expect(Math.abs(short.trace - trace(left, n))).toBeLessThan(n * 20 * eps[type]);
      // Positive semidefinite, so that no entry is above the trace.
      expect(Math.max(...left.map(Math.abs))).toBeLessThan(short.trace);
      const long = pivotedCholesky(A, { tolerance: 1e-3 });
      expect(long.converged).toBe(true);
      expect(long.trace).toBeLessThan(1e-3 * n);
      expect(long.rank).toBeLessThan(20);
      const one = pivotedCholesky(A, { rank: long.rank - 1 });
      expect(one.trace).toBeGreaterThan(1e-3 * n);
    }));

  test("a source is asked for the pivots' columns alone, and gives what the matrix gives", () =>
    lw.scope(() => {
      const n = 50;
      const A = lw.matrix(n, n, gaussian(n), { type });
      const asked: number[] = [];
      const source = {
        diagonal: lw.vector(new Array(n).fill(1), { type }),
        column(out: Vector, j: number) {
          asked.push(j);
          out.data.set(A.data.subarray(j * n, (j + 1) * n));
        },
      };
      const [got, want] = [pivotedCholesky(source, { rank: 7 }), pivotedCholesky(A, { rank: 7 })];
      equal(got.L.data, want.L.data, "L");
      expect(asked).toEqual(Array.from(got.permutation.slice(0, 7)));
      expect(Array.from(source.diagonal.data)).toEqual(new Array(n).fill(1));
    }));

  test("zeros and nothing have a factor without columns", () =>
    lw.scope(() => {
      for (const n of [0, 5]) {
        const { rank, trace, converged, L } = pivotedCholesky(lw.matrix(n, n, undefined, { type }));
        expect([rank, trace, converged, L.rows, L.cols]).toEqual([0, 0, true, n, 0]);
      }
    }));
});

test("a diagonal entry below zero is named, and nothing is kept", () =>
  lw.scope(() => {
    const A = lw.matrix([
      [1, 0],
      [0, -1],
    ]);
    const before = lw.memory.arrays;
    const error = thrown(() => pivotedCholesky(A));
    expect(error).toBeInstanceOf(NotPositiveDefiniteError);
    expect(error).toMatchObject({ pivot: 1 });
    expect(lw.memory.arrays).toBe(before);
  }));

test("bad arguments are named", () =>
  lw.scope(() => {
    const A = lw.matrix([
      [2, 1],
      [1, 2],
    ]);
    faulty(() => pivotedCholesky(lw.matrix(2, 3)), "ShapeError", "A");
    faulty(() => pivotedCholesky(undefined as never), "ArgumentTypeError", "A");
    faulty(() => pivotedCholesky({ diagonal: [1, 2] } as never), "ArgumentTypeError", "A");
    faulty(() => pivotedCholesky({ diagonal: lw.vector(2) } as never), "ArgumentTypeError", "column");
    faulty(() => pivotedCholesky(A, { rank: -1 }), "ArgumentRangeError", "rank");
    faulty(() => pivotedCholesky(A, { tolerance: -1 }), "ArgumentRangeError", "tolerance");
    faulty(() => pivotedCholesky(A, 5 as never), "ArgumentTypeError", "options");
    faulty(() => pivotedCholesky(lw.matrix([[Number.NaN]])), "ArgumentRangeError", "diagonal[0]");
    faulty(
      () =>
        pivotedCholesky(
          lw.matrix([
            [2, 0],
            [Infinity, 2],
          ]),
        ),
      "ArgumentRangeError",
      "column[1]",
    );
  }));
