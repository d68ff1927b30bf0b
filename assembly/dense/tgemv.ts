// y = alpha*A'*x + beta*y

import { tgemv } from "../core/tgemv";



export function dense_tgemv_f32(y: usize, a: usize, x: usize, m: usize, n: usize, lda: usize, alpha: f32, beta: f32): void {
  tgemv<f32>(y, a, x, m, n, lda, alpha, beta);
}
export function dense_tgemv_f64(y: usize, a: usize, x: usize, m: usize, n: usize, lda: usize, alpha: f64, beta: f64): void {
  tgemv<f64>(y, a, x, m, n, lda, alpha, beta);
}
