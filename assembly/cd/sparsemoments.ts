// means_j = sum_i weights_i x_ij / total, squares_j = sum_i weights_i (x_ij - mean_j)^2 = sum over entries + mean_j^2 times the
// weight of the places without one: nothing cancels.

/** indptr, indices, values: p columns; weights at 0 are 1, with the sum `total`; without `centred`, means are 0. */
function moments<T>(
  means: usize, squares: usize, indptr: usize, indices: usize, values: usize, weights: usize, p: usize, total: T, centred: bool,
): void {
  const size = sizeof<T>();
  for (let j: usize = 0; j < p; j++) {
    const start: usize = load<u32>(indptr + j * 4), end: usize = load<u32>(indptr + j * 4, 4);
    let mean: T = 0, mass: T = 0, square: T = 0;
    if (centred) {
      for (let q = start; q < end; q++) mean += weight<T>(weights, indices + q * 4) * load<T>(values + q * size);
      mean /= total;
    }
    for (let q = start; q < end; q++) {
      const w = weight<T>(weights, indices + q * 4), d = load<T>(values + q * size) - mean;
      mass += w;
      square += w * d * d;
    }
    store<T>(means + j * size, mean);
    store<T>(squares + j * size, square + mean * mean * max<T>(total - mass, 0));
  }
}

// @ts-ignore: decorator
@inline function weight<T>(weights: usize, index: usize): T {
  return weights == 0 ? <T>1 : load<T>(weights + <usize>load<u32>(index) * sizeof<T>());
}

export function cd_sparsemoments_f32(
  means: usize, squares: usize, indptr: usize, indices: usize, values: usize, weights: usize, p: usize, total: f32, centred: bool,
): void { moments<f32>(means, squares, indptr, indices, values, weights, p, total, centred); }
export function cd_sparsemoments_f64(
  means: usize, squares: usize, indptr: usize, indices: usize, values: usize, weights: usize, p: usize, total: f64, centred: bool,
): void { moments<f64>(means, squares, indptr, indices, values, weights, p, total, centred); }
