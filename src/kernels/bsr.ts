/**
 * Block sparse rows.
 * @module
 */
import { checkChoice, describe } from "../core/check.ts";
import { ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { sizeOf } from "../core/types.ts";
import { type Scale, scaleOf } from "./dense.ts";
import { epilogues } from "./maps.ts";
import { isEven, partsOf, type Range, ranges, rangesByEntries, share, type Table, workspaceFor } from "./parallel.ts";
import { pack, panelCols, place, type Strided, strided } from "./panel.ts";
import {
  checkApart,
  checkKin,
  checkMatrix,
  checkVector,
  type MatrixRef,
  type Storage,
  type VectorRef,
} from "./storage.ts";

/** Blocks of blockRows x blockCols; the three arrays lie in one block of memory, at these offsets in bytes. */
export interface BsrRef extends MatrixRef {
  readonly nnz: number;
  readonly blockRows: number;
  readonly blockCols: number;
  readonly indicesOffset: number;
  readonly valuesOffset: number;
}

/** Vectors of a panel: what the register tile spans. */
const WIDTH = 4;
/** Bytes a call of bsr_mm needs for itself. */
const SCRATCH = 128;
/** Bytes of X packed at a time: half of a second-level cache of 512 KiB. Twice or half as much changes less than 3 %. */
const CHUNK = 1 << 18;
/** A product as it is. */
const ONCE: [alpha: number, beta: number] = [1, 0];

const table = (A: Storage) => A.engine.kernels[A.type];
const addresses = (A: BsrRef): [indptr: number, indices: number, values: number] => [
  A.ptr,
  A.ptr + A.indicesOffset,
  A.ptr + A.valuesOffset,
];
/** Columns with those past the last that its block has. */
const paddedCols = (A: BsrRef): number => Math.ceil(A.cols / A.blockCols) * A.blockCols;
const paddedRows = (A: BsrRef): number => Math.ceil(A.rows / A.blockRows) * A.blockRows;

/** out = alpha*A*x + beta*out */
export function bsrMv(out: VectorRef, A: BsrRef, x: VectorRef, scale: Scale = {}): void {
  checkVector("x", x, A, A.cols);
  checkVector("out", out, A, A.rows);
  checkApart(out, x);
  mv(out.ptr, A, x.ptr, scaleOf(scale));
}

function mv(y: number, A: BsrRef, x: number, scale: [number, number]): void {
  const depth = paddedCols(A);
  let from = x;
  if (depth !== A.cols) {
    const size = sizeOf[A.type];
    from = A.engine.memory.workspace(depth * size);
    const bytes = new Uint8Array(A.engine.memory.wasm.buffer);
    bytes.copyWithin(from, x, x + A.cols * size).fill(0, from + A.cols * size, from + depth * size);
  }
  table(A).bsr_mv(y, ...addresses(A), from, A.rows, A.blockRows, A.blockCols, ...scale);
}

/** out = alpha*A'*x + beta*out */
export function bsrTmv(out: VectorRef, A: BsrRef, x: VectorRef, scale: Scale = {}): void {
  checkVector("x", x, A, A.rows);
  checkVector("out", out, A, A.cols);
  checkApart(out, x);
  const factors = scaleOf(scale);
  const work = A.engine.memory.workspace(paddedCols(A) * 16);
  table(A).bsr_tmv(out.ptr, ...addresses(A), x.ptr, work, A.rows, A.cols, A.blockRows, A.blockCols, ...factors);
}

/** out = alpha*A*X + beta*out */
export function bsrMm(out: MatrixRef, A: BsrRef, X: MatrixRef, scale: Scale = {}): void {
  const n = X.cols;
  checkMatrix("X", X, A, A.cols, n);
  checkMatrix("out", out, A, A.rows, n);
  checkApart(out, X);
  mm(strided(out), A, strided(X), n, scaleOf(scale));
}

/** out = alpha*X*A' + beta*out: a layer with the weights A, a row of X an input */
export function bsrLinear(out: MatrixRef, A: BsrRef, X: MatrixRef, scale: Scale = {}): void {
  const n = X.rows;
  checkMatrix("X", X, A, n, A.cols);
  checkMatrix("out", out, A, n, A.rows);
  checkApart(out, X);
  mm(strided(out, true), A, strided(X, true), n, scaleOf(scale));
}

/** Y = alpha*A*X + beta*Y, n columns; Y goes by way of panels where its columns do not lie side by side. */
function mm(Y: Strided, A: BsrRef, X: Strided, n: number, scale: [number, number]): void {
  if (n === 1) {
    mv(Y.ptr, A, X.ptr, scale);
    return;
  }
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
  const multiply = ({ panel_pack, bsr_mm, panel_place }: Table, j: number): void => {
    const [width, to] = [Math.min(chunk, n - j), Y.ptr + j * Y.col * size];
    const [scratch, x, y] = [work(0), work(SCRATCH), direct ? to : work(SCRATCH + panels * depth * 64)];
    const [row, next] = direct ? [Y.row, cols] : [cols, rows * cols];
    panel_pack(x, X.ptr + j * X.col * size, depth, A.cols, width, X.row, X.col, WIDTH);
    const shape = [rows, width, blockRows, blockCols, depth, row, next] as const;
    bsr_mm(y, ...addresses(A), x, scratch, ...shape, ...(direct ? scale : ONCE));
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
    if (direct) multiply(Y.ptr + j * sizeOf[type], Y.row, cols, A, x, depth, scratch, width, scale);
    else {
      multiply(y, cols, rows * cols, A, x, depth, scratch, width, ONCE);
      place(A, Y, y, rows, rows, j, width, WIDTH, scale);
    }
  }
}

/** How many parts a product may come in. */
const mostParts = (A: BsrRef): number => A.engine.team?.size ?? 1;

/**
 * y = alpha*A*x + beta*y from panels of x, `depth` rows each; rows of y are `row` elements apart, panels `next`. scratch: SCRATCH
 * bytes for each part.
 */
function multiply(
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

/** out = alpha*A'*X + beta*out */
export function bsrTmm(out: MatrixRef, A: BsrRef, X: MatrixRef, scale: Scale = {}): void {
  const n = X.cols;
  checkMatrix("X", X, A, A.rows, n);
  checkMatrix("out", out, A, A.cols, n);
  checkApart(out, X);
  const factors = scaleOf(scale);
  const [depth, rows, cols] = [paddedRows(A), paddedCols(A), panelCols(A, WIDTH)];
  const panels = Math.min(Math.max(1, Math.floor(CHUNK / (Math.max(depth, rows) * 64))), Math.ceil(n / cols));
  const x = A.engine.memory.workspace(panels * (depth + rows) * 64 + 64);
  const y = x + panels * depth * 64;
  for (let j = 0; j < n; j += panels * cols) {
    const width = Math.min(panels * cols, n - j);
    const used = Math.ceil(width / cols);
    pack(A, x, depth, strided(X), A.rows, j, width, WIDTH);
    new Uint8Array(A.engine.memory.wasm.buffer).fill(0, y, y + used * rows * 64);
    table(A).bsr_tmm(y, ...addresses(A), x, A.rows, used, A.blockRows, A.blockCols, depth, rows);
    place(A, strided(out), y, rows, A.cols, j, width, WIDTH, factors);
  }
}

/** The stored blocks of out = alpha*A*B' + beta*out */
export function bsrSddmm(out: BsrRef, A: MatrixRef, B: MatrixRef, scale: Scale = {}): void {
  const k = A.cols;
  checkMatrix("A", A, out, out.rows, k);
  checkMatrix("B", B, out, out.cols, k);
  const [indptr, indices, values] = addresses(out);
  const { rows, cols, blockRows, blockCols } = out;
  table(out).bsr_sddmm(
    values,
    indptr,
    indices,
    A.ptr,
    B.ptr,
    rows,
    cols,
    k,
    blockRows,
    blockCols,
    k,
    k,
    ...scaleOf(scale),
  );
}

/** The weights of a sparse layer of two products. */
export interface MlpRef {
  readonly gate?: BsrRef | undefined;
  readonly up: BsrRef;
  readonly down: BsrRef;
}

/**
 * out = down(f(gate(x)) * up(x)) for every row x of X, or down(f(up(x))) without a gate. What lies between stays in the
 * workspace, as many rows of X at a time as fit the second-level cache.
 */
export function bsrMlp(
  out: MatrixRef,
  X: MatrixRef,
  { gate, up, down }: MlpRef,
  activation: keyof typeof epilogues,
): void {
  const n = X.rows;
  checkChoice("activation", activation, Object.keys(epilogues) as (keyof typeof epilogues)[]);
  checkBsr("up", up, up, up.rows, up.cols);
  checkBsr("down", down, up, down.rows, up.rows);
  if (gate !== undefined) checkBsr("gate", gate, up, up.rows, up.cols);
  checkMatrix("X", X, up, n, up.cols);
  checkMatrix("out", out, up, n, down.rows);
  checkApart(out, X);
  const cols = panelCols(up, WIDTH);
  const [depth, hidden] = [Math.max(paddedCols(up), gate ? paddedCols(gate) : 0), paddedCols(down)];
  const panels = Math.min(Math.max(1, Math.floor(CHUNK / ((depth + 2 * hidden) * 64))), Math.ceil(n / cols));
  const own = SCRATCH * mostParts(up);
  const scratch = up.engine.memory.workspace(own + panels * (depth + 2 * hidden + down.rows) * 64);
  const x = scratch + own;
  const [h, u] = [x + panels * depth * 64, x + panels * (depth + hidden) * 64];
  const y = u + panels * hidden * 64;
  for (let j = 0; j < n; j += panels * cols) {
    const width = Math.min(panels * cols, n - j);
    const used = Math.ceil(width / cols);
    pack(up, x, depth, strided(X, true), up.cols, j, width, WIDTH);
    multiply(gate ? u : h, cols, hidden * cols, up, x, depth, scratch, used * cols, [1, 0]);
    if (gate) multiply(h, cols, hidden * cols, gate, x, depth, scratch, used * cols, [1, 0]);
    table(up).bsr_gate(h, gate ? u : 0, hidden, up.rows, used, epilogues[activation]);
    multiply(y, cols, down.rows * cols, down, h, hidden, scratch, used * cols, [1, 0]);
    place(up, strided(out, true), y, down.rows, down.rows, j, width, WIDTH, [1, 0]);
  }
}

function checkBsr(name: string, value: unknown, like: Storage, rows: number, cols: number): asserts value is BsrRef {
  checkKin(name, value, like);
  const got = value as BsrRef;
  if (got.blockRows === undefined) throw new ArgumentTypeError(name, "a BsrMatrix", describe(value));
  if (got.rows !== rows || got.cols !== cols)
    throw new ShapeError(name, `${rows} x ${cols}`, `${got.rows} x ${got.cols}`);
}
