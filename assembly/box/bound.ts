// Errors no point of a box can avoid. The score s_i = x_i'rho of group i, over lower <= rho <= upper, lies in [low_i, high_i];
// its positives are wrong unless s_i >= margin, its negatives unless s_i <= -margin, and both cannot be right.
// Interval bounds as in Ustun and Rudin, Supersparse Linear Integer Models, Machine Learning 102 (2016), section 3, by coordinate.

import { lanes, sum, whole } from "../core/lane";

/**
 * The intervals once column x's coefficient, in [l, u] so far, is in [l2, u2]: written to high2 and low2 unless those are 0.
 * counts: n positives, negatives, and costs of erring on one side at the least, one below the other, and the errors of that;
 * out: sums of the positives and of the negatives that are surely wrong, then of cost and of errors of the others.
 */
export function box_bound_f64(
  out: usize, high2: usize, low2: usize, high: usize, low: usize, x: usize, counts: usize, n: usize,
  l: f64, u: f64, l2: f64, u2: f64, margin: f64,
): void {
  const pos = counts, neg = pos + n * 8, cost = neg + n * 8, least = cost + n * 8;
  const ls = f64x2.splat(l), us = f64x2.splat(u), ls2 = f64x2.splat(l2), us2 = f64x2.splat(u2);
  const margins = f64x2.splat(margin), below = f64x2.splat(-margin);
  let wrongPos = f64x2.splat(0), wrongNeg = wrongPos, costs = wrongPos, errors = wrongPos;
  let at: usize = 0;
  for (const end = whole<f64>(n) * 8; at < end; at += lanes<f64>() * 8) {
    const v = v128.load(x + at);
    const before = f64x2.mul(v, ls), beyond = f64x2.mul(v, us), first = f64x2.mul(v, ls2), last = f64x2.mul(v, us2);
    const top = f64x2.add(v128.load(high + at), f64x2.sub(f64x2.pmax(first, last), f64x2.pmax(before, beyond)));
    const bottom = f64x2.add(v128.load(low + at), f64x2.sub(f64x2.pmin(first, last), f64x2.pmin(before, beyond)));
    if (high2) {
      v128.store(high2 + at, top);
      v128.store(low2 + at, bottom);
    }
    const noPos = f64x2.lt(top, margins), noNeg = f64x2.gt(bottom, below), open = v128.not(v128.or(noPos, noNeg));
    wrongPos = f64x2.add(wrongPos, v128.and(noPos, v128.load(pos + at)));
    wrongNeg = f64x2.add(wrongNeg, v128.and(noNeg, v128.load(neg + at)));
    costs = f64x2.add(costs, v128.and(open, v128.load(cost + at)));
    errors = f64x2.add(errors, v128.and(open, v128.load(least + at)));
  }
  let p = sum<f64>(wrongPos), q = sum<f64>(wrongNeg), c = sum<f64>(costs), e = sum<f64>(errors);
  if (at < n * 8) {
    const v = load<f64>(x + at);
    const top = load<f64>(high + at) + (max(v * l2, v * u2) - max(v * l, v * u));
    const bottom = load<f64>(low + at) + (min(v * l2, v * u2) - min(v * l, v * u));
    if (high2) {
      store<f64>(high2 + at, top);
      store<f64>(low2 + at, bottom);
    }
    if (top < margin) p += load<f64>(pos + at);
    if (bottom > -margin) q += load<f64>(neg + at);
    if (top >= margin && bottom <= -margin) {
      c += load<f64>(cost + at);
      e += load<f64>(least + at);
    }
  }
  store<f64>(out, p);
  store<f64>(out, q, 8);
  store<f64>(out, c, 16);
  store<f64>(out, e, 24);
}
