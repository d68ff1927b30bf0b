// the first i with |x_i| = max_j |x_j|; a NaN counts as the largest

import { iamax } from "../core/iamax";

export function vec_iamax_f32(x: usize, n: usize): usize { return iamax<f32>(x, n); }
export function vec_iamax_f64(x: usize, n: usize): usize { return iamax<f64>(x, n); }
