/**
 * Panels: strips of a few vectors of columns, each stored whole. Kernels that take rows of X out of order read them from
 * panels packed into the workspace, a chunk of columns at a time.
 * @module
 */
import { sizeOf } from "../core/types.ts";
import { partsOf, type Range, ranges, share } from "./parallel.ts";
import type { MatrixRef, Storage } from "./storage.ts";

/** Multiply-adds that take as long as copying one element. */
const PACKING = 16;

/** A dense operand as it lies: element (i, j) at ptr + (i*row + j*col) elements; one of the strides is 1. */
export interface Strided {
  readonly ptr: number;
  readonly row: number;
  readonly col: number;
}

/** A matrix as it is, or its transpose. */
export const strided = (A: MatrixRef, transpose = false): Strided =>
  transpose ? { ptr: A.ptr, row: 1, col: A.cols } : { ptr: A.ptr, row: A.cols, col: 1 };

/** Columns of a panel of `width` vectors. */
export const panelCols = (like: Storage, width: number): number => (16 * width) / sizeOf[like.type];

/** Packs columns j to j + n of X (k rows) into panels of `depth` rows at `to`; rows past k and columns past n are zeros. */
export function pack(
  like: Storage,
  to: number,
  depth: number,
  X: Strided,
  k: number,
  j: number,
  n: number,
  width: number,
): void {
  const { engine, type } = like;
  const size = sizeOf[type];
  const from = X.ptr + j * X.col * size;
  const cols = panelCols(like, width);
  const parts = partsOf(engine, PACKING * k * n);
  if (parts === 1) {
    engine.kernels[type].panel_pack(to, from, depth, k, n, X.row, X.col, width);
    return;
  }
  const bands = ranges(k, parts, 16);
  share(engine, type, bands.length * Math.ceil(n / cols), ({ panel_pack }, i) => {
    const p = Math.floor(i / bands.length);
    const [top, end] = bands[i % bands.length] as Range;
    const at = to + (p * depth + top) * width * 16;
    const rows = (end === k ? depth : end) - top;
    const source = from + (p * cols * X.col + top * X.row) * size;
    panel_pack(at, source, rows, end - top, Math.min(cols, n - p * cols), X.row, X.col, width);
  });
}

/** Columns j to j + n of Y = alpha*panels + beta*Y, m rows. */
export function place(
  like: Storage,
  Y: Strided,
  panels: number,
  depth: number,
  m: number,
  j: number,
  n: number,
  width: number,
  [alpha, beta]: [number, number],
): void {
  const to = Y.ptr + j * Y.col * sizeOf[like.type];
  like.engine.kernels[like.type].panel_place(to, panels, depth, m, n, Y.row, Y.col, width, alpha, beta);
}

/** Vectors of a wide and of a narrow panel, as core/gather has them. */
const WIDE = 8;
const NARROW = 4;

/** One panel of X, packed, and where its part of Y begins. */
export interface Panel {
  /** Address of the panel. */
  readonly x: number;
  /** Address of the first of Y's columns that the panel is for. */
  readonly y: number;
  /** How many columns there are. */
  readonly n: number;
  /** Vectors of a row of the panel. */
  readonly width: number;
  /** Address of scratch: as many rows of the panel as were asked for. */
  readonly work: number;
}

/**
 * Packs X (k x n) a panel at a time and calls `multiply` with each; panels are wide while that pays, then narrow.
 * `rows` rows of the panel are set aside as scratch.
 */
export function byPanels(
  like: Storage,
  Y: Strided,
  X: Strided,
  k: number,
  n: number,
  rows: number,
  multiply: (panel: Panel) => void,
): void {
  for (let j = 0; j < n; ) {
    const width = n - j > panelCols(like, NARROW) ? WIDE : NARROW;
    const live = Math.min(panelCols(like, width), n - j);
    const x = like.engine.memory.workspace((k + rows) * width * 16);
    pack(like, x, k, X, k, j, live, width);
    multiply({ x, y: Y.ptr + j * Y.col * sizeOf[like.type], n: live, width, work: x + k * width * 16 });
    j += live;
  }
}
