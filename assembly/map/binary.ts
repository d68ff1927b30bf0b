// out_i = x_i + y_i, x_i - y_i, x_i y_i, x_i / y_i

import { zip } from "../core/map";

class Add { @inline pair<T>(x: v128, y: v128): v128 { return v128.add<T>(x, y); } }
class Sub { @inline pair<T>(x: v128, y: v128): v128 { return v128.sub<T>(x, y); } }
class Mul { @inline pair<T>(x: v128, y: v128): v128 { return v128.mul<T>(x, y); } }
class Div { @inline pair<T>(x: v128, y: v128): v128 { return v128.div<T>(x, y); } }

/** out, x, y: n elements each; out may be x or y. */
export function map_add_f32(out: usize, x: usize, y: usize, n: usize): void { zip<f32, Add>(out, x, y, n); }
export function map_add_f64(out: usize, x: usize, y: usize, n: usize): void { zip<f64, Add>(out, x, y, n); }
export function map_sub_f32(out: usize, x: usize, y: usize, n: usize): void { zip<f32, Sub>(out, x, y, n); }
export function map_sub_f64(out: usize, x: usize, y: usize, n: usize): void { zip<f64, Sub>(out, x, y, n); }
export function map_mul_f32(out: usize, x: usize, y: usize, n: usize): void { zip<f32, Mul>(out, x, y, n); }
export function map_mul_f64(out: usize, x: usize, y: usize, n: usize): void { zip<f64, Mul>(out, x, y, n); }
export function map_div_f32(out: usize, x: usize, y: usize, n: usize): void { zip<f32, Div>(out, x, y, n); }
export function map_div_f64(out: usize, x: usize, y: usize, n: usize): void { zip<f64, Div>(out, x, y, n); }
