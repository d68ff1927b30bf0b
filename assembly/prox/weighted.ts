// prox of tau*sum_i w_i*|x_i|:  out_i = sign(x_i) * max(|x_i| - tau*w_i, 0)

import { each } from "../core/each";
import { atLeast, signed } from "../core/lane";

class Weighted {
  // @ts-ignore: decorator
  @inline lane<T>(v: v128, w: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    return signed<T>(atLeast<T>(v128.sub<T>(v128.abs<T>(v), v128.mul<T>(a, w)), v128.splat<T>(0)), v);
  }
  // @ts-ignore: decorator
  @inline value<T>(u: v128, w: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    return v128.mul<T>(w, v128.abs<T>(u));
  }
}

/** x, out, y: n elements each, out may be x; y: the weights >= 0. tau >= 0. Returns sum_i w_i*|out_i|. */
export function prox_weighted_f32(out: usize, x: usize, y: usize, n: usize, tau: f32): f32 {
  return each<f32, Weighted>(out, x, y, n, tau, 0, 0, 0, 0, 0, 0, 0);
}
export function prox_weighted_f64(out: usize, x: usize, y: usize, n: usize, tau: f64): f64 {
  return each<f64, Weighted>(out, x, y, n, tau, 0, 0, 0, 0, 0, 0, 0);
}
