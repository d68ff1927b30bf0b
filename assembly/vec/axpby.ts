// out = alpha*x + beta*y

import { fma, lanes, whole } from "../core/lane";

/** out, x, y: n elements each; out may be x or y. */
function axpby<T>(out: usize, x: usize, y: usize, n: usize, alpha: T, beta: T): void {
  const a = v128.splat<T>(alpha), b = v128.splat<T>(beta), size = sizeof<T>();
  let i: usize = 0;
  for (; i < whole<T>(n); i += lanes<T>()) {
    v128.store(out + i * size, fma<T>(a, v128.load(x + i * size), v128.mul<T>(b, v128.load(y + i * size))));
  }
  for (; i < n; i++) store<T>(out + i * size, alpha * load<T>(x + i * size) + beta * load<T>(y + i * size));
}

export function vec_axpby_f32(out: usize, x: usize, y: usize, n: usize, alpha: f32, beta: f32): void {
  axpby<f32>(out, x, y, n, alpha, beta);
}
export function vec_axpby_f64(out: usize, x: usize, y: usize, n: usize, alpha: f64, beta: f64): void {
  axpby<f64>(out, x, y, n, alpha, beta);
}
