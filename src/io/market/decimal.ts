/**
 * The double nearest to m * 10^e, from the digits of m.
 *
 * Up to 15 digits times 10^e, |e| <= 22, are one exact product or quotient: Clinger, "How to Read Floating Point Numbers
 * Accurately", PLDI 1990, section 5. Otherwise the product is made in two doubles (Dekker, "A Floating-Point Technique for
 * Extending the Available Precision", Numerische Mathematik 18 (1971) 224-242) and taken if both ends of its error round
 * alike; about one in 2^44 is left to the caller.
 * @module
 */
import { MOST, powersOfTen } from "./powers.ts";

/** Digits that make an integer below 2^31. */
export const GROUP = 9;

/** Digits that make an integer below 2^53. */
const EXACT = 15;
const TENS = Float64Array.from({ length: 23 }, (_, e) => Number(`1e${e}`));
const SPLIT = 2 ** 27 + 1;
/** Bound of the relative error of the product in two doubles: a few times 2^-106, with room to spare. */
const ERROR = 2 ** -98;

/**
 * The nearest double, or NaN where that is not certain: then ask `Number`.
 *
 * @param first     the first nine digits of m
 * @param second    the next nine
 * @param third     the nine after them
 * @param digits    how many there are in all; with more than 27 the answer is NaN
 * @param exponent  e
 */
export function nearest(first: number, second: number, third: number, digits: number, exponent: number): number {
  if (digits <= EXACT && exponent >= -22 && exponent <= 22) {
    const whole = digits > GROUP ? first * (TENS[digits - GROUP] as number) + second : first;
    return exponent < 0 ? whole / (TENS[-exponent] as number) : whole * (TENS[exponent] as number);
  }
  if (digits > 3 * GROUP || exponent < -MOST || exponent > MOST) return Number.NaN;
  return digits > GROUP ? joined(first, second, third, digits, exponent) : product(first, 0, exponent);
}

/** The three groups as one number in two doubles, times 10^exponent. */
function joined(first: number, second: number, third: number, digits: number, exponent: number): number {
  const ten = TENS[digits - GROUP] as number;
  const lower = TENS[Math.max(0, digits - 2 * GROUP)] as number;
  const high = first * ten;
  const middle = second * lower;
  const sum = high + middle;
  const added = sum - high;
  const low =
    missed(first, ten, high) + missed(second, lower, middle) + third + (high - (sum - added) + (middle - added));
  return product(sum, low, exponent);
}

/** (high + low) * 10^exponent, correctly rounded, or NaN where that is not certain. */
function product(high: number, low: number, exponent: number): number {
  const powers = powersOfTen();
  const at = 2 * (exponent + MOST);
  const power = powers[at] as number;
  const main = high * power;
  const rest = missed(high, power, main) + (high * (powers[at + 1] as number) + low * power);
  const size = main + rest;
  const left = rest - (size - main);
  const error = size * ERROR;
  return size + (left + error) === size && size + (left - error) === size ? size : Number.NaN;
}

/** a*b - product, exactly, where product is a*b rounded. */
function missed(a: number, b: number, product: number): number {
  const p = SPLIT * a;
  const aHigh = p - (p - a);
  const aLow = a - aHigh;
  const q = SPLIT * b;
  const bHigh = q - (q - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
