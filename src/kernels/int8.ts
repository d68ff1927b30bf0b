/**
 * Weights as whole numbers of 8 bits, with a scale and a zero point for each group of columns.
 * @module
 */
import { sizeOf } from "../core/types.ts";
import type { Epilogue } from "./maps.ts";
import { type RowProduct, rowLinear, rowMm, rowMv } from "./rowProducts.ts";
import { checkMatrix, type MatrixRef, type VectorRef } from "./storage.ts";

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
  rowLinear(out, A, X, options, roomOf(A, X.rows), product(A, options));
}

/** out = f(A*X + bias) */
export function int8Mm(out: MatrixRef, A: Int8Ref, X: MatrixRef, options: Product): void {
  rowMm(out, A, X, options, roomOf(A, X.cols), product(A, options));
}

/** out = f(A*x + bias) */
export function int8Mv(out: VectorRef, A: Int8Ref, x: VectorRef, options: Product): void {
  rowMv(out, A, x, options, roomOf(A, 1), product(A, options));
}

/** Rows of X for which the product with each by itself is faster than unpacking W. */
const FEW = 5;

function roomOf(A: Int8Ref, batch: number): number {
  const whole = A.engine.kernels.u8.int8_mm8work(batch, A.cols);
  return Math.max(whole, Math.max(table(A).int8_mmwork(batch, A.cols), lineOf(A.cols) + 4) * sizeOf[A.type]);
}

function product(A: Int8Ref, { activations = "exact" }: Product): RowProduct {
  const { rows, cols, groupSize } = A;
  const size = sizeOf[A.type];
  const of = pointers(A);
  if (activations === "int8")
    return (out, x, n, work, own) =>
      A.engine.kernels.f32.int8_mm8(out, ...of, x, work, n, rows, cols, groupSize, ...own);
  return (out, x, n, work, own) => {
    if (n >= FEW) return table(A).int8_mm(out, ...of, x, work, n, rows, cols, groupSize, ...own);
    for (let b = 0; b < n; b++)
      table(A).int8_mv(out + b * rows * size, ...of, x + b * cols * size, work, rows, cols, groupSize, ...own);
  };
}
