// W_ij = table_i[code_ij]

import { code, rowBytes } from "../core/nibble";

/** W: m x n, rows ldw apart; codes: m rows of rowBytes(n) bytes; tables: m x 16. */
function dequantize<T>(w: usize, codes: usize, tables: usize, m: usize, n: usize, ldw: usize): void {
  const size = sizeof<T>(), row = rowBytes(n);
  for (let i: usize = 0; i < m; i++) {
    const table = tables + i * 16 * size, from = codes + i * row, to = w + i * ldw * size;
    for (let j: usize = 0; j < n; j++) store<T>(to + j * size, load<T>(table + code(from, j) * size));
  }
}

export function lut_dequantize_f32(w: usize, codes: usize, tables: usize, m: usize, n: usize, ldw: usize): void {
  dequantize<f32>(w, codes, tables, m, n, ldw);
}
export function lut_dequantize_f64(w: usize, codes: usize, tables: usize, m: usize, n: usize, ldw: usize): void {
  dequantize<f64>(w, codes, tables, m, n, ldw);
}
