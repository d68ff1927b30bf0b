/**
 * The residual of a system in more than its own precision.
 * @module
 */
import { checkApart, checkVector, type CsrRef, type MatrixRef, type VectorRef } from "./storage.ts";

/** r = b - A*x with sums and products as if in twice the precision of f64, rounded at the end. r may be b, not x. */
export function exactResidual(r: VectorRef, A: MatrixRef | CsrRef, x: VectorRef, b: VectorRef): void {
  checkVector("x", x, A, A.cols);
  checkVector("b", b, A, A.rows);
  checkVector("r", r, A, A.rows);
  checkApart(r, x);
  const { krylov_residual, krylov_csrresidual } = A.engine.kernels[A.type];
  if ("indicesOffset" in A) {
    const { ptr, indicesOffset, valuesOffset, rows } = A;
    krylov_csrresidual(r.ptr, ptr, ptr + indicesOffset, ptr + valuesOffset, x.ptr, b.ptr, rows);
  } else krylov_residual(r.ptr, A.ptr, x.ptr, b.ptr, A.rows, A.cols);
}
