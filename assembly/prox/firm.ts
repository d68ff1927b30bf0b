// Shrinkage in three pieces, odd in x:  max(|x| - tau, 0) up to |x| = low;  slope*(|x| - centre) up to high;  x beyond.
// Of it are the proximal operators of MCP (firm thresholding), SCAD, and of either where it is not continuous.
// Gao and Bruce, WaveShrink with Firm Shrinkage (1997); Fan and Li (2001); Zhang (2010).

import { each } from "../core/each";
import { atLeast, atMost, signed } from "../core/lane";

class Firm {
  // @ts-ignore: decorator
  @inline lane<T>(v: v128, w: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    const size = v128.abs<T>(v);
    const soft = atLeast<T>(v128.sub<T>(size, a), v128.splat<T>(0)), steep = v128.mul<T>(d, v128.sub<T>(size, e));
    const beyond = v128.bitselect(steep, size, v128.le<T>(size, c));
    return signed<T>(v128.bitselect(soft, beyond, v128.le<T>(size, b)), v);
  }
  // @ts-ignore: decorator
  @inline value<T>(u: v128, w: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    const size = v128.abs<T>(u), before = atMost<T>(size, f);
    const after = atMost<T>(v128.sub<T>(size, before), g);
    return v128.add<T>(before, v128.sub<T>(after, v128.mul<T>(v128.mul<T>(after, after), h)));
  }
}

/**
 * x, out: n elements each, may be the same array. Returns sum_i g(|out_i|), where g has slope 1 up to `knee`, and from there a
 * slope that falls to 0 along `fall`; over = 1 / (2 fall).
 */
export function prox_firm_f32(out: usize, x: usize, n: usize, tau: f32, low: f32, high: f32, slope: f32, centre: f32, knee: f32, fall: f32, over: f32): f32 {
  return each<f32, Firm>(out, x, x, n, tau, low, high, slope, centre, knee, fall, over);
}
export function prox_firm_f64(out: usize, x: usize, n: usize, tau: f64, low: f64, high: f64, slope: f64, centre: f64, knee: f64, fall: f64, over: f64): f64 {
  return each<f64, Firm>(out, x, x, n, tau, low, high, slope, centre, knee, fall, over);
}
