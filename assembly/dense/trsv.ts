// op(A) x = b in place, A triangular

import { trsv } from "../core/trsv";

/** See core/trsv: x n elements, op(A) n x n with strides r and s. */
export function dense_trsv_f32(x: usize, a: usize, n: usize, r: usize, s: usize, lower: bool, unit: bool): void {
  trsv<f32>(x, a, n, r, s, lower, unit);
}

/** See core/trsv: x n elements, op(A) n x n with strides r and s. */
export function dense_trsv_f64(x: usize, a: usize, n: usize, r: usize, s: usize, lower: bool, unit: bool): void {
  trsv<f64>(x, a, n, r, s, lower, unit);
}
