// y = alpha*x + y

import { axpy } from "../core/axpy";



/** x, y: n elements. */
export function vec_axpy_f32(y: usize, x: usize, n: usize, alpha: f32): void { axpy<f32>(y, x, n, alpha); }
export function vec_axpy_f64(y: usize, x: usize, n: usize, alpha: f64): void { axpy<f64>(y, x, n, alpha); }
