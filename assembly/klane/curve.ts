// h_j = sum_i w_i x_ij^2 - m_j s_j + ridge,  s_j = sum_i w_i x_ij,  m_j = s_j / sum_i w_i: the curvature along a column of X
// once the intercept follows it. Friedman, Hastie and Tibshirani, Regularization Paths for Generalized Linear Models via
// Coordinate Descent (2010), section 3, with the intercept eliminated.

import { pick } from "../core/lane";
import { Dense, Plain, Sparse, Squared, total } from "./column";

/**
 * h, s: panels of as many rows as X has columns; ridge, inverse: one row of a panel each: 1 / sum_i w_i, or 0 without an
 * intercept. Where a column is, to rounding, constant over the weights, h is the ridge. The rest as for klane_dots.
 */
function curve<T>(
  h: usize, s: usize, indptr: usize, indices: usize, values: usize, w: usize, ridge: usize, inverse: usize,
  set: usize, count: usize, n: usize, wide: bool,
): void {
  const least = v128.splat<T>(pick<T, T>(<T>1e-5, <T>1e-13)), zero = v128.splat<T>(0), row: usize = wide ? 32 : 16;
  for (let at: usize = 0; at < count; at++) {
    const j: usize = load<u32>(set + at * 4), to = h + j * row, sums = s + j * row;
    if (indptr == 0) {
      if (wide) both<T, Dense>(to, sums, indptr, indices, values, w, j, n, true);
      else both<T, Dense>(to, sums, indptr, indices, values, w, j, n, false);
    } else {
      if (wide) both<T, Sparse>(to, sums, indptr, indices, values, w, j, n, true);
      else both<T, Sparse>(to, sums, indptr, indices, values, w, j, n, false);
    }
    for (let v: usize = 0; v < row; v += 16) {
      const all = v128.load(to + v), own = v128.load(sums + v);
      const left = v128.sub<T>(all, v128.mul<T>(v128.mul<T>(own, own), v128.load(inverse + v)));
      const held = v128.bitselect(left, zero, v128.gt<T>(left, v128.mul<T>(least, all)));
      v128.store(to + v, v128.add<T>(held, v128.load(ridge + v)));
    }
  }
}

// @ts-ignore: decorator
@inline function both<T, Column>(h: usize, s: usize, indptr: usize, indices: usize, values: usize, w: usize, j: usize, n: usize, wide: bool): void {
  total<T, Column, Squared>(h, indptr, indices, values, w, w, j, n, wide);
  total<T, Column, Plain>(s, indptr, indices, values, w, w, j, n, wide);
}

export function klane_curve_f32(h: usize, s: usize, indptr: usize, indices: usize, values: usize, w: usize, ridge: usize, inverse: usize, set: usize, count: usize, n: usize, wide: bool): void {
  curve<f32>(h, s, indptr, indices, values, w, ridge, inverse, set, count, n, wide);
}
export function klane_curve_f64(h: usize, s: usize, indptr: usize, indices: usize, values: usize, w: usize, ridge: usize, inverse: usize, set: usize, count: usize, n: usize, wide: bool): void {
  curve<f64>(h, s, indptr, indices, values, w, ridge, inverse, set, count, n, wide);
}
