// e^x and e^x - 1, lane by lane:  x = n*ln 2 + r, |r| <= ln 2 / 2,  e^x = 2^n * e^r.
// Cody and Waite, Software Manual for the Elementary Functions (1980), chapter 6, for the reduction by two constants;
// (e^r - 1 - r) / r^2 by the polynomial of least relative error (Remez exchange): 2^-26 in f32, 2^-55 in f64.

import { atLeast, atMost, fma, nfma, pick, pow2, signed } from "./lane";

// Constants lie in memory: V8 loads and spreads one in one instruction, but builds a v128.const in several.
const LEAST: usize = 0, MOST: usize = 1, INVERSE: usize = 2, UPPER: usize = 3, LOWER: usize = 4, FLUSH: usize = 5, LAST: usize = 6, Q: usize = 7;
const SINGLE = memory.data<f32>([
  -104, 89, 1.4426950408889634, 0.693145751953125, 1.4286068e-6, -88, -127,
  4.9999997e-1, 1.6666543e-1, 4.16672e-2, 8.36658e-3, 1.3882493e-3,
]);
const DOUBLE = memory.data<f64>([
  -746, 710, 1.4426950408889634, 0.6931471805582987, 1.6465949582897082e-12, -709, -1023,
  0.5000000000000006, 0.16666666666666588, 0.041666666666576105, 0.00833333333338994, 0.0013888888931796253,
  0.00019841269718390715, 2.480150497760678e-5, 2.755740781540154e-6, 2.7626161871666045e-7, 2.5053793697026546e-8,
]);

/** Entry k of a table of T, in every lane. */
// @ts-ignore: decorator
@inline export function entry<T>(table: usize, k: usize): v128 { return v128.load_splat<T>(table + k * sizeof<T>()); }

// @ts-ignore: decorator
@inline function constant<T>(k: usize): v128 { return entry<T>(pick<T, usize>(SINGLE, DOUBLE), k); }

/** n of the reduction. */
// @ts-ignore: decorator
@inline function octave<T>(x: v128): v128 { return v128.nearest<T>(v128.mul<T>(x, constant<T>(INVERSE))); }

/** r of the reduction: n*ln 2 is taken off in two parts, the first of them exact. */
// @ts-ignore: decorator
@inline function rest<T>(x: v128, n: v128): v128 {
  return nfma<T>(n, constant<T>(LOWER), nfma<T>(n, constant<T>(UPPER), x));
}

/** e^r - 1 for |r| <= ln 2 / 2. */
// @ts-ignore: decorator
@inline function small<T>(r: v128): v128 {
  let q = constant<T>(Q + pick<T, usize>(4, 9));
  if (pick<T, bool>(false, true)) {
    q = fma<T>(q, r, constant<T>(Q + 8));
    q = fma<T>(q, r, constant<T>(Q + 7));
    q = fma<T>(q, r, constant<T>(Q + 6));
    q = fma<T>(q, r, constant<T>(Q + 5));
    q = fma<T>(q, r, constant<T>(Q + 4));
  }
  q = fma<T>(q, r, constant<T>(Q + 3));
  q = fma<T>(q, r, constant<T>(Q + 2));
  q = fma<T>(q, r, constant<T>(Q + 1));
  q = fma<T>(q, r, constant<T>(Q));
  return fma<T>(v128.mul<T>(r, r), q, r);
}

/** e^x: 0 at -infinity, infinity at infinity, NaN at NaN, subnormal results rounded once. Within 1 unit in the last place. */
// @ts-ignore: decorator
@inline export function exp<T>(x: v128): v128 {
  x = atMost<T>(atLeast<T>(x, constant<T>(LEAST)), constant<T>(MOST));
  const n = octave<T>(x), half = v128.floor<T>(v128.mul<T>(n, v128.splat<T>(<T>0.5)));
  const value = v128.add<T>(v128.splat<T>(1), small<T>(rest<T>(x, n)));
  return v128.mul<T>(v128.mul<T>(value, pow2<T>(half)), pow2<T>(v128.sub<T>(n, half)));
}

