/**
 * Weights as whole numbers of 8 bits, with a scale and a zero point for each group of columns.
 * @module
 */
import { checkChoice } from "../core/check.ts";
import { sizeOf } from "../core/types.ts";
import { type Epilogue, epilogue, epilogueOf, epilogues } from "./maps.ts";
import { aligned, checkApart, checkMatrix, checkVector, type MatrixRef, type VectorRef } from "./storage.ts";

/** Bytes of the whole numbers first, then scales and zero points at these offsets. */
export interface Int8Ref extends MatrixRef {
  /** Columns of a group, at least 1. */
  readonly groupSize: number;
  readonly scaleOffset: number;
  /** 0 where all zero points are 0. */
  readonly zeroOffset: number;
}

/** How products are computed. */
export interface Int8Product {
  /**
   * "int8": x as whole numbers too, up to 8191 for the largest (of each row of X by itself): all sums are exact, and the
   * error is that of rounding x. For f32. Default "exact".
   */
  activations?: "exact" | "int8";
}

/** Bytes of a row of whole numbers. */
export const lineOf = (cols: number): number => Math.ceil(cols / 32) * 32;

const table = (A: Int8Ref) => A.engine.kernels[A.type];
const pointers = (A: Int8Ref): [values: number, scale: number, zero: number] => [
  A.ptr,
  A.ptr + A.scaleOffset,
  A.zeroOffset === 0 ? 0 : A.ptr + A.zeroOffset,
];

/** Writes scales, zero points (where `out` has them) and whole numbers for W. */
export function int8Quantize(out: Int8Ref, W: MatrixRef): void {
  checkMatrix("W", W, out, out.rows, out.cols);
  table(out).int8_quantize(...pointers(out), W.ptr, W.rows, W.cols, out.groupSize);
}

/** out = the matrix that A stands for */
export function int8Dequantize(out: MatrixRef, A: Int8Ref): void {
  checkMatrix("out", out, A, A.rows, A.cols);
  const work = A.engine.memory.workspace(lineOf(A.cols) * sizeOf[A.type]);
  table(A).int8_dequantize(out.ptr, ...pointers(A), work, A.rows, A.cols, A.groupSize);
}

type Product = Int8Product & Epilogue;

/** out = f(X*A' + bias) */
export function int8Linear(out: MatrixRef, A: Int8Ref, X: MatrixRef, options: Product): void {
  checkMatrix("X", X, A, X.rows, A.cols);
  checkMatrix("out", out, A, X.rows, A.rows);
  checkApart(out, X);
  const [bias, perRow, activation] = epilogueOf(out, options);
  const own = perRow ? ([0, 0] as const) : ([bias, activation] as const);
  product(out.ptr, A, X.ptr, X.rows, A.engine.memory.workspace(roomOf(A, X.rows)), own, options);
  if (perRow) epilogue(out, options);
}

/** out = f(A*X + bias) */
export function int8Mm(out: MatrixRef, A: Int8Ref, X: MatrixRef, options: Product): void {
  const n = X.cols;
  checkMatrix("X", X, A, A.cols, n);
  checkMatrix("out", out, A, A.rows, n);
  checkApart(out, X);
  epilogueOf(out, options);
  const size = sizeOf[A.type];
  const room = aligned(roomOf(A, n));
  const turned = room + aligned(n * A.cols * size);
  const work = A.engine.memory.workspace(turned + n * A.rows * size);
  table(A).dense_transpose(work + room, X.ptr, A.cols, n, A.cols, n);
  product(work + turned, A, work + room, n, work, [0, 0], options);
  table(A).dense_transpose(out.ptr, work + turned, n, A.rows, n, A.rows);
  epilogue(out, options);
}

/** out = f(A*x + bias) */
export function int8Mv(out: VectorRef, A: Int8Ref, x: VectorRef, options: Product): void {
  checkVector("x", x, A, A.cols);
  checkVector("out", out, A, A.rows);
  checkApart(out, x);
  const { bias, activation = "none" } = options;
  if (bias !== undefined) checkVector("bias", bias, A, A.rows);
  checkChoice("activation", activation, Object.keys(epilogues) as (keyof typeof epilogues)[]);
  const own = [bias?.ptr ?? 0, epilogues[activation]] as const;
  product(out.ptr, A, x.ptr, 1, A.engine.memory.workspace(roomOf(A, 1)), own, options);
}

/** Rows of X for which the product with each by itself is faster than unpacking W. */
const FEW = 5;

function roomOf(A: Int8Ref, batch: number): number {
  const whole = A.engine.kernels.u8.int8_mm8work(batch, A.cols);
  return Math.max(whole, Math.max(table(A).int8_mmwork(batch, A.cols), lineOf(A.cols) + 4) * sizeOf[A.type]);
}

function product(
  c: number,
  A: Int8Ref,
  x: number,
  n: number,
  work: number,
  own: readonly [bias: number, activation: number],
  { activations = "exact" }: Product,
): void {
  const { rows, cols, groupSize } = A;
  const size = sizeOf[A.type];
  const of = pointers(A);
  if (activations === "int8") {
    A.engine.kernels.f32.int8_mm8(c, ...of, x, work, n, rows, cols, groupSize, ...own);
  } else if (n < FEW) {
    for (let b = 0; b < n; b++)
      table(A).int8_mv(c + b * rows * size, ...of, x + b * cols * size, work, rows, cols, groupSize, ...own);
  } else table(A).int8_mm(c, ...of, x, work, n, rows, cols, groupSize, ...own);
}
