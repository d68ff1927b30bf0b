// ||x||_2, safe against overflow and underflow; max|x_i|

import { amax, nrm2 } from "../core/nrm2";



/** x: n elements. */
export function vec_nrm2_f32(x: usize, n: usize): f32 { return nrm2<f32>(x, n); }
export function vec_nrm2_f64(x: usize, n: usize): f64 { return nrm2<f64>(x, n); }
export function vec_amax_f32(x: usize, n: usize): f32 { return amax<f32>(x, n); }
export function vec_amax_f64(x: usize, n: usize): f64 { return amax<f64>(x, n); }
