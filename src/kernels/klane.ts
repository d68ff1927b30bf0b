/**
 * Problems side by side in the lanes of panels: matrices whose rows are one or two vectors wide.
 * @module
 */
import { checkChoice } from "../core/check.ts";
import { sizeOf } from "../core/types.ts";
import { aligned, checkMatrix, type CsrRef, type MatrixRef, type Storage } from "./storage.ts";

/** X by columns: its transpose, dense or in compressed rows. */
export type Columns = MatrixRef | CsrRef;

/** The losses the kernels know, by number. */
const LOSSES = ["squared", "logistic", "poisson"] as const;

/** A loss of a margin about data. */
export type Loss = (typeof LOSSES)[number];

/** Bytes of a vector register. */
const VECTOR = 16;

/** Most bytes for the products of columns with each other. */
const MOST_GRAM = 1 << 24;

const table = (x: Storage) => x.engine.kernels[x.type];

/** Elements in a row of the widest panel, and in one half as wide. */
export const panelWidths = (type: "f32" | "f64"): [wide: number, narrow: number] => [
  (2 * VECTOR) / sizeOf[type],
  VECTOR / sizeOf[type],
];

/** Whether a panel is two vectors wide. */
const isWide = (panel: MatrixRef): boolean => panel.cols * sizeOf[panel.type] === 2 * VECTOR;

function addresses(columns: Columns): [indptr: number, indices: number, values: number] {
  if (!("nnz" in columns)) return [0, 0, columns.ptr];
  return [columns.ptr, columns.ptr + columns.indicesOffset, columns.ptr + columns.valuesOffset];
}

/** Puts the numbers of columns where the kernels read them. */
function placed(columns: Columns, set: Uint32Array): number {
  const { memory } = columns.engine;
  const at = memory.workspace(4 * set.length);
  new Uint32Array(memory.wasm.buffer, at, set.length).set(set);
  return at;
}

/** out_j = X_j'R for the columns in `set`, lane by lane. The other rows of out are left alone. */
export function laneDots(out: MatrixRef, columns: Columns, R: MatrixRef, set: Uint32Array): void {
  const { rows: p, cols: n } = columns;
  checkMatrix("out", out, R, p, R.cols);
  checkMatrix("R", R, columns, n, R.cols);
  const at = placed(columns, set);
  table(R).klane_dots(out.ptr, ...addresses(columns), R.ptr, at, set.length, n, isWide(R));
}

/** The quadratic model of a loss about a point, and the panels that coordinate descent on it moves. */
export interface LaneModel {
  /** p rows: the coefficients. */
  readonly Z: MatrixRef;
  /** n rows: X*(Z - Z0). */
  readonly U: MatrixRef;
  /** 7 rows of lane numbers, as `klane_cd` has them. */
  readonly block: MatrixRef;
  /** n rows: curvatures of the loss. */
  readonly W: MatrixRef;
  /** p rows: X'g at Z0. */
  readonly Q: MatrixRef;
  /** p rows: curvatures along the columns. */
  readonly H: MatrixRef;
  /** p rows: X'W. */
  readonly M: MatrixRef;
}

/** Rows of the block of lane numbers. */
export const BLOCK = { l1: 0, ridge: 1, inverse: 2, shift: 3, enough: 4, moved: 5, step: 6, rows: 7 } as const;

/** H and M of the model for the columns in `set`. */
export function laneCurve({ block, W, H, M }: LaneModel, columns: Columns, set: Uint32Array): void {
  const at = placed(columns, set);
  const row = block.cols * sizeOf[block.type];
  table(W).klane_curve(
    H.ptr,
    M.ptr,
    ...addresses(columns),
    W.ptr,
    block.ptr + BLOCK.ridge * row,
    block.ptr + BLOCK.inverse * row,
    at,
    set.length,
    columns.cols,
    isWide(W),
  );
}

/** Up to `sweeps` sweeps of coordinate descent over the columns in `set`; returns how many were made. */
export function laneDescend(model: LaneModel, columns: Columns, set: Uint32Array, sweeps: number): number {
  const { Z, U, block, W, Q, H, M } = model;
  const at = placed(columns, set);
  return table(Z).klane_cd(
    Z.ptr,
    U.ptr,
    block.ptr,
    ...addresses(columns),
    W.ptr,
    Q.ptr,
    H.ptr,
    M.ptr,
    at,
    set.length,
    columns.cols,
    sweeps,
    isWide(W),
  );
}

