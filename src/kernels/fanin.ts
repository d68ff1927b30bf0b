/**
 * Constant fan-in: every row has the same number of entries.
 * @module
 */
import { type Scale, scaleOf } from "./dense.ts";
import { byPanels, type Strided, strided } from "./panel.ts";
import { checkApart, checkMatrix, checkVector, type MatrixRef, type VectorRef } from "./storage.ts";

/** Values first, their columns at `indicesOffset` bytes: of 16 bits where `short`, else of 32. */
export interface FanInRef extends MatrixRef {
  readonly nnz: number;
  /** Entries of a row. */
  readonly fan: number;
  readonly short: boolean;
  readonly indicesOffset: number;
}

const table = (A: FanInRef) => A.engine.kernels[A.type];
const addresses = (A: FanInRef): [indices: number, values: number] => [A.ptr + A.indicesOffset, A.ptr];

/** out = alpha*A*x + beta*out */
export function faninMv(out: VectorRef, A: FanInRef, x: VectorRef, scale: Scale = {}): void {
  checkVector("x", x, A, A.cols);
  checkVector("out", out, A, A.rows);
  checkApart(out, x);
  table(A).fanin_mv(out.ptr, ...addresses(A), x.ptr, A.rows, A.fan, A.short, ...scaleOf(scale));
}

/** out = alpha*A'*x + beta*out */
export function faninTmv(out: VectorRef, A: FanInRef, x: VectorRef, scale: Scale = {}): void {
  checkVector("x", x, A, A.rows);
  checkVector("out", out, A, A.cols);
  checkApart(out, x);
  table(A).fanin_tmv(out.ptr, ...addresses(A), x.ptr, A.rows, A.cols, A.fan, A.short, ...scaleOf(scale));
}

/** out = alpha*A*X + beta*out */
export function faninMm(out: MatrixRef, A: FanInRef, X: MatrixRef, scale: Scale = {}): void {
  const n = X.cols;
  checkMatrix("X", X, A, A.cols, n);
  checkMatrix("out", out, A, A.rows, n);
  checkApart(out, X);
  mm(strided(out), A, strided(X), n, scaleOf(scale));
}

/** out = alpha*X*A' + beta*out: a layer with the weights A, a row of X an input */
export function faninLinear(out: MatrixRef, A: FanInRef, X: MatrixRef, scale: Scale = {}): void {
  const n = X.rows;
  checkMatrix("X", X, A, n, A.cols);
  checkMatrix("out", out, A, n, A.rows);
  checkApart(out, X);
  mm(strided(out, true), A, strided(X, true), n, scaleOf(scale));
}

/** Rows of a panel that fanin_mm holds back. */
const HELD = 64;

function mm(Y: Strided, A: FanInRef, X: Strided, n: number, scale: [number, number]): void {
  const { rows, cols, fan, short } = A;
  if (n === 1) table(A).fanin_mv(Y.ptr, ...addresses(A), X.ptr, rows, fan, short, ...scale);
  else
    byPanels(A, Y, X, cols, n, HELD, ({ x, y, n, width, work }) =>
      table(A).fanin_mm(y, ...addresses(A), x, work, rows, n, fan, short, width, Y.row, Y.col, ...scale),
    );
}
