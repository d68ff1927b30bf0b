/**
 * Compressed sparse rows.
 * @module
 */
import { type Epilogue, epilogueOf } from "./maps.ts";
import { checkApart, checkMatrix, checkVector, type CsrRef, type MatrixRef, type VectorRef } from "./storage.ts";
import { checkNormal, type Scale, scaleOf } from "./dense.ts";

type Address = [indptr: number, indices: number, values: number];

/** Bytes of a row of X that csr_mm copies together. */
const STRIP = 128;

function addresses(A: CsrRef): Address {
  return [A.ptr, A.ptr + A.indicesOffset, A.ptr + A.valuesOffset];
}

/** out = alpha*A*x + beta*out */
export function csrMv(out: VectorRef, A: CsrRef, x: VectorRef, scale: Scale = {}): void {
  checkVector("x", x, A, A.cols);
  checkVector("out", out, A, A.rows);
  checkApart(out, x);
  A.engine.kernels[A.type].csr_mv(out.ptr, ...addresses(A), x.ptr, A.rows, ...scaleOf(scale));
}

/** out = alpha*A'*x + beta*out */
export function csrTmv(out: VectorRef, A: CsrRef, x: VectorRef, scale: Scale = {}): void {
  checkVector("x", x, A, A.rows);
  checkVector("out", out, A, A.cols);
  checkApart(out, x);
  A.engine.kernels[A.type].csr_tmv(out.ptr, ...addresses(A), x.ptr, A.rows, A.cols, ...scaleOf(scale));
}

/** r = A*x - b and g = A'*r, reading A once. Returns ||r||_2^2. */
export function csrNormal(g: VectorRef, r: VectorRef, A: CsrRef, x: VectorRef, b: VectorRef): number {
  checkNormal(g, r, A, x, b);
  return A.engine.kernels[A.type].csr_normal(g.ptr, r.ptr, ...addresses(A), x.ptr, b.ptr, A.rows, A.cols);
}

/** out = f(alpha*A*X + beta*out + bias) */
export function csrMm(out: MatrixRef, A: CsrRef, X: MatrixRef, options: Scale & Epilogue = {}): void {
  const k = X.cols;
  checkMatrix("X", X, A, A.cols, k);
  checkMatrix("out", out, A, A.rows, k);
  checkApart(out, X);
  const [alpha, beta] = scaleOf(options);
  const work = A.engine.memory.workspace(A.cols * STRIP);
  A.engine.kernels[A.type].csr_mm(
    out.ptr,
    ...addresses(A),
    X.ptr,
    work,
    A.rows,
    A.cols,
    k,
    k,
    k,
    alpha,
    beta,
    ...epilogueOf(out, options),
  );
}

/** out = alpha*A'*X + beta*out */
export function csrTmm(out: MatrixRef, A: CsrRef, X: MatrixRef, scale: Scale = {}): void {
  const k = X.cols;
  checkMatrix("X", X, A, A.rows, k);
  checkMatrix("out", out, A, A.cols, k);
  checkApart(out, X);
  A.engine.kernels[A.type].csr_tmm(out.ptr, ...addresses(A), X.ptr, A.rows, A.cols, k, k, k, ...scaleOf(scale));
}
