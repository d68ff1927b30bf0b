// out_i = f(x_i) for elementary functions, and their backward forms out_i = f'(x_i) dy_i

import { bell, erf } from "../core/erf";
import { exp } from "../core/exp";
import { log } from "../core/log";
import { map, zip } from "../core/map";

/** |x|, whose derivative is taken to be 0 at 0. */
class Abs {
  @inline lane<T>(x: v128): v128 { return v128.abs<T>(x); }
  @inline pair<T>(x: v128, dy: v128): v128 {
    const zero = v128.splat<T>(0), turned = v128.bitselect(v128.neg<T>(dy), dy, v128.lt<T>(x, zero));
    return v128.andnot(turned, v128.eq<T>(x, zero));
  }
}

class Sqrt {
  @inline lane<T>(x: v128): v128 { return v128.sqrt<T>(x); }
  @inline pair<T>(x: v128, dy: v128): v128 {
    const root = v128.sqrt<T>(x);
    return v128.div<T>(dy, v128.add<T>(root, root));
  }
}

class Exp {
  @inline lane<T>(x: v128): v128 { return exp<T>(x); }
  @inline pair<T>(x: v128, dy: v128): v128 { return v128.mul<T>(exp<T>(x), dy); }
}

class Log {
  @inline lane<T>(x: v128): v128 { return log<T>(x); }
  @inline pair<T>(x: v128, dy: v128): v128 { return v128.div<T>(dy, x); }
}

/** Its derivative is 2 / sqrt(pi) e^(-x^2). */
class Erf {
  @inline lane<T>(x: v128): v128 { return erf<T>(x); }
  @inline pair<T>(x: v128, dy: v128): v128 {
    return v128.mul<T>(v128.mul<T>(bell<T>(x, 1), v128.splat<T>(<T>1.1283791670955126)), dy);
  }
}

export function map_abs_f32(out: usize, x: usize, n: usize): void { map<f32, Abs>(out, x, n); }
export function map_abs_f64(out: usize, x: usize, n: usize): void { map<f64, Abs>(out, x, n); }
export function map_sqrt_f32(out: usize, x: usize, n: usize): void { map<f32, Sqrt>(out, x, n); }
export function map_sqrt_f64(out: usize, x: usize, n: usize): void { map<f64, Sqrt>(out, x, n); }
export function map_exp_f32(out: usize, x: usize, n: usize): void { map<f32, Exp>(out, x, n); }
export function map_exp_f64(out: usize, x: usize, n: usize): void { map<f64, Exp>(out, x, n); }
export function map_log_f32(out: usize, x: usize, n: usize): void { map<f32, Log>(out, x, n); }
export function map_log_f64(out: usize, x: usize, n: usize): void { map<f64, Log>(out, x, n); }
export function map_erf_f32(out: usize, x: usize, n: usize): void { map<f32, Erf>(out, x, n); }
export function map_erf_f64(out: usize, x: usize, n: usize): void { map<f64, Erf>(out, x, n); }

export function map_dabs_f32(out: usize, x: usize, dy: usize, n: usize): void { zip<f32, Abs>(out, x, dy, n); }
export function map_dabs_f64(out: usize, x: usize, dy: usize, n: usize): void { zip<f64, Abs>(out, x, dy, n); }
export function map_dsqrt_f32(out: usize, x: usize, dy: usize, n: usize): void { zip<f32, Sqrt>(out, x, dy, n); }
export function map_dsqrt_f64(out: usize, x: usize, dy: usize, n: usize): void { zip<f64, Sqrt>(out, x, dy, n); }
export function map_dexp_f32(out: usize, x: usize, dy: usize, n: usize): void { zip<f32, Exp>(out, x, dy, n); }
export function map_dexp_f64(out: usize, x: usize, dy: usize, n: usize): void { zip<f64, Exp>(out, x, dy, n); }
export function map_dlog_f32(out: usize, x: usize, dy: usize, n: usize): void { zip<f32, Log>(out, x, dy, n); }
export function map_dlog_f64(out: usize, x: usize, dy: usize, n: usize): void { zip<f64, Log>(out, x, dy, n); }
export function map_derf_f32(out: usize, x: usize, dy: usize, n: usize): void { zip<f32, Erf>(out, x, dy, n); }
export function map_derf_f64(out: usize, x: usize, dy: usize, n: usize): void { zip<f64, Erf>(out, x, dy, n); }
