// y = alpha*A*x + beta*y

import { gemv } from "../core/gemv";



export function dense_gemv_f32(y: usize, a: usize, x: usize, m: usize, n: usize, lda: usize, alpha: f32, beta: f32): void {
  gemv<f32>(y, a, x, m, n, lda, alpha, beta);
}
export function dense_gemv_f64(y: usize, a: usize, x: usize, m: usize, n: usize, lda: usize, alpha: f64, beta: f64): void {
  gemv<f64>(y, a, x, m, n, lda, alpha, beta);
}
