// ||x||_1 = sum_i |x_i|

import { asum } from "../core/asum";

export function vec_asum_f32(x: usize, n: usize): f32 { return asum<f32>(x, n); }
export function vec_asum_f64(x: usize, n: usize): f64 { return asum<f64>(x, n); }
