/**
 * Compressed sparse rows.
 * @module
 */
import { sizeOf } from "../core/types.ts";
import { type Scale, scaleOf } from "./dense.ts";
import { type Epilogue, epilogueOf } from "./maps.ts";
import { checkNormal, piecesOf, summed } from "./normal.ts";
import { pack, strided } from "./panel.ts";
import { isEven, partsOf, type Range, ranges, rangesByEntries, share, workspaceFor } from "./parallel.ts";
import { checkApart, checkMatrix, checkVector, type CsrRef, type MatrixRef, type VectorRef } from "./storage.ts";

type Address = [indptr: number, indices: number, values: number];

/** Bytes of a row of X that csr_mm copies together. */
const STRIP = 128;

function addresses(A: CsrRef): Address {
  return [A.ptr, A.ptr + A.indicesOffset, A.ptr + A.valuesOffset];
}

/** Rows of A in parts with about as many entries each; rows are never cut. */
function rangesOf(A: CsrRef, parts: number): Range[] {
  if (parts === 1) return [[0, A.rows]];
  return rangesByEntries(new Uint32Array(A.engine.memory.wasm.buffer, A.ptr, A.rows + 1), parts);
}

/** out = alpha*A*x + beta*out */
export function csrMv(out: VectorRef, A: CsrRef, x: VectorRef, scale: Scale = {}): void {
  checkVector("x", x, A, A.cols);
  checkVector("out", out, A, A.rows);
  checkApart(out, x);
  const { engine, type, nnz } = A;
  const [indptr, indices, values] = addresses(A);
  const [alpha, beta] = scaleOf(scale);
  const parts = rangesOf(A, partsOf(engine, nnz));
  share(engine, type, parts.length, ({ csr_mv }, i) => {
    const [from, to] = parts[i] as Range;
    csr_mv(out.ptr + from * sizeOf[type], indptr + from * 4, indices, values, x.ptr, to - from, alpha, beta);
  });
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
  const { type, rows, cols, nnz } = A;
  const size = sizeOf[type];
  const [indptr, indices, values] = addresses(A);
  const parts = rangesOf(A, nnz < 16 * cols ? 1 : piecesOf(nnz, rows));
  return summed(g, r, parts.length, (kernels, i, sum) => {
    const [from, to] = parts[i] as Range;
    const [left, right, starts] = [r.ptr + from * size, b.ptr + from * size, indptr + from * 4];
    return kernels.csr_normal(sum, left, starts, indices, values, x.ptr, right, to - from, cols);
  });
}

/** out = f(alpha*A*X + beta*out + bias) */
export function csrMm(out: MatrixRef, A: CsrRef, X: MatrixRef, options: Scale & Epilogue = {}): void {
  const k = X.cols;
  checkMatrix("X", X, A, A.cols, k);
  checkMatrix("out", out, A, A.rows, k);
  checkApart(out, X);
  const factors = scaleOf(options);
  const own = epilogueOf(out, options);
  const threads = partsOf(A.engine, A.nnz * k);
  const strips = Math.ceil((k * sizeOf[A.type]) / STRIP);
  if (isEven(strips, threads)) byColumns(out, A, X, factors, own, threads);
  else byRows(out, A, X, factors, own, threads);
}

/** Bias or 0, whether there is one a row, number of the activation. */
type Own = ReturnType<typeof epilogueOf>;

/** A task is some strips of columns with all rows of A; the kernel copies them to the workspace of its thread. */
function byColumns(
  out: MatrixRef,
  A: CsrRef,
  X: MatrixRef,
  [alpha, beta]: [number, number],
  [bias, perRow, activation]: Own,
  threads: number,
): void {
  const { engine, type, rows, cols } = A;
  const [k, size] = [X.cols, sizeOf[type]];
  const [indptr, indices, values] = addresses(A);
  const parts = ranges(k, threads, STRIP / size);
  const work = workspaceFor(engine, parts.length, cols * STRIP);
  share(engine, type, parts.length, ({ csr_mm }, i) => {
    const [j, end] = parts[i] as Range;
    const [y, x, n] = [out.ptr + j * size, X.ptr + j * size, end - j];
    const own = bias === 0 || perRow ? bias : bias + j * size;
    csr_mm(y, indptr, indices, values, x, work(0), rows, cols, n, k, k, alpha, beta, own, perRow, activation);
  });
}

/** A task is a part of the rows with one strip of columns, which was copied together for all, and at last with the rest. */
function byRows(
  out: MatrixRef,
  A: CsrRef,
  X: MatrixRef,
  [alpha, beta]: [number, number],
  [bias, perRow, activation]: Own,
  threads: number,
): void {
  const { engine, type, cols } = A;
  const [k, size] = [X.cols, sizeOf[type]];
  const [indptr, indices, values] = addresses(A);
  const parts = rangesOf(A, threads);
  const work = engine.memory.workspace(cols * STRIP);
  const multiply = (x: number, j: number, n: number, ldx: number): void =>
    share(engine, type, parts.length, ({ csr_mm }, i) => {
      const [from, to] = parts[i] as Range;
      const [y, starts, m] = [out.ptr + (from * k + j) * size, indptr + from * 4, to - from];
      const own = bias === 0 ? 0 : bias + (perRow ? from : j) * size;
      csr_mm(y, starts, indices, values, x, work, m, cols, n, ldx, k, alpha, beta, own, perRow, activation);
    });
  const wide = STRIP / size;
  const rest = k % wide;
  for (let j = 0; j < k - rest; j += wide) {
    pack(A, work, cols, strided(X), cols, j, wide, STRIP / 16);
    multiply(work, j, wide, wide);
  }
  if (rest > 0) multiply(X.ptr + (k - rest) * size, k - rest, rest, k);
}

/** out = alpha*A'*X + beta*out */
export function csrTmm(out: MatrixRef, A: CsrRef, X: MatrixRef, scale: Scale = {}): void {
  const k = X.cols;
  checkMatrix("X", X, A, A.rows, k);
  checkMatrix("out", out, A, A.cols, k);
  checkApart(out, X);
  A.engine.kernels[A.type].csr_tmm(out.ptr, ...addresses(A), X.ptr, A.rows, A.cols, k, k, k, ...scaleOf(scale));
}
