/**
 * Products of block sparse rows with many columns, from panels of them; for the threads of an instance by columns or by rows.
 * @module
 */
import { sizeOf } from "../core/types.ts";
import { isEven, partsOf, type Range, ranges, rangesByEntries, share, type Table, workspaceFor } from "./parallel.ts";
import { pack, panelCols, place, type Strided } from "./panel.ts";
import type { MatrixRef } from "./storage.ts";

/** Blocks of blockRows x blockCols; the three arrays lie in one block of memory, at these offsets in bytes. */
export interface BsrRef extends MatrixRef {
  readonly nnz: number;
  readonly blockRows: number;
  readonly blockCols: number;
  readonly indicesOffset: number;
  readonly valuesOffset: number;
}

/** Vectors of a panel: what the register tile spans. */
export const WIDTH = 4;
/** Bytes a call of bsr_mm needs for itself. */
export const SCRATCH = 128;
/** Bytes of X packed at a time: half of a second-level cache of 512 KiB. Twice or half as much changes less than 3 %. */
export const CHUNK = 1 << 18;
/** A product as it is. */
const ONCE: [alpha: number, beta: number] = [1, 0];

/** Where its arrays begin. */
export const addresses = (A: BsrRef): [indptr: number, indices: number, values: number] => [
  A.ptr,
  A.ptr + A.indicesOffset,
  A.ptr + A.valuesOffset,
];
/** Columns with those past the last that its block has. */
export const paddedCols = (A: BsrRef): number => Math.ceil(A.cols / A.blockCols) * A.blockCols;
/** Rows with those past the last that its block has. */
export const paddedRows = (A: BsrRef): number => Math.ceil(A.rows / A.blockRows) * A.blockRows;

/** Y = alpha*A*X + beta*Y, n columns; Y goes by way of panels where its columns do not lie side by side. */
export function bsrProduct(Y: Strided, A: BsrRef, X: Strided, n: number, scale: [number, number]): void {
  const { engine, nnz, rows } = A;
  const [depth, direct, all] = [paddedCols(A), Y.col === 1, Math.ceil(n / panelCols(A, WIDTH))];
  const threads = partsOf(engine, nnz * n);
  const panels = Math.min(Math.max(1, Math.floor(CHUNK / (depth * 64))), Math.ceil(all / threads));
  const bytes = panels * (depth + (direct ? 0 : rows)) * 64;
  if (isEven(Math.ceil(all / panels), threads)) byColumns(Y, A, X, n, scale, panels, SCRATCH + bytes, threads);
  else byRows(Y, A, X, n, scale, panels, engine.memory.workspace(SCRATCH * mostParts(A) + bytes));
}

/** A task is some chunks of columns with all rows of A, so that no thread reads what another has packed. */
function byColumns(
  Y: Strided,
  A: BsrRef,
  X: Strided,
  n: number,
  scale: [number, number],
  panels: number,
  bytes: number,
  threads: number,
): void {
  const { engine, type, rows, blockRows, blockCols } = A;
  const [depth, cols, size, direct] = [paddedCols(A), panelCols(A, WIDTH), sizeOf[type], Y.col === 1];
  const chunk = panels * cols;
  const parts = ranges(Math.ceil(n / chunk), threads, 1);
  const work = workspaceFor(engine, parts.length, bytes);
  const [indptr, indices, values] = addresses(A);
  const [alpha, beta] = direct ? scale : ONCE;
  const [row, next] = direct ? [Y.row, cols] : [cols, rows * cols];
  const multiply = ({ panel_pack, bsr_mm, panel_place }: Table, j: number): void => {
    const [width, to] = [Math.min(chunk, n - j), Y.ptr + j * Y.col * size];
    const [scratch, x, y] = [work(0), work(SCRATCH), direct ? to : work(SCRATCH + panels * depth * 64)];
    panel_pack(x, X.ptr + j * X.col * size, depth, A.cols, width, X.row, X.col, WIDTH);
    const m = rows;
    bsr_mm(y, indptr, indices, values, x, scratch, m, width, blockRows, blockCols, depth, row, next, alpha, beta);
    if (!direct) panel_place(to, y, rows, rows, width, Y.row, Y.col, WIDTH, ...scale);
  };
  share(engine, type, parts.length, (kernels, i) => {
    const [from, to] = parts[i] as Range;
    for (let c = from; c < to; c++) multiply(kernels, c * chunk);
  });
}

/** A task is a part of the rows with one chunk of columns, which was packed for all. */
function byRows(
  Y: Strided,
  A: BsrRef,
  X: Strided,
  n: number,
  scale: [number, number],
  panels: number,
  scratch: number,
): void {
  const { type, rows } = A;
  const [depth, cols, direct] = [paddedCols(A), panelCols(A, WIDTH), Y.col === 1];
  const x = scratch + SCRATCH * mostParts(A);
  const y = x + panels * depth * 64;
  for (let j = 0; j < n; j += panels * cols) {
    const width = Math.min(panels * cols, n - j);
    pack(A, x, depth, X, A.cols, j, width, WIDTH);
    if (direct) bsrByRows(Y.ptr + j * sizeOf[type], Y.row, cols, A, x, depth, scratch, width, scale);
    else {
      bsrByRows(y, cols, rows * cols, A, x, depth, scratch, width, ONCE);
      place(A, Y, y, rows, rows, j, width, WIDTH, scale);
    }
  }
}

/** How many parts a product may come in. */
export const mostParts = (A: BsrRef): number => A.engine.team?.size ?? 1;

/**
 * y = alpha*A*x + beta*y from panels of x, `depth` rows each; rows of y are `row` elements apart, panels `next`. scratch: SCRATCH
 * bytes for each part.
 */
export function bsrByRows(
  y: number,
  row: number,
  next: number,
  A: BsrRef,
  x: number,
  depth: number,
  scratch: number,
  n: number,
  [alpha, beta]: [number, number],
): void {
  const { engine, type, rows, nnz, blockRows, blockCols } = A;
  const [indptr, indices, values] = addresses(A);
  const size = sizeOf[type];
  const strips = Math.ceil(blockRows / 4) * 4 * blockCols * size;
  const starts = new Uint32Array(engine.memory.wasm.buffer, indptr, Math.ceil(rows / blockRows) + 1);
  const parts = rangesByEntries(starts, partsOf(engine, nnz * n));
  share(engine, type, parts.length, ({ bsr_mm }, i) => {
    const [from, to] = parts[i] as Range;
    const [top, end] = [from * blockRows, Math.min(to * blockRows, rows)];
    const [at, first] = [y + top * row * size, indptr + from * 4];
    const [entries, mine] = [values + (starts[from] as number) * strips, scratch + i * SCRATCH];
    const m = end - top;
    bsr_mm(at, first, indices, entries, x, mine, m, n, blockRows, blockCols, depth, row, next, alpha, beta);
  });
}
