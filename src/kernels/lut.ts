/**
 * Weights as codes of few bits into tables, with a scale and an offset for each group of columns.
 * @module
 */
import { sizeOf } from "../core/types.ts";
import { checkApart, checkMatrix, checkVector, type MatrixRef, type VectorRef } from "./storage.ts";

/** Bits of a code. */
export type Bits = 2 | 3 | 4 | 8;

/** Codes first, then tables, scales and offsets at these offsets in bytes. */
export interface LutRef extends MatrixRef {
  readonly bits: Bits;
  /** One table for all rows instead of one each. */
  readonly shared: boolean;
  /** Columns of a group, at least 1. */
  readonly groupSize: number;
  readonly tablesOffset: number;
  /** 0 where there are none. */
  readonly scaleOffset: number;
  /** 0 where there are none. */
  readonly offsetOffset: number;
}

/** Bytes of `rows` rows of `cols` codes, as core/codes lays them. */
export function codeBytes(rows: number, cols: number, bits: Bits): number {
  const [run, bytes] = ({ 8: [16, 16], 4: [32, 16], 3: [128, 48], 2: [64, 16] } as const)[bits];
  return rows * Math.ceil(cols / run) * bytes;
}

/** Bytes of a plain row: codes of `width` bits one after the other. */
export const plainBytes = (cols: number, width: number): number => Math.ceil((cols * width) / 8);

const table = (A: LutRef) => A.engine.kernels[A.type];
const optional = (A: LutRef, offset: number): number => (offset === 0 ? 0 : A.ptr + offset);
const pointers = (A: LutRef): [codes: number, tables: number, scale: number, offset: number] => [
  A.ptr,
  A.ptr + A.tablesOffset,
  optional(A, A.scaleOffset),
  optional(A, A.offsetOffset),
];
const layout = (A: LutRef): [bits: number, step: number, group: number] => [
  A.bits,
  A.shared ? 0 : 1 << A.bits,
  A.groupSize,
];
const padded = (cols: number): number => Math.ceil(cols / 32) * 32;

/** Writes tables fitted to the rows of W by at most `steps` Lloyd iterations, then the codes. */
export function lutQuantize(out: LutRef, W: MatrixRef, steps: number): void {
  checkMatrix("W", W, out, out.rows, out.cols);
  const { engine, type } = out;
  const work = engine.memory.workspace(1024 + (W.cols + 1) * 8 + 2 * W.cols * sizeOf[type]);
  const tables = out.ptr + out.tablesOffset;
  table(out).lut_fit(tables, W.ptr, work, W.rows, W.cols, W.cols, steps, out.bits);
  lutEncode(out, W);
}

/** Codes of W under the tables `out` already holds, each row ascending. */
export function lutEncode(out: LutRef, W: MatrixRef): void {
  checkMatrix("W", W, out, out.rows, out.cols);
  const { engine, type, bits } = out;
  const work = engine.memory.workspace(16 * sizeOf[type] + 16);
  table(out).lut_quantize(out.ptr, out.ptr + out.tablesOffset, W.ptr, work, W.rows, W.cols, W.cols, bits);
}

/** Takes codes of `width` bits in plain rows. False where one of them needs more bits than `out` has. */
export function lutPlace(out: LutRef, plain: Uint8Array, width: number): boolean {
  const { memory, kernels } = out.engine;
  const work = memory.workspace(plain.length);
  new Uint8Array(memory.wasm.buffer, work, plain.length).set(plain);
  return Boolean(kernels.u8.lut_place(out.ptr, work, out.rows, out.cols, out.bits, width));
}

/** The codes in plain rows, `width` bits each. */
export function lutTake(A: LutRef, width: number): Uint8Array<ArrayBuffer> {
  const { memory, kernels } = A.engine;
  const bytes = A.rows * plainBytes(A.cols, width);
  const work = memory.workspace(bytes);
  kernels.u8.lut_take(work, A.ptr, A.rows, A.cols, A.bits, width);
  return new Uint8Array(memory.wasm.buffer as ArrayBuffer, work, bytes).slice();
}

/** out = the matrix that A stands for */
export function lutDequantize(out: MatrixRef, A: LutRef): void {
  checkMatrix("out", out, A, A.rows, A.cols);
  const work = A.engine.memory.workspace(padded(A.cols) * sizeOf[A.type]);
  table(A).lut_dequantize(out.ptr, ...pointers(A), work, A.rows, A.cols, A.cols, ...layout(A));
}

/** out = A*x */
export function lutMv(out: VectorRef, A: LutRef, x: VectorRef): void {
  checkVector("x", x, A, A.cols);
  checkVector("out", out, A, A.rows);
  checkApart(out, x);
  const work = A.engine.memory.workspace((padded(A.cols) + Math.ceil(A.cols / A.groupSize)) * sizeOf[A.type]);
  table(A).lut_mv(out.ptr, ...pointers(A), x.ptr, work, A.rows, A.cols, ...layout(A));
}
