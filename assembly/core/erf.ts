// The error function and the normal distribution, lane by lane:  erfc z = e^(-z^2) P(t) / (z + c),  t = (z - c) / (z + c),
// for z >= 0, the form of Shepherd and Laframboise, Mathematics of Computation 36 (1981) 249-253;  erf z = z Q(z^2) below 1.
// P and Q are the polynomials of least relative error (Remez exchange) for z <= 10.1 in f32 and 27.3 in f64:
// 2^-28 and 2^-29 in f32, 2^-57 and 2^-62 in f64. Their degrees are multiples of 3, for the loop below.

import { decay, entry } from "./exp";
import { atMost, fma, keepUpper, nfma, pick, signed } from "./lane";

// c first, then P.
const ERFC_SINGLE = memory.data<f32>([
  3, 1.0740069, -8.833945e-1, 5.902283e-1, -3.1046605e-1, 1.19528964e-1, -2.6839588e-2, -1.22582e-3, 3.0800654e-3,
  -4.8437118e-4, -3.2595173e-4,
]);
const ERFC_DOUBLE = memory.data<f64>([
  3.5, 1.08705558926226, -0.9377997245671119, 0.6941136466346451, -0.4352560267168992, 0.22573862164737038,
  -0.09231870663818713, 0.026518619882500555, -0.0031770503465542656, -0.0013053547007474539, 0.0007145317131895617,
  -4.206210884432684e-5, -7.477720216877665e-5, 1.8646973609957433e-5, 7.24442398782358e-6, -3.3915004133845646e-6,
  -7.966844594457174e-7, 5.497521732880611e-7, 1.1622529674495858e-7, -8.287596848152835e-8, -2.1618965807774464e-8,
  8.821717005652532e-9, 3.2001752058330925e-9,
]);
const ERF_SINGLE = memory.data<f32>([
  1.1283791, -3.7612626e-1, 1.12835854e-1, -2.6853811e-2, 5.1883273e-3, -8.0101896e-4, 7.8538484e-5,
]);
const ERF_DOUBLE = memory.data<f64>([
  1.1283791670955126, -0.3761263890318375, 0.11283791670954857, -0.026866170645072893, 0.005223977624780856,
  -0.0008548326978741403, 0.00012055331036866374, -1.4925593506029411e-5, 1.6460972802586814e-6,
  -1.635002506553814e-7, 1.4657878770395011e-8, -1.1365661793395931e-9, 5.945254692966e-11,
]);

/** The polynomial of a table, degree a multiple of 3, by Horner's rule. */
// @ts-ignore: decorator
@inline function horner<T>(table: usize, degree: usize, x: v128): v128 {
  let value = entry<T>(table, degree);
  for (let at = table + (degree - 3) * sizeof<T>(); at >= table; at -= 3 * sizeof<T>()) {
    value = fma<T>(value, x, v128.load_splat<T>(at, 2 * sizeof<T>()));
    value = fma<T>(value, x, v128.load_splat<T>(at, sizeof<T>()));
    value = fma<T>(value, x, v128.load_splat<T>(at));
  }
  return value;
}

/** e^(z^2) erfc z for z >= 0. */
// @ts-ignore: decorator
@inline function ratio<T>(z: v128): v128 {
  const table = pick<T, usize>(ERFC_SINGLE, ERFC_DOUBLE), c = entry<T>(table, 0), one = v128.splat<T>(1);
  const u = v128.div<T>(one, v128.add<T>(z, c)), t = nfma<T>(v128.add<T>(c, c), u, one);
  return v128.mul<T>(u, horner<T>(table + sizeof<T>(), pick<T, usize>(9, 21), t));
}

/** e^(-scale x^2), scale a power of two: x^2 = upper^2 + (x - upper)(x + upper), the first exact. */
// @ts-ignore: decorator
@inline export function bell<T>(x: v128, scale: T): v128 {
  const held = atMost<T>(v128.abs<T>(x), v128.splat<T>(60)), upper = keepUpper<T>(held), minus = v128.splat<T>(-scale);
  const tail = v128.mul<T>(v128.sub<T>(held, upper), v128.add<T>(held, upper));
  return decay<T>(v128.mul<T>(minus, v128.mul<T>(upper, upper)), v128.mul<T>(minus, tail));
}

/** erf x; the sign of zero is kept. Within 4 units in the last place. */
// @ts-ignore: decorator
@inline export function erf<T>(x: v128): v128 {
  const z = v128.abs<T>(x), one = v128.splat<T>(1);
  const near = v128.mul<T>(x, horner<T>(pick<T, usize>(ERF_SINGLE, ERF_DOUBLE), pick<T, usize>(6, 12), v128.mul<T>(x, x)));
  const far = nfma<T>(ratio<T>(z), bell<T>(z, 1), one);
  return v128.bitselect(near, signed<T>(far, x), v128.lt<T>(z, one));
}

/** e^(-x^2 / 2) */
// @ts-ignore: decorator
@inline export function gauss<T>(x: v128): v128 { return bell<T>(x, <T>0.5); }

/** The normal distribution function erfc(-x / sqrt 2) / 2, given gauss(x); with its relative accuracy in the lower tail. */
// @ts-ignore: decorator
@inline export function normal<T>(x: v128, gauss: v128): v128 {
  const z = v128.mul<T>(v128.abs<T>(x), v128.splat<T>(<T>0.7071067811865476));
  const tail = v128.mul<T>(v128.mul<T>(v128.splat<T>(<T>0.5), gauss), ratio<T>(z));
  return v128.bitselect(tail, v128.sub<T>(v128.splat<T>(1), tail), v128.lt<T>(x, v128.splat<T>(0)));
}
