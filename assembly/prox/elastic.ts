// prox of tau*||x||_1 + (divisor - 1)/2*||x||^2:  out_i = sign(x_i) * max(|x_i| - tau, 0) / divisor
// Zou and Hastie, Regularization and Variable Selection via the Elastic Net (2005); Parikh and Boyd (2014), section 6.5.3.

import { each } from "../core/each";
import { atLeast, signed } from "../core/lane";

class Elastic {
  // @ts-ignore: decorator
  @inline lane<T>(v: v128, w: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    const shrunk = atLeast<T>(v128.sub<T>(v128.abs<T>(v), a), v128.splat<T>(0));
    return signed<T>(v128.div<T>(shrunk, b), v);
  }
  // @ts-ignore: decorator
  @inline value<T>(u: v128, w: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    const size = v128.abs<T>(u);
    return v128.mul<T>(size, v128.add<T>(c, v128.mul<T>(d, size)));
  }
}

/** x, out: n elements each, may be the same array. tau >= 0, divisor >= 1. Returns l1*||out||_1 + half*||out||^2. */
export function prox_elastic_f32(out: usize, x: usize, n: usize, tau: f32, divisor: f32, l1: f32, half: f32): f32 {
  return each<f32, Elastic>(out, x, x, n, tau, divisor, l1, half, 0, 0, 0, 0);
}
export function prox_elastic_f64(out: usize, x: usize, n: usize, tau: f64, divisor: f64, l1: f64, half: f64): f64 {
  return each<f64, Elastic>(out, x, x, n, tau, divisor, l1, half, 0, 0, 0, 0);
}
