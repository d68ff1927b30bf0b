/**
 * Weights as 4-bit codes into a table of 16 entries a row.
 * @module
 */
import { sizeOf } from "../core/types.ts";
import { checkApart, checkMatrix, checkVector, type MatrixRef, type VectorRef } from "./storage.ts";

/** Codes first, tables at `tablesOffset` bytes. */
export interface LutRef extends MatrixRef {
  readonly bits: 4;
  readonly tablesOffset: number;
}

/** Bytes of `rows` rows of `cols` 4-bit codes: groups of 32 columns in 16 bytes. */
export const codeBytes = (rows: number, cols: number): number => rows * Math.ceil(cols / 32) * 16;

/** Writes tables fitted to the rows of W by at most `steps` Lloyd iterations, then the codes. */
export function lutQuantize(out: LutRef, W: MatrixRef, steps: number): void {
  checkMatrix("W", W, out, out.rows, out.cols);
  const { engine, type } = out;
  const work = engine.memory.workspace(1024 + (W.cols + 1) * 8 + 2 * W.cols * sizeOf[type]);
  const tables = out.ptr + out.tablesOffset;
  engine.kernels[type].lut_fit(tables, W.ptr, work, W.rows, W.cols, W.cols, steps);
  engine.kernels[type].lut_quantize(out.ptr, tables, W.ptr, work, W.rows, W.cols, W.cols);
}

/** Codes of W under the tables `out` already holds, each row ascending. */
export function lutEncode(out: LutRef, W: MatrixRef): void {
  checkMatrix("W", W, out, out.rows, out.cols);
  const { engine, type } = out;
  const work = engine.memory.workspace(16 * sizeOf[type]);
  engine.kernels[type].lut_quantize(out.ptr, out.ptr + out.tablesOffset, W.ptr, work, W.rows, W.cols, W.cols);
}

/** out = the matrix that A stands for */
export function lutDequantize(out: MatrixRef, A: LutRef): void {
  checkMatrix("out", out, A, A.rows, A.cols);
  A.engine.kernels[A.type].lut_dequantize(out.ptr, A.ptr, A.ptr + A.tablesOffset, A.rows, A.cols, A.cols);
}

/** out = A*x */
export function lutMv(out: VectorRef, A: LutRef, x: VectorRef): void {
  checkVector("x", x, A, A.cols);
  checkVector("out", out, A, A.rows);
  checkApart(out, x);
  A.engine.kernels[A.type].lut_mv(out.ptr, A.ptr, A.ptr + A.tablesOffset, x.ptr, A.rows, A.cols);
}
