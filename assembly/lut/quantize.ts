// code_ij = argmin_c |W_ij - table_i[c]| for sorted tables of up to 16 entries: the number of midpoints below W_ij.

import { rowBytes, setCode } from "../core/codes";

/** codes: m rows of `bits` < 8 a code; tables: m x 2^bits, each row ascending; W: m x n, rows ldw apart; work: 16 elements and 16 bytes. */
function quantize<T>(codes: usize, tables: usize, w: usize, work: usize, m: usize, n: usize, ldw: usize, bits: usize): void {
  const size = sizeof<T>(), row = rowBytes(n, bits), entries: usize = 1 << bits, bytes = work + 16 * size;
  memory.fill(codes, 0, m * row);
  for (let c = entries - 1; c < 15; c++) store<T>(work + c * size, <T>Infinity);
  for (let i: usize = 0; i < m; i++) {
    const table = tables + i * entries * size, out = codes + i * row, from = w + i * ldw * size;
    for (let c: usize = 0; c < entries - 1; c++) {
      const at = table + c * size;
      store<T>(work + c * size, load<T>(at) / 2 + load<T>(at + size) / 2);
    }
    let j: usize = 0;
    for (; j + 32 <= n && bits == 4; j += 32) {
      const low = sixteen<T>(from + j * size, work), high = sixteen<T>(from + (j + 16) * size, work);
      v128.store(out + j / 2, v128.or(low, i8x16.shl(high, 4)));
    }
    for (; j + 16 <= n; j += 16) {
      v128.store(bytes, sixteen<T>(from + j * size, work));
      for (let b: usize = 0; b < 16; b++) setCode(out, j + b, bits, load<u8>(bytes + b));
    }
    for (; j < n; j++) setCode(out, j, bits, i32x4.extract_lane(below<T>(v128.splat<T>(load<T>(from + j * size)), work), 0));
  }
}

/** The codes of 16 values, a byte each. */
// @ts-ignore: decorator
@inline function sixteen<T>(from: usize, midpoints: usize): v128 {
  const step = 4 * sizeof<T>();
  const a = four<T>(from, midpoints), b = four<T>(from + step, midpoints);
  const c = four<T>(from + 2 * step, midpoints), d = four<T>(from + 3 * step, midpoints);
  return i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_u(a, b), i16x8.narrow_i32x4_u(c, d));
}

/** The codes of four values, 32 bits each. */
// @ts-ignore: decorator
@inline function four<T>(from: usize, midpoints: usize): v128 {
  const first = below<T>(v128.load(from), midpoints);
  if (sizeof<T>() == 4) return first;
  return v128.shuffle<u32>(first, below<T>(v128.load(from, 16), midpoints), 0, 2, 4, 6);
}

/** How many of the 15 midpoints lie below each lane (the low 32 bits of each lane count). */
function below<T>(v: v128, midpoints: usize): v128 {
  let counts = i32x4.splat(0);
  for (const end = midpoints + 15 * sizeof<T>(); midpoints < end; midpoints += 3 * sizeof<T>()) {
    counts = i32x4.sub(counts, v128.gt<T>(v, v128.load_splat<T>(midpoints)));
    counts = i32x4.sub(counts, v128.gt<T>(v, v128.load_splat<T>(midpoints, sizeof<T>())));
    counts = i32x4.sub(counts, v128.gt<T>(v, v128.load_splat<T>(midpoints, 2 * sizeof<T>())));
  }
  return counts;
}

export function lut_quantize_f32(
  codes: usize, tables: usize, w: usize, work: usize, m: usize, n: usize, ldw: usize, bits: usize,
): void { quantize<f32>(codes, tables, w, work, m, n, ldw, bits); }
export function lut_quantize_f64(
  codes: usize, tables: usize, w: usize, work: usize, m: usize, n: usize, ldw: usize, bits: usize,
): void { quantize<f64>(codes, tables, w, work, m, n, ldw, bits); }
