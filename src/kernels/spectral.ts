/**
 * Eigenvalues and singular values.
 * @module
 */
import { sizeOf } from "../core/types.ts";
import { aligned, checkMatrix, type MatrixRef, type Storage } from "./storage.ts";

const table = (x: Storage) => x.engine.kernels[x.type];

/** The larger of SIDE and BACK of assembly/core/spectral/panel.ts, which are 32 and 48. */
const SIDE = 48;

/** Lays parts of one workspace out, each 64-byte aligned. */
function partition(A: Storage, ...bytes: number[]): number[] {
  const total = bytes.reduce((sum, size) => sum + aligned(size), 0);
  let next = A.engine.memory.workspace(total);
  return bytes.map((size) => {
    const at = next;
    next += aligned(size);
    return at;
  });
}

/** `length` numbers in f64 at an address, as a view. */
const doubles = (A: Storage, at: number, length: number) => new Float64Array(A.engine.memory.wasm.buffer, at, length);

/** Bytes of workspace of the reductions and back-transformations of an m x n matrix, n <= m. */
function blockedBytes(A: Storage, m: number, n: number): number {
  const gemm = table(A).dense_gemmwork(Math.max(m, 2 * SIDE), Math.max(n, 2 * SIDE), Math.max(m, 2 * SIDE));
  return (4 * SIDE * (m + n + SIDE) + gemm) * sizeOf[A.type];
}

/** Copies the lower triangle of A to the upper one. */
export function mirror(A: MatrixRef): void {
  checkMatrix("A", A, A, A.rows, A.rows);
  table(A).spectral_mirror(A.ptr, A.rows, A.rows);
}

/**
 * Eigenvalues of a symmetric A, ascending, by implicit QR: A, both triangles of which are read, is destroyed.
 * Returns the number of those not found: 0 unless it did not converge.
 */
export function symmetricValues(values: Float64Array, A: MatrixRef): number {
  const n = A.rows;
  const [d = 0, e = 0, tau = 0, work = 0] = partition(A, 8 * n, 8 * n, 8 * n, blockedBytes(A, n, n));
  table(A).spectral_tridiagonal(A.ptr, d, e, tau, work, n);
  const missing = A.engine.kernels.f64.spectral_qr(d, e, n);
  values.set(doubles(A, d, n).sort());
  return missing;
}

/**
 * Eigenvalues of a symmetric A, ascending, and in the columns of Z (n x k) the vectors of the k values from number `from`
 * on. A, both triangles of which are read, is destroyed; values has n elements. Returns 0: it always converges, as roots are bracketed.
 */
export function symmetricVectors(values: Float64Array, Z: MatrixRef, A: MatrixRef, from: number): number {
  const [n, k] = [A.rows, Z.cols];
  const kernels = table(A);
  const size = sizeOf[A.type];
  const [d = 0, e = 0, tau = 0, v = 0, work = 0] = partition(
    A,
    8 * n,
    8 * n,
    8 * n,
    size * n * n,
    Math.max(kernels.spectral_dividework(n), blockedBytes(A, n, n)),
  );
  kernels.spectral_tridiagonal(A.ptr, d, e, tau, work, n);
  kernels.spectral_divide(v, d, e, work, n);
  kernels.dense_transpose(Z.ptr, v + from * n * size, k, n, k, n);
  kernels.spectral_reflect(Z.ptr, A.ptr, tau, work, n, k, Math.max(0, n - 1), k, n, 1);
  values.set(doubles(A, d, n));
  return 0;
}

/** Reduces A (m x n, m >= n) to bidiagonal form: the parts of the workspace that hold it. */
function bidiagonal(
  A: MatrixRef,
  extra: number,
  vectors: number,
): { d: number; e: number; tau: number; rest: number[] } {
  const { rows: m, cols: n } = A;
  const size = sizeOf[A.type];
  const work = Math.max(extra, blockedBytes(A, m, n));
  const [d = 0, e = 0, tau = 0, u = 0, last = 0, ...rest] = partition(
    A,
    8 * n,
    8 * n,
    2 * n * size,
    m * n * size,
    work,
    ...new Array<number>(vectors).fill(n * n * size),
  );
  table(A).spectral_bidiagonal(A.ptr, u, d, e, tau, last, m, n);
  return { d, e, tau, rest: [u, last, ...rest] };
}

