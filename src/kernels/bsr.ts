/**
 * Block sparse rows.
 * @module
 */
import { checkChoice, describe } from "../core/check.ts";
import { ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { sizeOf } from "../core/types.ts";
import {
  addresses,
  bsrByRows,
  type BsrRef,
  bsrProduct,
  CHUNK,
  mostParts,
  paddedCols,
  paddedRows,
  SCRATCH,
  WIDTH,
} from "./bsrProduct.ts";
import { type Scale, scaleOf } from "./dense.ts";
import { epilogues } from "./maps.ts";
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

const table = (A: Storage) => A.engine.kernels[A.type];
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

/** Y = alpha*A*X + beta*Y, n columns. */
function mm(Y: Strided, A: BsrRef, X: Strided, n: number, scale: [number, number]): void {
  if (n === 1) mv(Y.ptr, A, X.ptr, scale);
  else bsrProduct(Y, A, X, n, scale);
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
    bsrByRows(gate ? u : h, cols, hidden * cols, up, x, depth, scratch, used * cols, [1, 0]);
    if (gate) bsrByRows(h, cols, hidden * cols, gate, x, depth, scratch, used * cols, [1, 0]);
    table(up).bsr_gate(h, gate ? u : 0, hidden, up.rows, used, epilogues[activation]);
    bsrByRows(y, cols, down.rows * cols, down, h, hidden, scratch, used * cols, [1, 0]);
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
