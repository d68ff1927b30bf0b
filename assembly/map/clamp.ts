// out_i = min(max(x_i, low), high), and its backward form: dy_i where low <= x_i <= high, else 0. NaN stays.

import { atLeast, atMost, lanes, loadPart, storePart } from "../core/lane";

/** out, x: n elements each, may be the same array. */
function clamp<T>(out: usize, x: usize, n: usize, low: T, high: T): void {
  const least = v128.splat<T>(low), most = v128.splat<T>(high), size = sizeof<T>();
  for (let i: usize = 0; i < n; i += lanes<T>()) {
    const whole = i + lanes<T>() <= n, at = i * size;
    const v = atMost<T>(atLeast<T>(whole ? v128.load(x + at) : loadPart<T>(x + at, n - i), least), most);
    if (whole) v128.store(out + at, v);
    else storePart<T>(out + at, v, n - i);
  }
}

/** out, x, dy: n elements each, out may be x or dy. */
function backward<T>(out: usize, x: usize, dy: usize, n: usize, low: T, high: T): void {
  const least = v128.splat<T>(low), most = v128.splat<T>(high), size = sizeof<T>();
  for (let i: usize = 0; i < n; i += lanes<T>()) {
    const whole = i + lanes<T>() <= n, at = i * size;
    const v = whole ? v128.load(x + at) : loadPart<T>(x + at, n - i);
    const outside = v128.or(v128.lt<T>(v, least), v128.gt<T>(v, most));
    const kept = v128.andnot(whole ? v128.load(dy + at) : loadPart<T>(dy + at, n - i), outside);
    if (whole) v128.store(out + at, kept);
    else storePart<T>(out + at, kept, n - i);
  }
}

export function map_clamp_f32(out: usize, x: usize, n: usize, low: f32, high: f32): void { clamp<f32>(out, x, n, low, high); }
export function map_clamp_f64(out: usize, x: usize, n: usize, low: f64, high: f64): void { clamp<f64>(out, x, n, low, high); }
export function map_dclamp_f32(out: usize, x: usize, dy: usize, n: usize, low: f32, high: f32): void {
  backward<f32>(out, x, dy, n, low, high);
}
export function map_dclamp_f64(out: usize, x: usize, dy: usize, n: usize, low: f64, high: f64): void {
  backward<f64>(out, x, dy, n, low, high);
}
