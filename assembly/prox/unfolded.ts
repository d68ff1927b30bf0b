// A step of proximal gradient on many signals at once and its derivative:  u = soft(x - a*g, tau), or z = x - a*g where |z| > t, else 0
// Gregor and LeCun, Learning Fast Approximations of Sparse Coding (2010): a layer of an unfolded network.

import { each, live } from "../core/each";
import { lanes, loadPart, storePart, sum } from "../core/lane";

class Soft {
  // @ts-ignore: decorator
  @inline lane<T>(x: v128, y: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    const z = v128.sub<T>(x, v128.mul<T>(a, y));
    const shrunk = v128.pmax<T>(v128.sub<T>(v128.abs<T>(z), b), v128.splat<T>(0));
    return v128.or(shrunk, v128.and(z, v128.splat<T>(<T>-0.0)));
  }
  // @ts-ignore: decorator
  @inline value<T>(u: v128, y: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    return v128.abs<T>(u);
  }
}

class Hard {
  // @ts-ignore: decorator
  @inline lane<T>(x: v128, y: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    const z = v128.sub<T>(x, v128.mul<T>(a, y));
    return v128.andnot(z, v128.le<T>(v128.abs<T>(z), b));
  }
  // @ts-ignore: decorator
  @inline value<T>(u: v128, y: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    return v128.and(v128.ne<T>(u, v128.splat<T>(0)), v128.splat<T>(1));
  }
}

/** d, u, g: n elements each. d = 0 where u = 0. Returns sum_i d_i (g_i + lambda sign(u_i)). */
function back<T>(d: usize, u: usize, g: usize, n: usize, lambda: T): T {
  const lambdas = v128.splat<T>(lambda), none = v128.splat<T>(0), signs = v128.splat<T>(<T>-0.0);
  let total = none;
  for (let i: usize = 0; i < n; i += lanes<T>()) {
    const all = i + lanes<T>() <= n, at = i * sizeof<T>();
    const us = all ? v128.load(u + at) : loadPart<T>(u + at, n - i), gs = all ? v128.load(g + at) : loadPart<T>(g + at, n - i);
    const ds = v128.and(all ? v128.load(d + at) : loadPart<T>(d + at, n - i), v128.ne<T>(us, none));
    const value = v128.mul<T>(ds, v128.add<T>(gs, v128.or(lambdas, v128.and(us, signs))));
    if (all) v128.store(d + at, ds);
    else storePart<T>(d + at, ds, n - i);
    total = v128.add<T>(total, all ? value : v128.and(value, live<T>(n - i)));
  }
  return sum<T>(total);
}

/** out, x, g: n elements each, out may be x. tau >= 0. Returns ||out||_1. */
export function prox_steptol1_f32(out: usize, x: usize, g: usize, n: usize, a: f32, tau: f32): f32 { return each<f32, Soft>(out, x, g, n, a, tau, 0, 0, 0, 0, 0, 0); }
export function prox_steptol1_f64(out: usize, x: usize, g: usize, n: usize, a: f64, tau: f64): f64 { return each<f64, Soft>(out, x, g, n, a, tau, 0, 0, 0, 0, 0, 0); }
/** As before with a threshold >= 0. Returns how many elements of out are not 0. */
export function prox_steptol0_f32(out: usize, x: usize, g: usize, n: usize, a: f32, t: f32): f32 { return each<f32, Hard>(out, x, g, n, a, t, 0, 0, 0, 0, 0, 0); }
export function prox_steptol0_f64(out: usize, x: usize, g: usize, n: usize, a: f64, t: f64): f64 { return each<f64, Hard>(out, x, g, n, a, t, 0, 0, 0, 0, 0, 0); }
export function prox_stepback_f32(d: usize, u: usize, g: usize, n: usize, lambda: f32): f32 { return back<f32>(d, u, g, n, lambda); }
export function prox_stepback_f64(d: usize, u: usize, g: usize, n: usize, lambda: f64): f64 { return back<f64>(d, u, g, n, lambda); }
