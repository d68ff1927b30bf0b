/**
 * Changes of a Cholesky factor. L lies in the upper left n x n of a matrix that may be larger.
 * @module
 */
import { NotPositiveDefiniteError } from "../core/errors.ts";
import { sizeOf } from "../core/types.ts";
import { checkMatrix, checkVector, type MatrixRef, type VectorRef } from "./storage.ts";

const room = (L: MatrixRef, elements: number) => L.engine.memory.workspace(elements * sizeOf[L.type]);

/** L becomes the factor of L*L' + x*x'; x is spoiled. */
export function updateCholesky(L: MatrixRef, n: number, x: VectorRef): void {
  checkVector("x", x, L, n);
  L.engine.kernels[L.type].factor_update(L.ptr, x.ptr, room(L, 2 * n), n, L.cols);
}

/**
 * L becomes the factor of L*L' - x*x'; x is spoiled.
 * @throws NotPositiveDefiniteError with the failing pivot, and L is as it was
 */
export function downdateCholesky(L: MatrixRef, n: number, x: VectorRef): void {
  checkVector("x", x, L, n);
  const done = L.engine.kernels[L.type].factor_downdate(L.ptr, x.ptr, room(L, 2 * n), n, L.cols);
  if (done < n) throw new NotPositiveDefiniteError(done);
}

/**
 * Rows n to n + k of A, in their places, become rows of L.
 * @throws NotPositiveDefiniteError with the failing pivot; the first n rows are as they were
 */
export function appendCholesky(L: MatrixRef, n: number, k: number): void {
  const kernels = L.engine.kernels[L.type];
  const all = n + k;
  // At least what factor/cholesky takes for a matrix it does not halve.
  const work = room(L, Math.max(616, kernels.dense_gemmwork(all, all, all)));
  const done = kernels.factor_append(L.ptr, work, n, k, L.cols);
  if (done < all) throw new NotPositiveDefiniteError(done);
}

/** L becomes the factor of A without row and column `at`. */
export function removeCholesky(L: MatrixRef, n: number, at: number): void {
  L.engine.kernels[L.type].factor_remove(L.ptr, room(L, 3 * n), n, L.cols, at);
}

/** x = A^-1 x. */
export function solveCholesky(x: VectorRef | MatrixRef, L: MatrixRef, n: number): void {
  const kernels = L.engine.kernels[L.type];
  const ld = L.cols;
  if ("cols" in x) {
    const k = x.cols;
    checkMatrix("B", x, L, n, k);
    const work = room(L, kernels.dense_gemmwork(n, k, n));
    kernels.dense_trsm(x.ptr, L.ptr, work, n, k, k, ld, 1, true, false);
    kernels.dense_trsm(x.ptr, L.ptr, work, n, k, k, 1, ld, false, false);
  } else {
    checkVector("b", x, L, n);
    kernels.dense_trsv(x.ptr, L.ptr, n, ld, 1, true, false);
    kernels.dense_trsv(x.ptr, L.ptr, n, 1, ld, false, false);
  }
}

/** Row k of T, column `pivot` of A, becomes column k of L; d: what is left of A's diagonal. Returns the sum of d. */
export function pivotedColumn(T: MatrixRef, d: VectorRef, k: number, pivot: number): number {
  checkVector("d", d, T, T.cols);
  return T.engine.kernels[T.type].factor_pivoted(T.ptr, d.ptr, k, T.cols, pivot);
}

/**
 * Row i of A holds the entries (i, i - w) to (i, i) of a banded matrix, w + 1 of them, and becomes that of L.
 * @throws NotPositiveDefiniteError with the failing pivot; A is then partly overwritten
 */
export function bandedInPlace(A: MatrixRef): void {
  const kernels = A.engine.kernels[A.type];
  const w = A.cols - 1;
  const done = kernels.factor_banded(A.ptr, room(A, kernels.factor_bandedwork(w)), A.rows, w);
  if (done < A.rows) throw new NotPositiveDefiniteError(done);
}

/** x = A^-1 x by that. */
export function bandedSolve(x: VectorRef | MatrixRef, L: MatrixRef): void {
  const k = "cols" in x ? x.cols : 1;
  if ("cols" in x) checkMatrix("B", x, L, L.rows, k);
  else checkVector("b", x, L, L.rows);
  L.engine.kernels[L.type].factor_bandedsolve(x.ptr, L.ptr, L.rows, k, L.cols - 1);
}
