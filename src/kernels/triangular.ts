/**
 * Sparse triangular solves, and incomplete factors, which are made of them.
 * @module
 */
import { checkBoolean } from "../core/check.ts";
import { NotPositiveDefiniteError, SingularMatrixError } from "../core/errors.ts";
import type { Triangle } from "./dense.ts";
import { measured } from "./sparse.ts";
import type { CsrRef, MatrixRef, VectorRef } from "./storage.ts";

const places = (A: CsrRef): [indptr: number, indices: number] => [A.ptr, A.ptr + A.indicesOffset];

/** X = op(A)^-1 X for a triangular A; X has its rows and is kin of it. @throws SingularMatrixError */
export function csrTrsv(X: VectorRef | MatrixRef, A: CsrRef, triangle: Triangle = {}): void {
  const { lower = true, transpose = false, unitDiagonal = false } = triangle;
  checkBoolean("lower", lower);
  checkBoolean("transpose", transpose);
  checkBoolean("unitDiagonal", unitDiagonal);
  const k = "length" in X ? 1 : X.cols;
  const { csr_trsv } = A.engine.kernels[A.type];
  const done = csr_trsv(X.ptr, ...places(A), A.ptr + A.valuesOffset, A.rows, k, lower, transpose, unitDiagonal);
  if (done < A.rows) throw new SingularMatrixError(done);
}

/** The lower triangle of a square A. */
export function csrLower<C extends CsrRef>(A: CsrRef, make: (nnz: number) => C): C {
  const { engine, type, rows } = A;
  return measured(
    engine,
    rows,
    (starts) => engine.kernels.u32.csr_lowerrows(starts, ...places(A), rows),
    make,
    (L) =>
      engine.kernels[type].csr_lower(...places(L), L.ptr + L.valuesOffset, ...places(A), A.ptr + A.valuesOffset, rows),
  );
}

/** The lower triangle of A becomes L with L*L' = A at its places. @throws NotPositiveDefiniteError */
export function incompleteCholeskyInPlace(A: CsrRef, shift: number): void {
  const { sfactor_incomplete } = A.engine.kernels[A.type];
  const done = sfactor_incomplete(A.ptr + A.valuesOffset, ...places(A), A.rows, shift);
  if (done < A.rows) throw new NotPositiveDefiniteError(done);
}

/** A becomes L and U with L*U = A at its places; the diagonal of L is 1. @throws SingularMatrixError */
export function incompleteLuInPlace(A: CsrRef): void {
  const { engine, type, rows } = A;
  const work = engine.memory.workspace(8 * rows);
  const done = engine.kernels[type].sfactor_incompletelu(A.ptr + A.valuesOffset, ...places(A), work, rows);
  if (done < rows) throw new SingularMatrixError(done);
}
