// One coordinate in one vector of lanes to its minimum:  z = sign(t) max(|t| - l1, 0) / h,  t = h z - (gradient + ridge z).
// Friedman, Hastie and Tibshirani, Regularization Paths for Generalized Linear Models via Coordinate Descent (2010), equation 10.

import { atLeast, signed } from "../core/lane";

// Rows of the block of lane numbers: l1, ridge, 1 / sum_i w_i or 0 without an intercept, the intercept's step c, how small
// h |delta| has to become; for the kernels, its largest in the last sweep, and the step delta of a coordinate.
export const L1: usize = 0, RIDGE: usize = 1, INVERSE: usize = 2, SHIFT: usize = 3, ENOUGH: usize = 4, MOVED: usize = 5, STEP: usize = 6;

/** Moves z, whose curvature is at h (0: nothing depends on it, and it goes to 0), for the vector of lanes whose numbers start at `block`, rows of it `row` bytes long. Returns the step. */
// @ts-ignore: decorator
@inline export function move<T>(z: usize, h: usize, gradient: v128, block: usize, row: usize): v128 {
  const old = v128.load(z), curve = v128.load(h), zero = v128.splat<T>(0), top = block + MOVED * row;
  const slope = v128.add<T>(gradient, v128.mul<T>(v128.load(block + RIDGE * row), old));
  const t = v128.sub<T>(v128.mul<T>(curve, old), slope);
  const shrunk = signed<T>(atLeast<T>(v128.sub<T>(v128.abs<T>(t), v128.load(block + L1 * row)), zero), t);
  const next = v128.and(v128.div<T>(shrunk, curve), v128.gt<T>(curve, zero)), delta = v128.sub<T>(next, old);
  v128.store(z, next);
  v128.store(top, v128.pmax<T>(v128.load(top), v128.mul<T>(curve, v128.abs<T>(delta))));
  return delta;
}

/** Whether a lane moved by more than enough in the sweep that has ended. */
// @ts-ignore: decorator
@inline export function unsettled<T>(block: usize, row: usize): bool {
  let over = v128.gt<T>(v128.load(block + MOVED * row), v128.load(block + ENOUGH * row));
  if (row == 32) over = v128.or(over, v128.gt<T>(v128.load(block + MOVED * row, 16), v128.load(block + ENOUGH * row, 16)));
  return v128.any_true(over);
}
