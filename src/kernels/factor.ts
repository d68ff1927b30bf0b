/**
 * Factorisations.
 * @module
 */
import { NotPositiveDefiniteError } from "../core/errors.ts";
import { sizeOf } from "../core/types.ts";
import { checkMatrix, type MatrixRef } from "./storage.ts";

/**
 * Lower triangle of A becomes L with A = L*L'; the part above the diagonal is neither read nor written.
 * @throws NotPositiveDefiniteError with the failing pivot; A is then partly overwritten
 */
export function choleskyInPlace(A: MatrixRef): void {
  const n = A.rows;
  checkMatrix("A", A, A, n, n);
  const kernels = A.engine.kernels[A.type];
  const work = A.engine.memory.workspace(kernels.dense_gemmwork(n, n, n) * sizeOf[A.type]);
  const done = kernels.factor_cholesky(A.ptr, work, n, n);
  if (done < n) throw new NotPositiveDefiniteError(done);
}