/** Bytes that klane_gram and klane_gcd take for so many columns and bytes of a row of a panel. */
const gramBytes = (count: number, row: number): number =>
  count * (count + 1) * row + aligned(4 * count) + count * (count + 1) * VECTOR;

/** Whether the products of `count` columns with each other can be held for this panel: X is dense and they are few. */
export const canGram = (columns: Columns, count: number): boolean =>
  !("nnz" in columns) && gramBytes(count, 2 * VECTOR) <= MOST_GRAM;

/**
 * As `laneDescend`, from where it is but with the products of the columns with each other computed first, for a dense X; Z0
 * is where Q was taken, and row `shift` of the block the intercept's step there.
 */
export function laneDescendGram(
  model: LaneModel,
  Z0: MatrixRef,
  columns: Columns,
  set: Uint32Array,
  sweeps: number,
): number {
  const { Z, U, block, W, Q, H, M } = model;
  const row = block.cols * sizeOf[block.type];
  const listed = aligned(4 * set.length);
  const { memory } = columns.engine;
  const at = memory.workspace(listed + gramBytes(set.length, row));
  new Uint32Array(memory.wasm.buffer, at, set.length).set(set);
  const gram = at + listed;
  const work = gram + set.length * set.length * row;
  const [n, wide] = [columns.cols, isWide(W)];
  const inverse = block.ptr + BLOCK.inverse * row;
  table(W).klane_gram(gram, columns.ptr, W.ptr, M.ptr, inverse, at, set.length, n, wide);
  const made = table(W).klane_gcd(
    Z.ptr,
    block.ptr,
    gram,
    work,
    Z0.ptr,
    Q.ptr,
    H.ptr,
    M.ptr,
    at,
    set.length,
    sweeps,
    wide,
  );
  const step = block.ptr + BLOCK.step * row;
  table(W).klane_margins(U.ptr, step, Z.ptr, Z0.ptr, ...addresses(columns), at, set.length, n, wide);
  return made;
}

/** U = X*(Z - Z0) of the columns in `set`. */
export function laneMargins({ Z, U, block }: LaneModel, Z0: MatrixRef, columns: Columns, set: Uint32Array): void {
  const at = placed(columns, set);
  const step = block.ptr + BLOCK.step * block.cols * sizeOf[block.type];
  const { length } = set;
  table(U).klane_margins(U.ptr, step, Z.ptr, Z0.ptr, ...addresses(columns), at, length, columns.cols, isWide(U));
}

/** A loss at the margins of a panel, lane by lane; each has n rows. */
export interface LaneLoss {
  readonly loss: Loss;
  /** Margins. */
  readonly F: MatrixRef;
  /** Gradient and curvature there. */
  readonly G: MatrixRef;
  readonly W: MatrixRef;
  /** Data and weights >= 0. */
  readonly Y: MatrixRef;
  readonly S: MatrixRef;
  /** 4 rows: the sums of loss, gradient and curvature, and of the conjugate. */
  readonly sums: MatrixRef;
}

/** F = F0 + t*U + c with the loss there; `move` holds t and c, one row each. F0 may be F. */
export function laneLoss(at: LaneLoss, F0: MatrixRef, U: MatrixRef, move: MatrixRef): void {
  const { loss, F, G, W, Y, S, sums } = at;
  checkChoice("loss", loss, LOSSES);
  const row = F.cols * sizeOf[F.type];
  table(F).klane_link(
    F.ptr,
    G.ptr,
    W.ptr,
    sums.ptr,
    F0.ptr,
    U.ptr,
    Y.ptr,
    S.ptr,
    move.ptr,
    move.ptr + row,
    F.rows,
    row / VECTOR,
    LOSSES.indexOf(loss),
  );
}

/** The sums of the conjugate of the loss at t*G, lane by lane; t: the first row of `move`. */
export function laneConjugate({ loss, F, G, Y, S, sums }: LaneLoss, move: MatrixRef): void {
  const row = F.cols * sizeOf[F.type];
  table(F).klane_dual(sums.ptr + 3 * row, G.ptr, Y.ptr, S.ptr, move.ptr, F.rows, row / VECTOR, LOSSES.indexOf(loss));
}
