// Proximal operators of losses about y. Of one that is quadratic, linear, or first one then the other, with r = x - y:
//   out - y = max(r - top, min(r - bottom, shrink*r))
// Of the hinge max(0, 1 - y*u), y = 1 or -1:  y*out = 1 + max(d, min(d + tau, 0)), d = y*x - 1.
// Parikh and Boyd, Proximal Algorithms (2014), section 6.1; Huber, Robust Estimation of a Location Parameter (1964).

import { each } from "../core/each";
import { atLeast, atMost } from "../core/lane";

class Residual {
  // @ts-ignore: decorator
  @inline lane<T>(v: v128, w: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    const r = v128.sub<T>(v, w), inner = v128.pmin<T>(v128.sub<T>(r, b), v128.mul<T>(a, r));
    return v128.add<T>(w, v128.pmax<T>(v128.sub<T>(r, c), inner));
  }
  // @ts-ignore: decorator
  @inline value<T>(u: v128, w: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    const r = v128.sub<T>(u, w), zero = v128.splat<T>(0);
    const edge = v128.bitselect(d, e, v128.lt<T>(r, zero)), inner = atMost<T>(atLeast<T>(r, d), e);
    const m = v128.bitselect(edge, inner, v128.eq<T>(f, zero));
    return v128.mul<T>(m, v128.sub<T>(r, v128.mul<T>(m, f)));
  }
}

class Hinge {
  // @ts-ignore: decorator
  @inline lane<T>(v: v128, w: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    const one = v128.splat<T>(1), margin = v128.sub<T>(v128.mul<T>(w, v), one);
    return v128.mul<T>(w, v128.add<T>(one, v128.pmax<T>(margin, v128.pmin<T>(v128.add<T>(margin, a), v128.splat<T>(0)))));
  }
  // @ts-ignore: decorator
  @inline value<T>(u: v128, w: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    return atLeast<T>(v128.sub<T>(v128.splat<T>(1), v128.mul<T>(w, u)), v128.splat<T>(0));
  }
}

/**
 * x, out, y: n elements each, out may be x. Returns sum_i m*(r - m*half) with r = out_i - y_i and m = r clamped to
 * [least, most], or, where half is 0, m = most or least by r's sign.
 */
export function prox_residual_f32(out: usize, x: usize, y: usize, n: usize, shrink: f32, bottom: f32, top: f32, least: f32, most: f32, half: f32): f32 {
  return each<f32, Residual>(out, x, y, n, shrink, bottom, top, least, most, half, 0, 0);
}
export function prox_residual_f64(out: usize, x: usize, y: usize, n: usize, shrink: f64, bottom: f64, top: f64, least: f64, most: f64, half: f64): f64 {
  return each<f64, Residual>(out, x, y, n, shrink, bottom, top, least, most, half, 0, 0);
}

/** x, out, y: n elements each, out may be x; y of 1 and -1. Returns sum_i max(0, 1 - y_i*out_i). */
export function prox_hinge_f32(out: usize, x: usize, y: usize, n: usize, tau: f32): f32 {
  return each<f32, Hinge>(out, x, y, n, tau, 0, 0, 0, 0, 0, 0, 0);
}
export function prox_hinge_f64(out: usize, x: usize, y: usize, n: usize, tau: f64): f64 {
  return each<f64, Hinge>(out, x, y, n, tau, 0, 0, 0, 0, 0, 0, 0);
}
