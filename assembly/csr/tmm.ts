// Y = alpha*A'*X + beta*Y with A in compressed sparse rows: row i of X, times each stored entry, into the row it names.

import { axpy } from "../core/axpy";
import { scal } from "../core/scal";

/** A: m x n; X: m x k, rows ldx apart; Y: n x k, rows ldy apart, not read where beta = 0. */
function tmm<T>(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, m: usize, n: usize, k: usize,
  ldx: usize, ldy: usize, alpha: T, beta: T,
): void {
  const size = sizeof<T>();
  for (let j: usize = 0; j < n; j++) {
    if (beta == 0) memory.fill(y + j * ldy * size, 0, k * size);
    else if (beta != 1) scal<T>(y + j * ldy * size, k, beta);
  }
  for (let i: usize = 0; i < m; i++) {
    const row = x + i * ldx * size, end: usize = load<u32>(indptr + i * 4, 4);
    for (let p: usize = load<u32>(indptr + i * 4); p < end; p++) {
      axpy<T>(y + <usize>load<u32>(indices + p * 4) * ldy * size, row, k, alpha * load<T>(values + p * size));
    }
  }
}

export function csr_tmm_f32(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, m: usize, n: usize, k: usize,
  ldx: usize, ldy: usize, alpha: f32, beta: f32,
): void { tmm<f32>(y, indptr, indices, values, x, m, n, k, ldx, ldy, alpha, beta); }
export function csr_tmm_f64(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, m: usize, n: usize, k: usize,
  ldx: usize, ldy: usize, alpha: f64, beta: f64,
): void { tmm<f64>(y, indptr, indices, values, x, m, n, k, ldx, ldy, alpha, beta); }
