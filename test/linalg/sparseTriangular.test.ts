import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { SingularMatrixError, solveSparseTriangular } from "../../src/index.ts";
import { equal, within } from "../compare.ts";
import { integers, magnitudes, sparse, types, words } from "../data.ts";
import { faulty, thrown } from "../faults.ts";
import { lw } from "../instance.ts";
import { type Csr, dense, fromDense } from "../oracle/csr.ts";
import * as oracle from "../oracle/dense.ts";

/** A sparse matrix with both triangles and a diagonal of powers of two, some rows empty but for it. */
function mixed(n: number, seed: number): Csr {
  const a = dense(sparse(n, n, 0.2, seed, (count, s) => integers(count, s, 2)));
  const next = words(seed);
  for (let i = 0; i < n; i++) a[i * n + i] = (next() & 1 ? 1 : -1) * 2 ** (next() % 2);
  return fromDense(a, n, n, 0);
}

const meanings = [true, false].flatMap((lower) =>
  [true, false].flatMap((transpose) => [true, false].map((unitDiagonal) => ({ lower, transpose, unitDiagonal, k: 1 }))),
);

describe.each(types)("solveSparseTriangular in %s", (type) => {
  test.each(meanings)("T x = b, lower $lower, transposed $transpose, unit $unitDiagonal", ({ k: _, ...meant }) => {
    for (const n of [0, 1, 2, 5, 33])
      for (const k of [1, 0, 2, 5])
        lw.scope(() => {
          const A = mixed(n, n + 1);
          const T = oracle.triangular(dense(A), n, meant);
          const b = integers(n * k, 3);
          const right = k === 1 ? lw.vector(b, { type }) : lw.matrix(n, k, b, { type });
          const x = Array.from(solveSparseTriangular(lw.csr({ ...A, type }), right as never, meant).data);
          const size = oracle.gemm(magnitudes(T), magnitudes(x), n, k, n);
          within(oracle.gemm(T, x, n, k, n), b, type, n + 4, size, "T x");
          equal(right.data, b, "b is left alone");
        });
  });

  test("any triangle agrees with substitution by hand", () => {
    const cases = fc.record({
      n: fc.integer({ min: 1, max: 20 }),
      seed: fc.nat(1000),
      lower: fc.boolean(),
      transpose: fc.boolean(),
      unitDiagonal: fc.boolean(),
    });
    fc.assert(
      fc.property(cases, ({ n, seed, ...meant }) => {
        lw.scope(() => {
          const A = mixed(n, seed);
          const T = oracle.triangular(dense(A), n, meant);
          const x = integers(n, seed, 3);
          const b = oracle.gemv(T, x, n, n);
          // All numbers are small multiples of 1/4 or so: nothing rounds while a solution of integers is found.
          equal(solveSparseTriangular(lw.csr({ ...A, type }), lw.vector(b, { type }), meant).data, x);
        });
      }),
      { numRuns: 60, seed: 3 },
    );
  });

  test("a diagonal entry that is 0 or not stored is named, and nothing is kept", () =>
    lw.scope(() => {
      const zero = { rows: 3, cols: 3, indptr: [0, 1, 3, 4], indices: [0, 0, 1, 2], values: [1, 1, 0, 1] };
      const gone = { rows: 3, cols: 3, indptr: [0, 1, 2, 3], indices: [0, 0, 2], values: [1, 1, 1] };
      const b = lw.vector(3, { type });
      for (const matrix of [zero, gone]) {
        const A = lw.csr({ ...matrix, type });
        const before = lw.memory.arrays;
        for (const lower of [true, false]) {
          const error = thrown(() => solveSparseTriangular(A, b, { lower }));
          expect(error).toBeInstanceOf(SingularMatrixError);
          expect(error).toMatchObject({ pivot: 1 });
        }
        expect(lw.memory.arrays).toBe(before);
      }
      // A unit diagonal need not be stored.
      const strict = lw.csr({ rows: 3, cols: 3, indptr: [0, 1, 2, 2], indices: [1, 2], values: [1, 1], type });
      const ones = lw.vector([1, 1, 1], { type });
      equal(solveSparseTriangular(strict, ones, { lower: false, unitDiagonal: true }).data, [1, 0, 1]);
      equal(solveSparseTriangular(strict.transpose(), ones, { unitDiagonal: true }).data, [1, 0, 1]);
    }));
});

test("bad arguments are named", () =>
  lw.scope(() => {
    const A = lw.csr(mixed(4, 1));
    const b = lw.vector(4);
    faulty(() => solveSparseTriangular(lw.sparsify(lw.matrix(2, 3)), b), "ShapeError", "A");
    faulty(() => solveSparseTriangular(A, lw.vector(3)), "ShapeError", "b");
    faulty(() => solveSparseTriangular(A, lw.matrix(3, 1)), "ShapeError", "B");
    faulty(() => solveSparseTriangular(A, b, 5 as never), "ArgumentTypeError", "triangle");
    for (const name of ["lower", "transpose", "unitDiagonal"])
      faulty(() => solveSparseTriangular(A, b, { [name]: 1 } as never), "ArgumentTypeError", name);
  }));
