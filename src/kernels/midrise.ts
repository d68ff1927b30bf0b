/**
 * Rounding to the middle of steps, with a scale a row taken from the row itself.
 * @module
 */
import { type Floats, sizeOf } from "../core/types.ts";
import { aligned, checkMatrix, type MatrixRef } from "./storage.ts";

/** What a row was rounded to and from, as copies outside linear memory. */
export interface Midrise {
  /** rows x cols, from -2^(bits - 1) to 2^(bits - 1) - 1. */
  readonly level: Int8Array<ArrayBuffer>;
  /** rows x cols: the numbers that were rounded to levels. */
  readonly preRound: Floats;
  /** One a row: twice the mean magnitude. */
  readonly scale: Floats;
}

/** q = W rounded to scale (level + 1/2) / 2^(bits - 1) */
export function midrise(q: MatrixRef, W: MatrixRef, bits: number): Midrise {
  checkMatrix("q", q, W, W.rows, W.cols);
  const { engine, type, rows, cols } = W;
  const [count, size] = [rows * cols, sizeOf[type]];
  const preRound = engine.memory.workspace(aligned(count * size) + aligned(rows * size) + count);
  const scale = preRound + aligned(count * size);
  const level = scale + aligned(rows * size);
  engine.kernels[type].lut_midrise(q.ptr, preRound, level, scale, W.ptr, rows, cols, bits);
  const buffer = engine.memory.wasm.buffer as ArrayBuffer;
  const floats = (at: number, length: number): Floats =>
    type === "f32" ? new Float32Array(buffer, at, length).slice() : new Float64Array(buffer, at, length).slice();
  return {
    level: new Int8Array(buffer, level, count).slice(),
    preRound: floats(preRound, count),
    scale: floats(scale, rows),
  };
}
