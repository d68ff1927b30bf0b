/**
 * N:M patterns whose kept entries are codes.
 * @module
 */
import { sizeOf } from "../core/types.ts";
import type { LutRef } from "./lut.ts";
import { CHUNK, type NMRef } from "./nm.ts";
import { byPanels, type Strided, strided } from "./panel.ts";
import { checkApart, checkMatrix, checkVector, type MatrixRef, type Storage, type VectorRef } from "./storage.ts";

/** Rows of a panel that nm_lutmm holds back. */
const HELD = 256;

/** Places of kept entries, a byte each, row after row, all rows as many. */
export interface PatternRef extends Storage {
  readonly rows: number;
  readonly cols: number;
  readonly keep: number;
  readonly group: number;
}

/** Entries kept of `cols` columns. */
export const keptOf = (cols: number, keep: number, group: number): number =>
  Math.floor(cols / group) * keep + Math.min(cols % group, keep);

/** Places and values of the entries that A keeps. */
export function nmRows(pattern: PatternRef, values: MatrixRef, A: NMRef): void {
  const { ptr, indicesOffset, valuesOffset, rows, cols } = A;
  checkMatrix("values", values, A, rows, keptOf(cols, A.keep, A.group));
  const kernels = A.engine.kernels[A.type];
  kernels.nm_rows(pattern.ptr, values.ptr, ptr, ptr + indicesOffset, ptr + valuesOffset, rows, cols, values.cols);
}

const pointers = (
  P: PatternRef,
  Q: LutRef,
): [indices: number, codes: number, tables: number, scale: number, offset: number] => [
  P.ptr,
  Q.ptr,
  Q.ptr + Q.tablesOffset,
  Q.scaleOffset === 0 ? 0 : Q.ptr + Q.scaleOffset,
  Q.offsetOffset === 0 ? 0 : Q.ptr + Q.offsetOffset,
];
const layout = (P: PatternRef, Q: LutRef): [kept: number, chunk: number, bits: number, step: number, group: number] => [
  Q.cols,
  keptOf(CHUNK, P.keep, P.group),
  Q.bits,
  Q.shared ? 0 : 1 << Q.bits,
  Q.groupSize,
];

/** out = A*x, of which P says where the entries Q stand */
export function nmLutMv(out: VectorRef, P: PatternRef, Q: LutRef, x: VectorRef): void {
  checkVector("x", x, Q, P.cols);
  checkVector("out", out, Q, P.rows);
  checkApart(out, x);
  const work = Q.engine.memory.workspace(Math.ceil(Q.cols / 32) * 32 * sizeOf[Q.type]);
  const half = 2 * P.keep === P.group && P.group <= 4;
  Q.engine.kernels[Q.type].nm_lutmv(out.ptr, ...pointers(P, Q), x.ptr, work, P.rows, P.cols, ...layout(P, Q), half);
}

/** out = A*X */
export function nmLutMm(out: MatrixRef, P: PatternRef, Q: LutRef, X: MatrixRef): void {
  checkMatrix("X", X, Q, P.cols, X.cols);
  checkMatrix("out", out, Q, P.rows, X.cols);
  checkApart(out, X);
  mm(strided(out), P, Q, strided(X), X.cols);
}

/** out = X*A': a layer with the weights A, a row of X an input */
export function nmLutLinear(out: MatrixRef, P: PatternRef, Q: LutRef, X: MatrixRef): void {
  checkMatrix("X", X, Q, X.rows, P.cols);
  checkMatrix("out", out, Q, X.rows, P.rows);
  checkApart(out, X);
  mm(strided(out, true), P, Q, strided(X, true), X.rows);
}

function mm(Y: Strided, P: PatternRef, Q: LutRef, X: Strided, n: number): void {
  // A few rows of a panel more hold what is decoded of a row and chunk.
  byPanels(Q, Y, X, P.cols, n, HELD + 40, ({ x, y, n, width, work }) =>
    Q.engine.kernels[Q.type].nm_lutmm(y, ...pointers(P, Q), x, work, P.rows, n, ...layout(P, Q), width, Y.row, Y.col),
  );
}