/** e^(x + tail) for x <= 0 and |tail| < 1, where both cannot be held in one number; 0 where it would be subnormal. */
// @ts-ignore: decorator
@inline export function decay<T>(x: v128, tail: v128): v128 {
  x = atLeast<T>(x, constant<T>(FLUSH));
  const n = atLeast<T>(octave<T>(v128.add<T>(x, tail)), constant<T>(LAST));
  return v128.mul<T>(v128.add<T>(v128.splat<T>(1), small<T>(v128.add<T>(rest<T>(x, n), tail))), pow2<T>(n));
}

/**
 * out = e^x, x <= 0, of `rows` rows of 32 bytes, an even number: those of x side by side, those of out `step` bytes apart. 0 where it
 * would be subnormal. Four vectors at a time, for which each constant is loaded once.
 */
export function decays<T>(out: usize, step: usize, x: usize, rows: usize): void {
  const table = pick<T, usize>(SINGLE, DOUBLE), top = table + (Q + pick<T, usize>(4, 9)) * sizeof<T>();
  const one = v128.splat<T>(1);
  for (const end = x + rows * 32; x < end; x += 64, out += 2 * step) {
    const least = constant<T>(FLUSH);
    let r0 = atLeast<T>(v128.load(x), least), r1 = atLeast<T>(v128.load(x, 16), least);
    let r2 = atLeast<T>(v128.load(x, 32), least), r3 = atLeast<T>(v128.load(x, 48), least);
    let n0 = octave<T>(r0), n1 = octave<T>(r1), n2 = octave<T>(r2), n3 = octave<T>(r3);
    r0 = rest<T>(r0, n0); r1 = rest<T>(r1, n1); r2 = rest<T>(r2, n2); r3 = rest<T>(r3, n3);
    n0 = pow2<T>(n0); n1 = pow2<T>(n1); n2 = pow2<T>(n2); n3 = pow2<T>(n3);
    let q0 = v128.load_splat<T>(top), q1 = q0, q2 = q0, q3 = q0;
    for (let at = top - sizeof<T>(); at >= table + Q * sizeof<T>(); at -= sizeof<T>()) {
      const c = v128.load_splat<T>(at);
      q0 = fma<T>(q0, r0, c); q1 = fma<T>(q1, r1, c); q2 = fma<T>(q2, r2, c); q3 = fma<T>(q3, r3, c);
    }
    q0 = fma<T>(v128.mul<T>(r0, r0), q0, r0); q1 = fma<T>(v128.mul<T>(r1, r1), q1, r1);
    q2 = fma<T>(v128.mul<T>(r2, r2), q2, r2); q3 = fma<T>(v128.mul<T>(r3, r3), q3, r3);
    v128.store(out, v128.mul<T>(v128.add<T>(one, q0), n0));
    v128.store(out, v128.mul<T>(v128.add<T>(one, q1), n1), 16);
    v128.store(out + step, v128.mul<T>(v128.add<T>(one, q2), n2));
    v128.store(out + step, v128.mul<T>(v128.add<T>(one, q3), n3), 16);
  }
}

/** e^-|x|; 0 where it would be subnormal. */
// @ts-ignore: decorator
@inline export function decayAbs<T>(x: v128): v128 {
  const held = atLeast<T>(v128.neg<T>(v128.abs<T>(x)), constant<T>(FLUSH)), n = octave<T>(held);
  return v128.mul<T>(v128.add<T>(v128.splat<T>(1), small<T>(rest<T>(held, n))), pow2<T>(n));
}

/** tanh x = (1 - e^-2|x|) / (1 + e^-2|x|) with the sign of x. Within 3 units in the last place. */
// @ts-ignore: decorator
@inline export function tanh<T>(x: v128): v128 {
  const y = atLeast<T>(v128.mul<T>(v128.abs<T>(x), v128.splat<T>(<T>-2)), v128.splat<T>(<T>-80));
  const n = octave<T>(y), scale = pow2<T>(n);
  const t = fma<T>(scale, small<T>(rest<T>(y, n)), v128.sub<T>(scale, v128.splat<T>(1))); // e^y - 1
  return signed<T>(v128.div<T>(t, v128.add<T>(t, v128.splat<T>(2))), x);
}
