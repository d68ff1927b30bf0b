// y = alpha*A'*x + beta*y with A in compressed sparse rows: each row is added into y.

import { scal } from "../core/scal";

/** A: m x n; x: m; y: n, not read where beta = 0. */
function tmv<T>(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, m: usize, n: usize, alpha: T, beta: T,
): void {
  const size = sizeof<T>(), shift = alignof<T>();
  if (beta == 0) memory.fill(y, 0, n * size);
  else if (beta != 1) scal<T>(y, n, beta);
  for (let i: usize = 0; i < m; i++) {
    const scaled = alpha * load<T>(x + i * size), end: usize = load<u32>(indptr + i * 4, 4);
    for (let p: usize = load<u32>(indptr + i * 4); p < end; p++) {
      const at = y + (<usize>load<u32>(indices + p * 4) << shift);
      store<T>(at, load<T>(at) + load<T>(values + p * size) * scaled);
    }
  }
}

export function csr_tmv_f32(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, m: usize, n: usize, alpha: f32, beta: f32,
): void { tmv<f32>(y, indptr, indices, values, x, m, n, alpha, beta); }
export function csr_tmv_f64(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, m: usize, n: usize, alpha: f64, beta: f64,
): void { tmv<f64>(y, indptr, indices, values, x, m, n, alpha, beta); }
