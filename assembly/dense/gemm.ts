// C = f(alpha*op(A)*op(B) + beta*C + bias); strides choose the transposes. See core/gemm.

import { gemm, gemmWork } from "../core/gemm";

export function dense_gemm_f32(
  c: usize, a: usize, b: usize, work: usize, m: usize, n: usize, k: usize,
  ldc: usize, ra: usize, ca: usize, rb: usize, cb: usize, alpha: f32, beta: f32,
  bias: usize, perRow: bool, activation: usize,
): void { gemm<f32>(c, a, b, work, m, n, k, ldc, ra, ca, rb, cb, alpha, beta, false, bias, perRow, activation); }

export function dense_gemm_f64(
  c: usize, a: usize, b: usize, work: usize, m: usize, n: usize, k: usize,
  ldc: usize, ra: usize, ca: usize, rb: usize, cb: usize, alpha: f64, beta: f64,
  bias: usize, perRow: bool, activation: usize,
): void { gemm<f64>(c, a, b, work, m, n, k, ldc, ra, ca, rb, cb, alpha, beta, false, bias, perRow, activation); }

/** Elements of workspace dense_gemm needs. */
export function dense_gemmwork_f32(m: usize, n: usize, k: usize): usize { return gemmWork<f32>(m, n, k); }
export function dense_gemmwork_f64(m: usize, n: usize, k: usize): usize { return gemmWork<f64>(m, n, k); }
