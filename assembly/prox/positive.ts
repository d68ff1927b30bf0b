// prox of tau*sum(x) over x >= 0:  out_i = max(x_i - tau, 0)

import { each } from "../core/each";
import { atLeast } from "../core/lane";

class Positive {
  // @ts-ignore: decorator
  @inline lane<T>(v: v128, w: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    return atLeast<T>(v128.sub<T>(v, a), v128.splat<T>(0));
  }
  // @ts-ignore: decorator
  @inline value<T>(u: v128, w: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    return u;
  }
}

/** x, out: n elements each, may be the same array. Returns sum(out). */
export function prox_positive_f32(out: usize, x: usize, n: usize, tau: f32): f32 {
  return each<f32, Positive>(out, x, x, n, tau, 0, 0, 0, 0, 0, 0, 0);
}
export function prox_positive_f64(out: usize, x: usize, n: usize, tau: f64): f64 {
  return each<f64, Positive>(out, x, x, n, tau, 0, 0, 0, 0, 0, 0, 0);
}
