// x'y

import { dot } from "../core/dot";

/** x, y: n elements. */
export function vec_dot_f32(x: usize, y: usize, n: usize): f32 { return dot<f32>(x, y, n); }
export function vec_dot_f64(x: usize, y: usize, n: usize): f64 { return dot<f64>(x, y, n); }
