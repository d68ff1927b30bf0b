/**
 * Factorisations.
 * @module
 */
import { NotPositiveDefiniteError } from "../core/errors.ts";
import { sizeOf } from "../core/types.ts";
import { aligned, checkMatrix, checkVector, type MatrixRef, type VectorRef } from "./storage.ts";

/**
 * Lower triangle of A becomes L with A = L*L'; the part above the diagonal is neither read nor written.
 * @throws NotPositiveDefiniteError with the failing pivot; A is then partly overwritten
 */
export function choleskyInPlace(A: MatrixRef): void {
  const n = A.rows;
  checkMatrix("A", A, A, n, n);
  const kernels = A.engine.kernels[A.type];
  // At least what factor/cholesky takes for a matrix it does not halve.
  const work = A.engine.memory.workspace(Math.max(616, kernels.dense_gemmwork(n, n, n)) * sizeOf[A.type]);
  const done = kernels.factor_cholesky(A.ptr, work, n, n);
  if (done < n) throw new NotPositiveDefiniteError(done);
}

/** Exchanges of rows: row i with row exchanges[i], for i = 0, 1, ... in that order. */
export type Exchanges = Uint32Array<ArrayBuffer>;

/** ||A||_1; NaN if an entry is. */
export function norm1(A: MatrixRef): number {
  const work = A.engine.memory.workspace(A.cols * sizeOf[A.type]);
  return A.engine.kernels[A.type].dense_norm1(A.ptr, work, A.rows, A.cols, A.cols);
}

/**
 * A becomes L below its diagonal (of ones, not stored) and U on and above it, P*A = L*U with P the exchanges.
 * Returns the first i with U_ii = 0, or n.
 */
export function luInPlace(A: MatrixRef, exchanges: Exchanges): number {
  const n = A.rows;
  checkMatrix("A", A, A, n, n);
  const kernels = A.engine.kernels[A.type];
  const room = aligned(kernels.factor_luwork(n) * sizeOf[A.type]);
  const work = A.engine.memory.workspace(room + 4 * n);
  const zero = kernels.factor_lu(A.ptr, work + room, work, n);
  exchanges.set(new Uint32Array(A.engine.memory.wasm.buffer, work + room, n));
  return zero;
}

/**
 * A's upper triangle becomes L' with ones on its diagonal, P*A*P' = L*D*L' with P the exchanges; d: D's diagonal; e_k:
 * beside d_k and d_(k+1) in a 2 x 2 block, else 0.
 */
export function ldlInPlace(A: MatrixRef, d: VectorRef, e: VectorRef, exchanges: Exchanges): void {
  const n = A.rows;
  checkMatrix("A", A, A, n, n);
  checkVector("d", d, A, n);
  checkVector("e", e, A, n);
  const kernels = A.engine.kernels[A.type];
  const room = aligned(kernels.factor_ldlwork(n) * sizeOf[A.type]);
  const work = A.engine.memory.workspace(room + 4 * n);
  kernels.factor_ldl(A.ptr, d.ptr, e.ptr, work + room, work, n);
  exchanges.set(new Uint32Array(A.engine.memory.wasm.buffer, work + room, n));
}

/** X = P*X, or P'*X with `back`, for P the exchanges. */
export function permute(X: VectorRef | MatrixRef, exchanges: Exchanges, back = false): void {
  const { memory, kernels } = X.engine;
  const n = exchanges.length;
  const k = "cols" in X ? X.cols : 1;
  if ("cols" in X) checkMatrix("X", X, X, n, k);
  else checkVector("X", X, X, n);
  const work = memory.workspace(4 * n);
  new Uint32Array(memory.wasm.buffer, work, n).set(exchanges);
  kernels[X.type].factor_permute(X.ptr, work, n, k, k, back);
}

/** Columns of L^-1 computed at a time: their zeros above the diagonal are not worked on. */
const COLUMNS = 64;

/** The diagonal of (L*L')^-1: the squared norms of the columns of L^-1, which are computed in blocks and never stored. */
export function inverseDiagonal(L: MatrixRef): Float64Array<ArrayBuffer> {
  const { engine, type, rows: n } = L;
  checkMatrix("L", L, L, n, n);
  const [kernels, size] = [engine.kernels[type], sizeOf[type]];
  const room = aligned(n * COLUMNS * size);
  const start = engine.memory.workspace(room + kernels.dense_gemmwork(n, COLUMNS, n) * size);
  const out = new Float64Array(n);
  for (let j = 0; j < n; j += COLUMNS) {
    const [rows, cols] = [n - j, Math.min(COLUMNS, n - j)];
    const Columns = type === "f32" ? Float32Array : Float64Array;
    const X = new Columns(engine.memory.wasm.buffer, start, rows * cols).fill(0);
    for (let c = 0; c < cols; c++) X[c * cols + c] = 1;
    kernels.dense_trsm(start, L.ptr + j * (n + 1) * size, start + room, rows, cols, cols, n, 1, true, false);
    for (let i = 0; i < X.length; i += cols)
      for (let c = 0; c < cols; c++) out[j + c] = (out[j + c] as number) + (X[i + c] as number) ** 2;
  }
  return out;
}
