// prox of tau*||x||_0, by hard thresholding:  out_i = x_i where |x_i| > sqrt(2*tau), else 0
// Blumensath and Davies, Iterative Thresholding for Sparse Approximations (2008).

import { each } from "../core/each";

class Hard {
  // @ts-ignore: decorator
  @inline lane<T>(v: v128, w: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    return v128.andnot(v, v128.le<T>(v128.abs<T>(v), a));
  }
  // @ts-ignore: decorator
  @inline value<T>(u: v128, w: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    return v128.and(v128.ne<T>(u, v128.splat<T>(0)), v128.splat<T>(1));
  }
}

/** x, out: n elements each, may be the same array. Returns how many elements of out are not 0; NaN stays and counts. */
export function prox_hard_f32(out: usize, x: usize, n: usize, threshold: f32): f32 {
  return each<f32, Hard>(out, x, x, n, threshold, 0, 0, 0, 0, 0, 0, 0);
}
export function prox_hard_f64(out: usize, x: usize, n: usize, threshold: f64): f64 {
  return each<f64, Hard>(out, x, x, n, threshold, 0, 0, 0, 0, 0, 0, 0);
}
