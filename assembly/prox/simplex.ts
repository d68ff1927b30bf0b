// The tau with sum_i max(x_i - tau, 0) = radius, which projects on a simplex, or with |x_i| on an l1 ball:
//   tau = (sum of those above the last tau - radius) / how many they are, until none leaves.
// Michelot, A Finite Algorithm for Finding the Projection of a Point onto the Canonical Simplex (1986); Newton's method from
// the left on a convex function, so tau only rises and the set only shrinks. Sums are in f64 whatever the type.

import { lanes, maskOf, whole } from "../core/lane";

/** x: n elements, n > 0; radius >= 0. Of |x| with `sizes`. */
function simplex<T>(x: usize, n: usize, radius: T, sizes: bool): T {
  let tau: T = <T>-Infinity, last = n + 1;
  while (true) {
    const taus = v128.splat<T>(tau), size = sizeof<T>();
    let s0 = f64x2.splat(0), s1 = s0;
    let count: usize = 0, i: usize = 0;
    for (; i < whole<T>(n); i += lanes<T>()) {
      const v = sizes ? v128.abs<T>(v128.load(x + i * size)) : v128.load(x + i * size);
      const mask = v128.gt<T>(v, taus), kept = v128.and(v, mask);
      if (!v128.any_true(mask)) continue;
      count += popcnt<u32>(maskOf<T>(mask));
      if (sizeof<T>() == 4) {
        s0 = f64x2.add(s0, f64x2.promote_low_f32x4(kept));
        s1 = f64x2.add(s1, f64x2.promote_low_f32x4(v128.shuffle<i64>(kept, kept, 1, 0)));
      } else s0 = f64x2.add(s0, kept);
    }
    s0 = f64x2.add(s0, s1);
    let total = f64x2.extract_lane(s0, 0) + f64x2.extract_lane(s0, 1);
    for (; i < n; i++) {
      const v = sizes ? abs<T>(load<T>(x + i * size)) : load<T>(x + i * size);
      if (v > tau) {
        total += <f64>v;
        count++;
      }
    }
    if (count == 0 || count >= last) break;
    tau = <T>((total - <f64>radius) / <f64>count);
    last = count;
  }
  return tau;
}

export function prox_simplex_f32(x: usize, n: usize, radius: f32, sizes: bool): f32 { return simplex<f32>(x, n, radius, sizes); }
export function prox_simplex_f64(x: usize, n: usize, radius: f64, sizes: bool): f64 { return simplex<f64>(x, n, radius, sizes); }