/** Singular values of A (m x n, m >= n), descending; A is destroyed. Returns the number of those not found. */
export function singularValues(values: Float64Array, A: MatrixRef): number {
  const { d, e } = bidiagonal(A, 0, 0);
  const missing = A.engine.kernels.f64.spectral_bidiagonalqr(d, e, A.cols);
  values.set(doubles(A, d, A.cols).sort().reverse());
  return missing;
}

/** A = U*diag(values)*V' for A (m x n, m >= n), values descending; U: m x n, V: n x n. A is destroyed. */
export function singularVectors(values: Float64Array, U: MatrixRef, V: MatrixRef, A: MatrixRef): void {
  const { rows: m, cols: n } = A;
  const kernels = table(A);
  const size = sizeOf[A.type];
  const { d, e, tau, rest } = bidiagonal(A, kernels.spectral_dividework(n), 2);
  const [u = 0, work = 0, left = 0, right = 0] = rest;
  kernels.spectral_bidivide(left, right, d, e, work, n);
  kernels.dense_transpose(U.ptr, left, n, n, n, n);
  new Uint8Array(A.engine.memory.wasm.buffer, U.ptr + n * n * size, (m - n) * n * size).fill(0);
  kernels.dense_transpose(V.ptr, right, n, n, n, n);
  kernels.spectral_reflect(U.ptr, u, tau, work, m, n, n, n, m, 0);
  kernels.spectral_reflect(V.ptr, A.ptr, tau + n * size, work, n, n, Math.max(0, n - 1), n, n, 1);
  values.set(doubles(A, d, n));
}

/**
 * Turns the rows of W (n x m, m >= n, f64) until they are orthogonal: W becomes U', V (n x n) becomes V' with
 * W = V*diag(values)*U', values descending. Returns whether `sweeps` were enough.
 */
export function jacobi(values: Float64Array, W: MatrixRef, V: MatrixRef, sweeps: number): boolean {
  const { rows: n, cols: m } = W;
  checkMatrix("V", V, W, n, n);
  const s = W.engine.memory.workspace(8 * n);
  const view = new Float64Array(W.engine.memory.wasm.buffer, V.ptr, n * n).fill(0);
  for (let i = 0; i < n; i++) view[i * (n + 1)] = 1;
  const made = W.engine.kernels.f64.spectral_jacobi(W.ptr, V.ptr, s, m, n, sweeps);
  values.set(doubles(W, s, n));
  return made <= sweeps;
}

/**
 * H = Z*T*Z' for A = Z*T*Z': A (n x n, f64) becomes quasi-triangular, and Z, where one is given, gets the orthogonal factor
 * transposed; without it T is right on its diagonal blocks alone. Returns how many rows from the top have not been taken apart.
 */
export function schur(A: MatrixRef, Z?: MatrixRef): number {
  const n = A.rows;
  const kernels = A.engine.kernels.f64;
  const gemm = kernels.dense_gemmwork(Math.max(n, SIDE), Math.max(n, SIDE), Math.max(n, SIDE));
  const numbers = Math.max(SIDE * (4 * n + 3 * SIDE + 2) + 2 * n + gemm, 2 * SIDE * (n + SIDE) + gemm);
  const [v = 0, tau = 0, q = 0, work = 0] = partition(A, 8 * n * n, 8 * n, Z ? 8 * n * n : 0, 8 * numbers);
  kernels.spectral_hessenberg(A.ptr, v, tau, work, n);
  if (!Z) return kernels.spectral_francis(A.ptr, 0, n);
  const square = new Float64Array(A.engine.memory.wasm.buffer, q, n * n).fill(0);
  for (let i = 0; i < n; i++) square[i * (n + 1)] = 1;
  kernels.spectral_reflect(q, v, tau, work, n, n, Math.max(0, n - 2), n, n, 1);
  kernels.dense_transpose(Z.ptr, q, n, n, n, n);
  return kernels.spectral_francis(A.ptr, Z.ptr, n);
}

/** Eigenvectors of a quasi-triangular T (n x n, f64) by row: of a pair the real parts in one, the imaginary in the next. */
export function quasiVectors(X: MatrixRef, T: MatrixRef, real: Float64Array, imaginary: Float64Array): void {
  const n = T.rows;
  checkMatrix("X", X, T, n, n);
  const [re = 0, im = 0] = partition(T, 8 * n, 8 * n);
  doubles(T, re, n).set(real);
  doubles(T, im, n).set(imaginary);
  T.engine.kernels.f64.spectral_quasi(X.ptr, T.ptr, re, im, n);
}
