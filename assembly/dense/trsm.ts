// op(A) X = B in place, A triangular

import { trsm } from "../core/trsm";

/** See core/trsm. Workspace: dense_gemmwork_f32(n, k, n). */
export function dense_trsm_f32(
  b: usize, a: usize, work: usize, n: usize, k: usize, ldb: usize, r: usize, s: usize, lower: bool, unit: bool,
): void { trsm<f32>(b, a, work, n, k, ldb, r, s, lower, unit); }

/** See core/trsm. Workspace: dense_gemmwork_f64(n, k, n). */
export function dense_trsm_f64(
  b: usize, a: usize, work: usize, n: usize, k: usize, ldb: usize, r: usize, s: usize, lower: bool, unit: bool,
): void { trsm<f64>(b, a, work, n, k, ldb, r, s, lower, unit); }
