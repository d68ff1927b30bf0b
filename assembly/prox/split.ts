// A step of Douglas-Rachford splitting on the state t and the point w = prox_f(t):  t = t - w + prox_g(2w - t)
// Eckstein and Bertsekas, On the Douglas-Rachford Splitting Method (1992); ADMM with the multiplier u is this for t = w + u.
// g: tau*||.||_1; or the set of x with ||(x - b)_M||_2 <= radius on the marked elements M and x <= b on the others.

import { lanes, loadPart, storePart, sum } from "../core/lane";
import { live } from "../core/each";

/** p, h, w, o: n elements each. p = soft(2w - h, tau), h = h - w + p. Returns ||w - o||_2^2. */
function l1<T>(p: usize, h: usize, w: usize, o: usize, n: usize, tau: T): T {
  const taus = v128.splat<T>(tau), none = v128.splat<T>(0), signs = v128.splat<T>(<T>-0.0);
  let total = none;
  for (let i: usize = 0; i < n; i += lanes<T>()) {
    const all = i + lanes<T>() <= n, at = i * sizeof<T>();
    const ws = all ? v128.load(w + at) : loadPart<T>(w + at, n - i), hs = all ? v128.load(h + at) : loadPart<T>(h + at, n - i);
    const step = v128.sub<T>(ws, all ? v128.load(o + at) : loadPart<T>(o + at, n - i));
    const z = v128.sub<T>(v128.add<T>(ws, ws), hs);
    const shrunk = v128.pmax<T>(v128.sub<T>(v128.abs<T>(z), taus), none);
    const soft = v128.or(shrunk, v128.and(z, signs)), next = v128.add<T>(v128.sub<T>(hs, ws), soft);
    if (all) {
      v128.store(p + at, soft);
      v128.store(h + at, next);
      total = v128.add<T>(total, v128.mul<T>(step, step));
    } else {
      storePart<T>(p + at, soft, n - i);
      storePart<T>(h + at, next, n - i);
      total = v128.add<T>(total, v128.and(v128.mul<T>(step, step), live<T>(n - i)));
    }
  }
  return sum<T>(total);
}

/** t, w, b, marks: n elements each, marks 0 or 1. Returns sum_i marks_i (2w_i - t_i - b_i)^2. */
function gap<T>(t: usize, w: usize, b: usize, marks: usize, n: usize): T {
  let total = v128.splat<T>(0);
  for (let i: usize = 0; i < n; i += lanes<T>()) {
    const all = i + lanes<T>() <= n, at = i * sizeof<T>();
    const ws = all ? v128.load(w + at) : loadPart<T>(w + at, n - i);
    const ts = all ? v128.load(t + at) : loadPart<T>(t + at, n - i), bs = all ? v128.load(b + at) : loadPart<T>(b + at, n - i);
    const d = v128.sub<T>(v128.sub<T>(v128.add<T>(ws, ws), ts), bs);
    const square = v128.mul<T>(v128.mul<T>(d, d), all ? v128.load(marks + at) : loadPart<T>(marks + at, n - i));
    total = v128.add<T>(total, all ? square : v128.and(square, live<T>(n - i)));
  }
  return sum<T>(total);
}

/** t = t - w + b + (marked ? scale*d : min(d, 0)), where d = 2w - t - b; scale is min(1, radius / sqrt(gap)). */
function ball<T>(t: usize, w: usize, b: usize, marks: usize, n: usize, scale: T): void {
  const scales = v128.splat<T>(scale), none = v128.splat<T>(0);
  for (let i: usize = 0; i < n; i += lanes<T>()) {
    const all = i + lanes<T>() <= n, at = i * sizeof<T>();
    const ws = all ? v128.load(w + at) : loadPart<T>(w + at, n - i);
    const ts = all ? v128.load(t + at) : loadPart<T>(t + at, n - i), bs = all ? v128.load(b + at) : loadPart<T>(b + at, n - i);
    const d = v128.sub<T>(v128.sub<T>(v128.add<T>(ws, ws), ts), bs);
    const marked = v128.ne<T>(all ? v128.load(marks + at) : loadPart<T>(marks + at, n - i), none);
    const moved = v128.bitselect(v128.mul<T>(scales, d), v128.pmin<T>(d, none), marked);
    const next = v128.add<T>(v128.add<T>(v128.sub<T>(ts, ws), bs), moved);
    if (all) v128.store(t + at, next);
    else storePart<T>(t + at, next, n - i);
  }
}

export function prox_splitl1_f32(p: usize, h: usize, w: usize, o: usize, n: usize, tau: f32): f32 { return l1<f32>(p, h, w, o, n, tau); }
export function prox_splitl1_f64(p: usize, h: usize, w: usize, o: usize, n: usize, tau: f64): f64 { return l1<f64>(p, h, w, o, n, tau); }
export function prox_splitgap_f32(t: usize, w: usize, b: usize, marks: usize, n: usize): f32 { return gap<f32>(t, w, b, marks, n); }
export function prox_splitgap_f64(t: usize, w: usize, b: usize, marks: usize, n: usize): f64 { return gap<f64>(t, w, b, marks, n); }
export function prox_splitball_f32(t: usize, w: usize, b: usize, marks: usize, n: usize, scale: f32): void { ball<f32>(t, w, b, marks, n, scale); }
export function prox_splitball_f64(t: usize, w: usize, b: usize, marks: usize, n: usize, scale: f64): void { ball<f64>(t, w, b, marks, n, scale); }
