// s = 2 mean_j |W_ij|; u = clip(W/s, -1, 1 - 1e-6) 2^(bits-1) - 1/2; level = round(u), ties to even; q = s (level + 1/2)/2^(bits-1).
// StatsQ: Liu et al., Oscillation-free Quantization for Low-bit Vision Transformers, arXiv:2302.02210, section 4.1.

/** q, u: m x n; levels: m x n i8; scales: m; W: m x n. A row of zeros has scale 0 and stays zeros. bits: 2 to 8. */
function midrise<T>(q: usize, u: usize, levels: usize, scales: usize, w: usize, m: usize, n: usize, bits: u32): void {
  const size = sizeof<T>(), half = <T>(1 << (bits - 1));
  for (let i: usize = 0; i < m; i++) {
    const from = w + i * n * size, at = i * n * size;
    let total: f64 = 0;
    for (let j: usize = 0; j < n; j++) total += <f64>abs<T>(load<T>(from + j * size));
    const scale = n == 0 ? <T>0 : <T>(2 * total / <f64>n), divisor: T = scale > 0 ? scale : <T>1;
    store<T>(scales + i * size, scale);
    for (let j: usize = 0; j < n; j++) {
      const t = min<T>(<T>(1 - 1e-6), max<T>(-1, load<T>(from + j * size) / divisor)) * half - <T>0.5;
      const level = nearest<T>(t);
      store<T>(u + at + j * size, t);
      store<i8>(levels + i * n + j, <i8>level);
      store<T>(q + at + j * size, scale * (level + <T>0.5) / half);
    }
  }
}

export function lut_midrise_f32(q: usize, u: usize, levels: usize, scales: usize, w: usize, m: usize, n: usize, bits: u32): void {
  midrise<f32>(q, u, levels, scales, w, m, n, bits);
}
export function lut_midrise_f64(q: usize, u: usize, levels: usize, scales: usize, w: usize, m: usize, n: usize, bits: u32): void {
  midrise<f64>(q, u, levels, scales, w, m, n, bits);
}
