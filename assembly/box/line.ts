// Errors along a coordinate: for each whole number v from `first` on, the positives with s_i + v x_i < margin and the negatives
// with s_i + v x_i > -margin. Coordinate polishing of a scoring system, and the last coordinate of a box, need no other pass.

import { lanes, sum, whole } from "../core/lane";

/** out: `steps` pairs, wrong positives and wrong negatives; s, x: n elements; counts: n positives, then n negatives. */
export function box_line_f64(out: usize, s: usize, x: usize, counts: usize, n: usize, first: f64, steps: usize, margin: f64): void {
  const pos = counts, neg = counts + n * 8;
  const margins = f64x2.splat(margin), below = f64x2.splat(-margin);
  let value = first;
  for (let step: usize = 0; step < steps; step++, value += 1) {
    const values = f64x2.splat(value);
    let wrongPos = f64x2.splat(0), wrongNeg = wrongPos;
    let at: usize = 0;
    for (const end = whole<f64>(n) * 8; at < end; at += lanes<f64>() * 8) {
      const score = f64x2.add(v128.load(s + at), f64x2.mul(values, v128.load(x + at)));
      wrongPos = f64x2.add(wrongPos, v128.and(f64x2.lt(score, margins), v128.load(pos + at)));
      wrongNeg = f64x2.add(wrongNeg, v128.and(f64x2.gt(score, below), v128.load(neg + at)));
    }
    let p = sum<f64>(wrongPos), q = sum<f64>(wrongNeg);
    if (at < n * 8) {
      const score = load<f64>(s + at) + value * load<f64>(x + at);
      if (score < margin) p += load<f64>(pos + at);
      if (score > -margin) q += load<f64>(neg + at);
    }
    store<f64>(out + step * 16, p);
    store<f64>(out + step * 16, q, 8);
  }
}
