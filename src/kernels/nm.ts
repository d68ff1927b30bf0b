/**
 * N:M sparsity: so many of every few entries side by side.
 * @module
 */
import { type Scale, scaleOf } from "./dense.ts";
import { byPanels, type Strided, strided } from "./panel.ts";
import { checkApart, checkMatrix, checkVector, type MatrixRef, type Storage, type VectorRef } from "./storage.ts";

/** Starts of the pieces, then columns within their chunk in 8 bits, then values, at these offsets in bytes. */
export interface NMRef extends MatrixRef {
  readonly nnz: number;
  /** Entries kept of each group. */
  readonly keep: number;
  /** Entries in a group. */
  readonly group: number;
  /** Whether a group lies in a row or in a column. */
  readonly along: "input" | "output";
  readonly indicesOffset: number;
  readonly valuesOffset: number;
}

/** Columns of a chunk, as nm/compress has them. */
export const CHUNK = 128;
/** Rows of a panel that nm_mm holds back. */
const HELD = 256;

const table = (A: Storage) => A.engine.kernels[A.type];
const addresses = (A: NMRef): [starts: number, indices: number, values: number] => [
  A.ptr,
  A.ptr + A.indicesOffset,
  A.ptr + A.valuesOffset,
];

/** out = the `keep` largest entries of each group of A */
export function nmCompress(out: NMRef, A: MatrixRef): void {
  checkMatrix("A", A, out, out.rows, out.cols);
  const { rows, cols, keep, group, along } = out;
  table(out).nm_compress(...addresses(out), A.ptr, rows, cols, cols, keep, group, along === "output");
}

/** How many groups of A hold more than `keep` entries that are not zero. */
export const nmCheck = (A: MatrixRef, keep: number, group: number, along: NMRef["along"]): number =>
  table(A).nm_check(A.ptr, A.rows, A.cols, A.cols, keep, group, along === "output");

/** out = A, dense */
export function nmDecompress(out: MatrixRef, A: NMRef): void {
  checkMatrix("out", out, A, A.rows, A.cols);
  table(A).nm_decompress(out.ptr, ...addresses(A), A.rows, A.cols);
}

/** out = alpha*A*x + beta*out */
export function nmMv(out: VectorRef, A: NMRef, x: VectorRef, scale: Scale = {}): void {
  checkVector("x", x, A, A.cols);
  checkVector("out", out, A, A.rows);
  checkApart(out, x);
  mv(out.ptr, A, x.ptr, scaleOf(scale));
}

function mv(y: number, A: NMRef, x: number, scale: [number, number]): void {
  const half = A.along === "input" && 2 * A.keep === A.group && A.group <= 4;
  table(A).nm_mv(y, ...addresses(A), x, A.rows, A.cols, half, ...scale);
}

/** out = alpha*A'*x + beta*out */
export function nmTmv(out: VectorRef, A: NMRef, x: VectorRef, scale: Scale = {}): void {
  checkVector("x", x, A, A.rows);
  checkVector("out", out, A, A.cols);
  checkApart(out, x);
  table(A).nm_tmv(out.ptr, ...addresses(A), x.ptr, A.rows, A.cols, ...scaleOf(scale));
}

/** out = alpha*A*X + beta*out */
export function nmMm(out: MatrixRef, A: NMRef, X: MatrixRef, scale: Scale = {}): void {
  const n = X.cols;
  checkMatrix("X", X, A, A.cols, n);
  checkMatrix("out", out, A, A.rows, n);
  checkApart(out, X);
  mm(strided(out), A, strided(X), n, scaleOf(scale));
}

/** out = alpha*X*A' + beta*out: a layer with the weights A, a row of X an input */
export function nmLinear(out: MatrixRef, A: NMRef, X: MatrixRef, scale: Scale = {}): void {
  const n = X.rows;
  checkMatrix("X", X, A, n, A.cols);
  checkMatrix("out", out, A, n, A.rows);
  checkApart(out, X);
  mm(strided(out, true), A, strided(X, true), n, scaleOf(scale));
}

function mm(Y: Strided, A: NMRef, X: Strided, n: number, scale: [number, number]): void {
  const { rows, cols } = A;
  if (n === 1) mv(Y.ptr, A, X.ptr, scale);
  else
    byPanels(A, Y, X, cols, n, HELD, ({ x, y, n, width, work }) =>
      table(A).nm_mm(y, ...addresses(A), x, work, rows, n, cols, width, Y.row, Y.col, ...scale),
    );
}
