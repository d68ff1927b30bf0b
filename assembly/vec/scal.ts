// x = alpha*x

import { scal } from "../core/scal";



/** x: n elements. */
export function vec_scal_f32(x: usize, n: usize, alpha: f32): void { scal<f32>(x, n, alpha); }
export function vec_scal_f64(x: usize, n: usize, alpha: f64): void { scal<f64>(x, n, alpha); }
