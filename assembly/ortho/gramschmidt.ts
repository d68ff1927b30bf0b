// v_i <- (v_i - sum_j q_j (q_j' v_i)) / ||.||, the vectors being rows of V; dependent vectors are dropped.
// Bjorck, Numerics of Gram-Schmidt Orthogonalization (1994): modified (mgs), classical (cgs), classical twice (cgs2).

import { CLASSICAL, gramSchmidt, MODIFIED, TWICE } from "../core/ortho/gramschmidt";

/** See core/ortho/gramschmidt; R's rows are n apart. Returns rank, <= m. */
export function ortho_cgs_f32(
  v: usize, r: usize, kept: usize, work: usize, m: usize, n: usize, tolerance: f32,
): usize { return gramSchmidt<f32>(v, r, kept, work, 0, m, n, n, m, tolerance, CLASSICAL); }
/** See core/ortho/gramschmidt; R's rows are n apart. Returns rank, <= m. */
export function ortho_cgs2_f32(
  v: usize, r: usize, kept: usize, work: usize, m: usize, n: usize, tolerance: f32,
): usize { return gramSchmidt<f32>(v, r, kept, work, 0, m, n, n, m, tolerance, TWICE); }
/** See core/ortho/gramschmidt; R's rows are n apart. Returns rank, <= m. */
export function ortho_mgs_f32(
  v: usize, r: usize, kept: usize, work: usize, m: usize, n: usize, tolerance: f32,
): usize { return gramSchmidt<f32>(v, r, kept, work, 0, m, n, n, m, tolerance, MODIFIED); }
/** See core/ortho/gramschmidt; R's rows are n apart. Returns rank, <= m. */
export function ortho_cgs_f64(
  v: usize, r: usize, kept: usize, work: usize, m: usize, n: usize, tolerance: f64,
): usize { return gramSchmidt<f64>(v, r, kept, work, 0, m, n, n, m, tolerance, CLASSICAL); }
/** See core/ortho/gramschmidt; R's rows are n apart. Returns rank, <= m. */
export function ortho_cgs2_f64(
  v: usize, r: usize, kept: usize, work: usize, m: usize, n: usize, tolerance: f64,
): usize { return gramSchmidt<f64>(v, r, kept, work, 0, m, n, n, m, tolerance, TWICE); }
/** See core/ortho/gramschmidt; R's rows are n apart. Returns rank, <= m. */
export function ortho_mgs_f64(
  v: usize, r: usize, kept: usize, work: usize, m: usize, n: usize, tolerance: f64,
): usize { return gramSchmidt<f64>(v, r, kept, work, 0, m, n, n, m, tolerance, MODIFIED); }
