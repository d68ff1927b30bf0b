// C = alpha*op(A)*op(A)' + beta*C, lower triangle; C's upper triangle is neither read nor written.

import { gemm } from "../core/gemm";

/** op(A) is n x k, element (i, p) at a + i*ra + p*ca. Workspace: dense_gemmwork_f32(n, n, k). */
export function dense_syrk_f32(
  c: usize, a: usize, work: usize, n: usize, k: usize, ldc: usize, ra: usize, ca: usize, alpha: f32, beta: f32,
): void { gemm<f32>(c, a, a, work, n, n, k, ldc, ra, ca, ca, ra, alpha, beta, true); }

/** op(A) is n x k, element (i, p) at a + i*ra + p*ca. Workspace: dense_gemmwork_f64(n, n, k). */
export function dense_syrk_f64(
  c: usize, a: usize, work: usize, n: usize, k: usize, ldc: usize, ra: usize, ca: usize, alpha: f64, beta: f64,
): void { gemm<f64>(c, a, a, work, n, n, k, ldc, ra, ca, ca, ra, alpha, beta, true); }
