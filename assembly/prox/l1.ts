// prox of tau*||x||_1, by soft-thresholding:  out = x - c, c = x clamped to [-tau, tau];  ||out||_1 = out'c / tau
// Parikh and Boyd, Proximal Algorithms (2014), section 6.5.2; Moreau's identity, section 2.5.
// In this form it is the fewest instructions, which leaves room for more reads and writes on their way.

import { asum } from "../core/asum";
import { fma, pick, sum, whole } from "../core/lane";

/** x, out: n elements each, may be the same array. tau >= 0. Returns ||out||_1. What goes is 0, not -0. */
function l1<T>(out: usize, x: usize, n: usize, tau: T): T {
  const size = sizeof<T>(), high = v128.splat<T>(tau), low = v128.splat<T>(-tau);
  const blocks = whole<T>(n / 4) * 4 * size, end = n * size;
  let n0 = v128.splat<T>(0), n1 = n0, n2 = n0, n3 = n0;
  let at: usize = 0;
  // Four sums: one would hold every addition back by the one before it.
  for (; at < blocks; at += 64) {
    const p = x + at, q = out + at, u = v128.load(p), v = v128.load(p, 16), w = v128.load(p, 32), z = v128.load(p, 48);
    let c = clamp<T>(u, low, high), left = v128.sub<T>(u, c);
    v128.store(q, left);
    n0 = fma<T>(left, c, n0);
    c = clamp<T>(v, low, high);
    left = v128.sub<T>(v, c);
    v128.store(q, left, 16);
    n1 = fma<T>(left, c, n1);
    c = clamp<T>(w, low, high);
    left = v128.sub<T>(w, c);
    v128.store(q, left, 32);
    n2 = fma<T>(left, c, n2);
    c = clamp<T>(z, low, high);
    left = v128.sub<T>(z, c);
    v128.store(q, left, 48);
    n3 = fma<T>(left, c, n3);
  }
  let total = sum<T>(v128.add<T>(v128.add<T>(n0, n1), v128.add<T>(n2, n3)));
  for (; at < end; at += size) {
    const v = load<T>(x + at), c = max<T>(min<T>(v, tau), -tau), left = v - c;
    store<T>(out + at, left);
    total += left * c;
  }
  // Products of a tiny tau, below 2^-50 or 2^-500, may underflow, large ones overflow. Then, and where NaN is among x, the norm is
  // summed afterwards.
  return tau >= pick<T, T>(<T>8.881784197001252e-16, <T>3.054936363499605e-151) && total < <T>Infinity ? total / tau : asum<T>(out, n);
}

/** NaN where v is. */
// @ts-ignore: decorator
@inline function clamp<T>(v: v128, low: v128, high: v128): v128 { return v128.pmax<T>(v128.pmin<T>(v, high), low); }

export function prox_l1_f32(out: usize, x: usize, n: usize, tau: f32): f32 { return l1<f32>(out, x, n, tau); }
export function prox_l1_f64(out: usize, x: usize, n: usize, tau: f64): f64 { return l1<f64>(out, x, n, tau); }
