/**
 * Which blocks of a matrix are kept.
 * @module
 */
import { checkNonNegative, checkNumbers, checkOptions, checkSize } from "../core/check.ts";
import type { Numbers } from "../core/types.ts";
import type { CsrMatrix } from "./csr.ts";
import type { Matrix } from "./matrix.ts";

/** Rows and columns of a block; one number for both. */
export type BlockShape = number | readonly [rows: number, cols: number];

/** Which blocks of a dense matrix to keep. */
export interface BlockChoice {
  /** Those with an entry above this in magnitude; default 0. */
  threshold?: number;
  /** Those where this is not 0: one number for each block, by rows of blocks. Then there is no threshold. */
  mask?: Numbers | readonly boolean[];
}

/** Rows and columns of a block. @throws ArgumentRangeError, ArgumentTypeError */
export function shapeOf(block: BlockShape): [number, number] {
  const shape = typeof block === "number" ? [block, block] : block;
  checkNumbers("block", shape, 2);
  checkSize("block[0]", shape[0], 1);
  checkSize("block[1]", shape[1], 1);
  return [shape[0], shape[1]];
}

/** For each block of A, by rows of blocks: whether it is to be kept. */
export function chosen(
  A: Matrix,
  blockRows: number,
  blockCols: number,
  choice: BlockChoice,
): ArrayLike<number | boolean> {
  checkOptions("choice", choice);
  const { threshold = 0, mask } = choice;
  checkNonNegative("threshold", threshold);
  const [down, across] = [Math.ceil(A.rows / blockRows), Math.ceil(A.cols / blockCols)];
  if (mask !== undefined) {
    checkNumbers("mask", mask, down * across);
    return mask;
  }
  const kept = new Uint8Array(down * across);
  const { data } = A;
  for (let i = 0; i < A.rows; i++)
    for (let j = 0; j < A.cols; j++)
      if (!(Math.abs(data[i * A.cols + j] as number) <= threshold))
        kept[Math.floor(i / blockRows) * across + Math.floor(j / blockCols)] = 1;
  return kept;
}

/** Compressed rows of what is kept. */
export function compressed(
  kept: ArrayLike<number | boolean>,
  down: number,
  across: number,
): { indptr: number[]; indices: number[] } {
  const [indptr, indices] = [[0], [] as number[]];
  for (let i = 0; i < down; i++) {
    for (let j = 0; j < across; j++) if (kept[i * across + j]) indices.push(j);
    indptr.push(indices.length);
  }
  return { indptr, indices };
}

/** Visits every stored entry of A, row by row. */
export function entriesOf(A: CsrMatrix, visit: (i: number, j: number, value: number) => void): void {
  const { indptr, indices, values } = A;
  for (let i = 0; i < A.rows; i++)
    for (let p = indptr[i] as number; p < (indptr[i + 1] as number); p++)
      visit(i, indices[p] as number, values[p] as number);
}
