// W_ij = table_i[code_ij] * scale_ig + offset_ig, g = j / group. See core/codes and core/decode.

import { rowBytes } from "../core/codes";
import { decode } from "../core/decode";

/**
 * W: m x n, rows ldw apart; codes: m rows; tables: one each `step` elements (0: one for all rows); scale, offset: m rows of
 * ceil(n / group), or 0; work: n elements, rounded up to 32.
 */
function dequantize<T>(
  w: usize, codes: usize, tables: usize, scale: usize, offset: usize, work: usize, m: usize, n: usize, ldw: usize,
  bits: usize, step: usize, group: usize,
): void {
  const size = sizeof<T>(), row = rowBytes(n, bits), along = (n + group - 1) / group * size;
  for (let i: usize = 0; i < m; i++) {
    const s = scale == 0 ? scale : scale + i * along, o = offset == 0 ? offset : offset + i * along;
    decode<T>(work, codes + i * row, tables + i * step * size, s, o, 0, n, bits, group);
    memory.copy(w + i * ldw * size, work, n * size);
  }
}

export function lut_dequantize_f32(
  w: usize, codes: usize, tables: usize, scale: usize, offset: usize, work: usize, m: usize, n: usize, ldw: usize,
  bits: usize, step: usize, group: usize,
): void { dequantize<f32>(w, codes, tables, scale, offset, work, m, n, ldw, bits, step, group); }
export function lut_dequantize_f64(
  w: usize, codes: usize, tables: usize, scale: usize, offset: usize, work: usize, m: usize, n: usize, ldw: usize,
  bits: usize, step: usize, group: usize,
): void { dequantize<f64>(w, codes, tables, scale, offset, work, m, n, ldw, bits, step, group); }
