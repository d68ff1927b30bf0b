// Coordinate descent, lane by lane, on  sum_i (g_i f_i + w_i f_i^2 / 2) + l1 ||z||_1 + ridge ||z||^2 / 2,  f = X(z - z0) + c,
// the intercept c always at its minimum.
// Yuan, Ho and Lin, An Improved GLMNET for L1-regularized Logistic Regression (2012), section 3, for the quadratic model.

import { Dense, Sparse, spread, total, Weighted } from "./column";
import { INVERSE, move, MOVED, SHIFT, STEP, unsettled } from "./move";

/**
 * Sweeps over the columns in `set` (count u32) until the largest h_j |delta_j| of a sweep is enough in every lane, or
 * `sweeps` times; returns how many were made.
 * z, q, h, s: panels of as many rows as X has columns: the coefficients, X'g at z0, and of klane_curve; u = X(z - z0) and w:
 * panels of n rows; block: lane numbers, 7 rows of a panel; X as for klane_dots.
 */
function cd<T>(
  z: usize, u: usize, block: usize, indptr: usize, indices: usize, values: usize, w: usize, q: usize, h: usize, s: usize,
  set: usize, count: usize, n: usize, sweeps: usize, wide: bool,
): usize {
  const row: usize = wide ? 32 : 16, step = block + STEP * row;
  let sweep: usize = 0;
  while (sweep < sweeps) {
    sweep++;
    memory.fill(block + MOVED * row, 0, row);
    for (let at: usize = 0; at < count; at++) {
      const j: usize = load<u32>(set + at * 4), here = j * row;
      if (indptr == 0) {
        if (wide) total<T, Dense, Weighted>(step, indptr, indices, values, u, w, j, n, true);
        else total<T, Dense, Weighted>(step, indptr, indices, values, u, w, j, n, false);
      } else {
        if (wide) total<T, Sparse, Weighted>(step, indptr, indices, values, u, w, j, n, true);
        else total<T, Sparse, Weighted>(step, indptr, indices, values, u, w, j, n, false);
      }
      let moved = one<T>(z + here, block, q + here, h + here, s + here, row);
      if (wide) moved = one<T>(z + here + 16, block + 16, q + here + 16, h + here + 16, s + here + 16, row) || moved;
      if (!moved) continue;
      if (indptr == 0) {
        if (wide) spread<T, Dense>(u, indptr, indices, values, step, j, n, true);
        else spread<T, Dense>(u, indptr, indices, values, step, j, n, false);
      } else {
        if (wide) spread<T, Sparse>(u, indptr, indices, values, step, j, n, true);
        else spread<T, Sparse>(u, indptr, indices, values, step, j, n, false);
      }
    }
    if (!unsettled<T>(block, row)) break;
  }
  return sweep;
}

/** One vector of lanes of one coordinate: from sum_i w_i x_ij u_i in the step's place to the step itself. Whether it is not 0. */
function one<T>(z: usize, block: usize, q: usize, h: usize, s: usize, row: usize): bool {
  const own = v128.load(s), shift = block + SHIFT * row, step = block + STEP * row, c = v128.load(shift);
  const gradient = v128.add<T>(v128.add<T>(v128.load(q), v128.load(step)), v128.mul<T>(c, own));
  const delta = move<T>(z, h, gradient, block, row);
  v128.store(step, delta);
  v128.store(shift, v128.sub<T>(c, v128.mul<T>(v128.mul<T>(own, v128.load(block + INVERSE * row)), delta)));
  return v128.any_true(v128.ne<T>(delta, v128.splat<T>(0)));
}

export function klane_cd_f32(z: usize, u: usize, block: usize, indptr: usize, indices: usize, values: usize, w: usize, q: usize, h: usize, s: usize, set: usize, count: usize, n: usize, sweeps: usize, wide: bool): usize {
  return cd<f32>(z, u, block, indptr, indices, values, w, q, h, s, set, count, n, sweeps, wide);
}
export function klane_cd_f64(z: usize, u: usize, block: usize, indptr: usize, indices: usize, values: usize, w: usize, q: usize, h: usize, s: usize, set: usize, count: usize, n: usize, sweeps: usize, wide: bool): usize {
  return cd<f64>(z, u, block, indptr, indices, values, w, q, h, s, set, count, n, sweeps, wide);
}
