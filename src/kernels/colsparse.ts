/**
 * A matrix held by columns, and products that read only the columns whose element of x counts.
 * @module
 */
import { sizeOf } from "../core/types.ts";
import type { Bits } from "./lut.ts";
import { aligned, checkApart, checkMatrix, checkVector, type MatrixRef, type VectorRef } from "./storage.ts";

/** rows x cols, a column after the other, `ld` elements apart. */
export interface ColumnsRef extends MatrixRef {
  readonly ld: number;
}

/** Which elements of x count: those larger in magnitude, so many of the largest, or those of a mask. All of them if left out. */
export type Active = { readonly threshold?: number; readonly topK?: number; readonly mask?: Uint8Array };

const table = (A: MatrixRef) => A.engine.kernels[A.type];

/** out = A by columns. */
export function toColumns(out: ColumnsRef, A: MatrixRef): void {
  checkMatrix("A", A, out, out.rows, out.cols);
  table(out).dense_transpose(out.ptr, A.ptr, A.rows, A.cols, out.ld, A.cols);
}

/** out = A by rows. */
export function fromColumns(out: MatrixRef, A: ColumnsRef): void {
  checkMatrix("out", out, A, A.rows, A.cols);
  table(A).dense_transpose(out.ptr, A.ptr, A.cols, A.rows, A.cols, A.ld);
}

/** out = A*x over the columns that count; gives how many they were. */
export function columnsMv(out: VectorRef, A: ColumnsRef, x: VectorRef, active: Active): number {
  checkVector("x", x, A, A.cols);
  checkVector("out", out, A, A.rows);
  checkApart(out, x);
  const { indices, values, count } = select(x, active, 0);
  table(A).colsparse_mv(out.ptr, A.ptr, indices, values, A.rows, A.ld, count, 1, 0);
  return count;
}

/** Codes by columns first, then their table, then scales and offsets by columns, at these offsets in bytes. */
export interface LutColumnsRef extends MatrixRef {
  readonly bits: Bits;
  readonly groupSize: number;
  readonly tableOffset: number;
  /** 0 where there are none. */
  readonly scaleOffset: number;
  /** 0 where there are none. */
  readonly offsetOffset: number;
}

/** Rows that colsparse_lutmv sums at a time. */
const ROWS = 2048;

/** out = A*x over the columns that count; gives how many they were. */
export function lutColumnsMv(out: VectorRef, A: LutColumnsRef, x: VectorRef, active: Active): number {
  checkVector("x", x, A, A.cols);
  checkVector("out", out, A, A.rows);
  checkApart(out, x);
  const { indices, values, rest, count } = select(x, active, ROWS * sizeOf[A.type]);
  const at = (offset: number) => (offset === 0 ? 0 : A.ptr + offset);
  const [scale, offset] = [at(A.scaleOffset), at(A.offsetOffset)];
  const { rows, groupSize, bits } = A;
  const codes = A.ptr;
  table(A).colsparse_lutmv(
    out.ptr,
    codes,
    at(A.tableOffset),
    scale,
    offset,
    indices,
    values,
    rest,
    rows,
    count,
    groupSize,
    bits,
  );
  return count;
}

/** Columns that count and their factors, in the workspace; `rest` has `room` bytes. */
function select(x: VectorRef, { threshold = -1, topK, mask }: Active, room: number) {
  const { engine, type, length: cols } = x;
  const kernels = engine.kernels[type];
  // An element is stored before it is known whether it counts: room for one more.
  const [words, numbers] = [aligned((cols + 1) * 4), aligned((cols + 1) * sizeOf[type])];
  const indices = engine.memory.workspace(words + numbers + Math.max(1024, cols, room));
  const [values, rest] = [indices + words, indices + words + numbers];
  let count: number;
  if (mask) {
    new Uint8Array(engine.memory.wasm.buffer, rest, cols).set(mask);
    count = kernels.colsparse_masked(indices, values, x.ptr, rest, cols);
  } else if (topK !== undefined)
    count = kernels.colsparse_top(indices, values, x.ptr, rest, cols, Math.min(topK, cols));
  else count = kernels.colsparse_select(indices, values, x.ptr, cols, threshold);
  return { indices, values, rest, count };
}

/** out = A'*y */
export function columnsTmv(out: VectorRef, A: ColumnsRef, y: VectorRef): void {
  checkVector("x", y, A, A.rows);
  checkVector("out", out, A, A.cols);
  checkApart(out, y);
  table(A).dense_gemv(out.ptr, A.ptr, y.ptr, A.cols, A.rows, A.ld, 1, 0);
}

/** out = A*X, dense */
export function columnsMm(out: MatrixRef, A: ColumnsRef, X: MatrixRef): void {
  const { rows: m, cols: k, ld, engine, type } = A;
  const n = X.cols;
  checkMatrix("X", X, A, k, n);
  checkMatrix("out", out, A, m, n);
  checkApart(out, X);
  const work = engine.memory.workspace(table(A).dense_gemmwork(m, n, k) * sizeOf[type]);
  table(A).dense_gemm(out.ptr, A.ptr, X.ptr, work, m, n, k, n, 1, ld, n, 1, 1, 0, 0, false, 0);
}
