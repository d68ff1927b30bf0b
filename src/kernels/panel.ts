/**
 * Panels: strips of a few vectors of columns, each stored whole. Kernels that take rows of X out of order read them from
 * panels packed into the workspace, a chunk of columns at a time.
 * @module
 */
import { sizeOf } from "../core/types.ts";
import type { MatrixRef, Storage } from "./storage.ts";

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
  const from = X.ptr + j * X.col * sizeOf[like.type];
  like.engine.kernels[like.type].panel_pack(to, from, depth, k, n, X.row, X.col, width);
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
