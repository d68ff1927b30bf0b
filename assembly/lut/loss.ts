// loss_i = sum_j a_j (w_ij - offset_ig - scale_ig table_i[code_ij])^2, in f64: how far a row is from what it stands for.

/** losses: m f64; W: m x n; codes: m x n bytes; tables: m x k; scales, offsets: m x n/group; weights: n, or 0 for ones. */
function loss<T>(
  losses: usize, w: usize, codes: usize, tables: usize, scales: usize, offsets: usize, weights: usize,
  m: usize, n: usize, k: usize, group: usize,
): void {
  const size = sizeof<T>(), groups = n / max<usize>(group, 1);
  for (let r: usize = 0; r < m; r++) {
    let total: f64 = 0;
    for (let g: usize = 0; g < groups; g++) {
      const at = (r * groups + g) * size, scale = <f64>load<T>(scales + at), offset = <f64>load<T>(offsets + at);
      for (let j = g * group; j < (g + 1) * group; j++) {
        const entry = <f64>load<T>(tables + (r * k + <usize>load<u8>(codes + r * n + j)) * size);
        const d = <f64>load<T>(w + (r * n + j) * size) - offset - scale * entry;
        total += d * d * (weights == 0 ? <f64>1 : <f64>load<T>(weights + j * size));
      }
    }
    store<f64>(losses + r * 8, total);
  }
}

export function lut_loss_f32(
  losses: usize, w: usize, codes: usize, tables: usize, scales: usize, offsets: usize, weights: usize,
  m: usize, n: usize, k: usize, group: usize,
): void { loss<f32>(losses, w, codes, tables, scales, offsets, weights, m, n, k, group); }
export function lut_loss_f64(
  losses: usize, w: usize, codes: usize, tables: usize, scales: usize, offsets: usize, weights: usize,
  m: usize, n: usize, k: usize, group: usize,
): void { loss<f64>(losses, w, codes, tables, scales, offsets, weights, m, n, k, group); }
