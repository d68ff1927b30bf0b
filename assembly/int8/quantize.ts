// w_ij = s_ig (q_ij - z_ig) + error, |error| <= s_ig / 2, q and z whole from -128 to 127, g = j / group.
// symmetric: s = max |w| / 127, z = 0; affine: s = (high - low) / 255 with low = min(w, 0), high = max(w, 0), z = -128 - low / s.

import { line8 } from "../core/whole8";

/** values: m rows of line8(n) bytes; scale: m x groups; zero: as many bytes, or 0 for symmetric; W: m x n, finite. */
function quantize<T>(values: usize, scale: usize, zero: usize, w: usize, m: usize, n: usize, group: usize): void {
  const size = sizeof<T>(), groups = (n + group - 1) / group, line = line8(n);
  memory.fill(values, 0, m * line);
  for (let i: usize = 0; i < m; i++) {
    for (let g: usize = 0; g < groups; g++) {
      const from = g * group, to = min(n, from + group), row = w + i * n * size, at = i * groups + g;
      let low: T = 0, high: T = 0;
      for (let j = from; j < to; j++) {
        low = min<T>(low, load<T>(row + j * size));
        high = max<T>(high, load<T>(row + j * size));
      }
      const range: T = zero == 0 ? max<T>(-low, high) / 127 : high / 255 - low / 255, s: T = range > 0 ? range : 1;
      const z: T = zero == 0 ? 0 : max<T>(-128, min<T>(127, -128 - nearest<T>(low / s)));
      store<T>(scale + at * size, s);
      if (zero != 0) store<i8>(zero + at, <i8>z);
      for (let j = from; j < to; j++) {
        const q = max<T>(-128, min<T>(127, nearest<T>(load<T>(row + j * size) / s) + z));
        store<i8>(values + i * line + j, <i8>q);
      }
    }
  }
}

export function int8_quantize_f32(values: usize, scale: usize, zero: usize, w: usize, m: usize, n: usize, group: usize): void {
  quantize<f32>(values, scale, zero, w, m, n, group);
}
export function int8_quantize_f64(values: usize, scale: usize, zero: usize, w: usize, m: usize, n: usize, group: usize): void {
  quantize<f64>(values, scale, zero, w, m, n, group);
}
