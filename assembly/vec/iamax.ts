// the first i with |x_i| = max_j |x_j|; a NaN counts as the largest

import { amax } from "../core/nrm2";

/** x: n elements, n > 0. */
function iamax<T>(x: usize, n: usize): usize {
  const top = amax<T>(x, n);
  for (let i: usize = 0; i < n; i++) {
    const v = abs<T>(load<T>(x + i * sizeof<T>()));
    if (v == top || v != v) return i;
  }
  return 0;
}

export function vec_iamax_f32(x: usize, n: usize): usize { return iamax<f32>(x, n); }
export function vec_iamax_f64(x: usize, n: usize): usize { return iamax<f64>(x, n); }
