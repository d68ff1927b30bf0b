// ln x, lane by lane:  x = 2^k m, sqrt(1/2) <= m < sqrt 2,  ln m = 2s + s^3 R(s^2),  s = (m - 1) / (m + 1).
// R is the polynomial of least relative error (Remez exchange): 2^-30 in f32, 2^-59 in f64.

import { entry } from "./exp";
import { fma, octaveOf, overOctave, pick } from "./lane";

// The least normal number, what lifts a subnormal one above it and its log2, ln 2 in two parts, then R.
const LEAST: usize = 0, LIFT: usize = 1, LIFTED: usize = 2, UPPER: usize = 3, LOWER: usize = 4, R: usize = 5;
const SINGLE = memory.data<f32>([
  1.1754943508222875e-38, 16777216, 24, 0.693145751953125, 1.4286068e-6, 6.6666776e-1, 3.9977533e-1, 2.9872015e-1,
]);
const DOUBLE = memory.data<f64>([
  2.2250738585072014e-308, 18014398509481984, 54, 0.6931471805582987, 1.6465949582897082e-12,
  0.6666666666666734, 0.39999999999413965, 0.2857142874256316, 0.22222198553650335, 0.18183565414682856,
  0.1531402092623847, 0.14796263108064794,
]);

// @ts-ignore: decorator
@inline function constant<T>(k: usize): v128 { return entry<T>(pick<T, usize>(SINGLE, DOUBLE), k); }

/** ln x: -infinity at zeros, NaN below; infinity at infinity, NaN at NaN. Within 3 units in the last place. */
// @ts-ignore: decorator
@inline export function log<T>(x: v128): v128 {
  const zero = v128.splat<T>(0), one = v128.splat<T>(1), least = constant<T>(LEAST);
  const low = v128.lt<T>(x, least), normal = v128.bitselect(v128.mul<T>(x, constant<T>(LIFT)), x, low);
  const k = v128.sub<T>(octaveOf<T>(normal), v128.and(low, constant<T>(LIFTED)));
  const m = overOctave<T>(normal);
  const s = v128.div<T>(v128.sub<T>(m, one), v128.add<T>(m, one)), z = v128.mul<T>(s, s);
  let r = constant<T>(R + pick<T, usize>(2, 6));
  if (pick<T, bool>(false, true)) {
    r = fma<T>(r, z, constant<T>(R + 5));
    r = fma<T>(r, z, constant<T>(R + 4));
    r = fma<T>(r, z, constant<T>(R + 3));
    r = fma<T>(r, z, constant<T>(R + 2));
  }
  r = fma<T>(r, z, constant<T>(R + 1));
  r = fma<T>(r, z, constant<T>(R));
  const tail = fma<T>(k, constant<T>(LOWER), v128.mul<T>(v128.mul<T>(s, z), r));
  const value = fma<T>(k, constant<T>(UPPER), v128.add<T>(v128.add<T>(s, s), tail));
  // Elsewhere: infinity and NaN as they are, all bits set, which is NaN, below zero, and -infinity at zero.
  const proper = v128.and(v128.gt<T>(x, zero), v128.lt<T>(x, v128.splat<T>(<T>Infinity)));
  const odd = v128.bitselect(v128.splat<T>(<T>-Infinity), v128.or(x, v128.lt<T>(x, zero)), v128.eq<T>(x, zero));
  return v128.bitselect(value, odd, proper);
}
