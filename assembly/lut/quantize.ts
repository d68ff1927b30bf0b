// code_ij = argmin_c |W_ij - table_i[c]| for sorted 16-entry tables: the number of midpoints below W_ij.

import { setCode, rowBytes } from "../core/nibble";
import { lanes, whole } from "../core/lane";

/** codes: m rows of rowBytes(n) bytes; tables: m x 16, each row ascending; W: m x n, rows ldw apart; work: 16 elements. */
function quantize<T>(codes: usize, tables: usize, w: usize, work: usize, m: usize, n: usize, ldw: usize): void {
  const size = sizeof<T>(), row = rowBytes(n);
  memory.fill(codes, 0, m * row);
  for (let i: usize = 0; i < m; i++) {
    const table = tables + i * 16 * size, out = codes + i * row, from = w + i * ldw * size;
    for (let c: usize = 0; c < 15; c++) {
      const at = table + c * size;
      store<T>(work + c * size, load<T>(at) / 2 + load<T>(at + size) / 2);
    }
    let j: usize = 0;
    for (; j < whole<T>(n); j += lanes<T>()) {
      const counts = below<T>(v128.load(from + j * size), work);
      if (sizeof<T>() == 4) {
        setCode(out, j, i32x4.extract_lane(counts, 0));
        setCode(out, j + 1, i32x4.extract_lane(counts, 1));
        setCode(out, j + 2, i32x4.extract_lane(counts, 2));
        setCode(out, j + 3, i32x4.extract_lane(counts, 3));
      } else {
        setCode(out, j, i32x4.extract_lane(counts, 0));
        setCode(out, j + 1, i32x4.extract_lane(counts, 2));
      }
    }
    for (; j < n; j++) setCode(out, j, i32x4.extract_lane(below<T>(v128.splat<T>(load<T>(from + j * size)), work), 0));
  }
}

/** How many of the 15 midpoints lie below each lane (the low 32 bits of each lane count). */
// @ts-ignore: decorator
@inline function below<T>(v: v128, midpoints: usize): v128 {
  let counts = i32x4.splat(0);
  for (let c: usize = 0; c < 15; c++) {
    counts = i32x4.sub(counts, v128.gt<T>(v, v128.load_splat<T>(midpoints + c * sizeof<T>())));
  }
  return counts;
}

export function lut_quantize_f32(
  codes: usize, tables: usize, w: usize, work: usize, m: usize, n: usize, ldw: usize,
): void { quantize<f32>(codes, tables, w, work, m, n, ldw); }
export function lut_quantize_f64(
  codes: usize, tables: usize, w: usize, work: usize, m: usize, n: usize, ldw: usize,
): void { quantize<f64>(codes, tables, w, work, m, n, ldw); }
