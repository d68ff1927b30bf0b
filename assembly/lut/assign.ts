// code_ij = argmin_c |z_ij - table_i[c]| for ascending tables of k <= 16 entries: the number of midpoints below z_ij.

import { lanes, whole } from "../core/lane";

/** codes: m x n bytes; tables: m x k; z: m x n; midpoints: 16 numbers of scratch. */
function assign<T>(codes: usize, tables: usize, z: usize, midpoints: usize, m: usize, n: usize, k: usize): void {
  const size = sizeof<T>();
  for (let r: usize = 0; r < m; r++) {
    const table = tables + r * k * size, out = codes + r * n, from = z + r * n * size;
    for (let c: usize = 0; c + 1 < k; c++) {
      const at = table + c * size;
      store<T>(midpoints + c * size, load<T>(at) / 2 + load<T>(at + size) / 2);
    }
    let j: usize = 0;
    for (; j < whole<T>(n); j += lanes<T>()) {
      const counts = below<T>(v128.load(from + j * size), midpoints, k);
      const pairs = i16x8.narrow_i32x4_u(counts, counts), bytes = i8x16.narrow_i16x8_u(pairs, pairs);
      if (size == 4) v128.store32_lane(out + j, bytes, 0);
      else v128.store16_lane(out + j, v128.shuffle<u8>(bytes, bytes, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0), 0);
    }
    for (; j < n; j++) store<u8>(out + j, <u8>i32x4.extract_lane(below<T>(v128.splat<T>(load<T>(from + j * size)), midpoints, k), 0));
  }
}

/** How many of the k - 1 midpoints lie below each lane (the low 32 bits of each lane count). */
function below<T>(v: v128, midpoints: usize, k: usize): v128 {
  let counts = i32x4.splat(0);
  for (let c: usize = 0; c + 1 < k; c++)
    counts = i32x4.sub(counts, v128.gt<T>(v, v128.load_splat<T>(midpoints + c * sizeof<T>())));
  return counts;
}

export function lut_assign_f32(codes: usize, tables: usize, z: usize, midpoints: usize, m: usize, n: usize, k: usize): void {
  assign<f32>(codes, tables, z, midpoints, m, n, k);
}
export function lut_assign_f64(codes: usize, tables: usize, z: usize, midpoints: usize, m: usize, n: usize, k: usize): void {
  assign<f64>(codes, tables, z, midpoints, m, n, k);
}
