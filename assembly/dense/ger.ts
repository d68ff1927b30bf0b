// A += alpha*x*y'

import { axpy } from "../core/axpy";

/** A: m x n, rows lda apart; x: m; y: n elements. */
function ger<T>(a: usize, x: usize, y: usize, m: usize, n: usize, lda: usize, alpha: T): void {
  const size = sizeof<T>();
  for (let i: usize = 0; i < m; i++) axpy<T>(a + i * lda * size, y, n, alpha * load<T>(x + i * size));
}

export function dense_ger_f32(a: usize, x: usize, y: usize, m: usize, n: usize, lda: usize, alpha: f32): void {
  ger<f32>(a, x, y, m, n, lda, alpha);
}
export function dense_ger_f64(a: usize, x: usize, y: usize, m: usize, n: usize, lda: usize, alpha: f64): void {
  ger<f64>(a, x, y, m, n, lda, alpha);
}
