// y = alpha*A*x + beta*y with A in compressed sparse rows. See core/csrmv.

import { mv } from "../core/csrmv";

export function csr_mv_f32(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, m: usize, alpha: f32, beta: f32,
): void { mv<f32>(y, indptr, indices, values, x, m, alpha, beta); }
export function csr_mv_f64(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, m: usize, alpha: f64, beta: f64,
): void { mv<f64>(y, indptr, indices, values, x, m, alpha, beta); }
