// W_ij = s_ig (q_ij - z_ig), g = j / group. See core/whole8.

import { decode8, line8 } from "../core/whole8";

/** W: m x n; values, scale, zero, group: as in int8/quantize; work: n elements, rounded up to 32. */
function dequantize<T>(w: usize, values: usize, scale: usize, zero: usize, work: usize, m: usize, n: usize, group: usize): void {
  const size = sizeof<T>(), groups = (n + group - 1) / group;
  for (let i: usize = 0; i < m; i++) {
    const z: usize = zero == 0 ? 0 : zero + i * groups;
    decode8<T>(work, values + i * line8(n), scale + i * groups * size, z, 0, n, group);
    memory.copy(w + i * n * size, work, n * size);
  }
}

export function int8_dequantize_f32(w: usize, values: usize, scale: usize, zero: usize, work: usize, m: usize, n: usize, group: usize): void {
  dequantize<f32>(w, values, scale, zero, work, m, n, group);
}
export function int8_dequantize_f64(w: usize, values: usize, scale: usize, zero: usize, work: usize, m: usize, n: usize, group: usize): void {
  dequantize<f64>(w, values, scale, zero, work, m, n, group);
}
