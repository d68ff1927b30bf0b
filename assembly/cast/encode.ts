// code_i = the number of a small format (core/minifloat) nearest to x_i, of two the one whose last bit is 0. Each x is rounded
// once: f64 comes by way of the f32 that is odd where it is not exact, which no rounding to fewer bits mistakes for a tie.
// Boldo and Melquiond, Emulation of FMA and Correctly Rounded Sums: Proved Algorithms Using Rounding to Odd (2008), theorem 3.

import { INFINITE, leastExponent, power, rebias } from "../core/minifloat";

/**
 * codes: n of 1 + exponent + mantissa bits, 8 or 16 in all; x: n. most: the largest finite code; beyond: the code of what is
 * rounded past it, an infinity too. NaN keeps its sign and upper bits, or where `most` leaves but one NaN becomes that.
 */
function encode<T>(codes: usize, x: usize, n: usize, exponent: u32, mantissa: u32, most: u32, beyond: u32): void {
  const width: usize = (1 + exponent + mantissa) / 8, drop: i32 = 23 - mantissa, infinite = ((1 << exponent) - 1) << mantissa;
  const magnitude = i32x4.splat(0x7fffffff), one = i32x4.splat(1), sign = i32x4.splat(1 << (exponent + mantissa));
  const half = i32x4.splat((1 << (drop - 1)) - 1 - rebias(exponent));
  const least = f32x4.splat(power(leastExponent(exponent)));
  const magic = f32x4.splat(power(leastExponent(exponent) + drop)); // its last bit is that of a subnormal
  const top = i32x4.splat(most), past = i32x4.splat(beyond), none = i32x4.splat(INFINITE);
  const payload = i32x4.splat((1 << mantissa) - 1), quiet = i32x4.splat(infinite | 1 << (mantissa - 1) | (most > <u32>infinite ? most + 1 : 0));
  for (let i: usize = 0; i < n; i += 4) {
    const v = singles<T>(x + i * sizeof<T>(), n - i), a = v128.and(v, magnitude);
    const kept = i32x4.shr_u(a, drop);
    const normal = i32x4.shr_u(i32x4.add(i32x4.add(a, half), v128.and(kept, one)), drop);
    const code = v128.bitselect(i32x4.sub(f32x4.add(a, magic), magic), normal, f32x4.lt(a, least));
    const finite = v128.bitselect(past, code, i32x4.gt_u(code, top));
    const number = v128.bitselect(v128.or(v128.and(kept, payload), quiet), finite, i32x4.gt_u(a, none));
    put(codes + i * width, v128.or(number, v128.and(i32x4.shr_u(v, 31 - exponent - mantissa), sign)), n - i, width);
  }
}

/** The next four numbers, the last ones repeated past the end, as f32: rounded to odd. */
// @ts-ignore: decorator
@inline function singles<T>(x: usize, left: usize): v128 {
  if (sizeof<T>() == 8) return left > 3 ? zip(toOdd(v128.load(x)), toOdd(v128.load(x, 16))) : rest64(x, left);
  return left > 3 ? v128.load(x) : rest32(x, left);
}

// @ts-ignore: decorator
@inline function zip(low: v128, high: v128): v128 { return v128.shuffle<u64>(low, high, 0, 2); }

/** Two numbers in the lower half: the neighbour in f32 whose last bit is 1, but for numbers f32 holds. */
// @ts-ignore: decorator
@inline function toOdd(x: v128): v128 {
  const near = f32x4.demote_f64x2_zero(x), back = f64x2.promote_low_f32x4(near);
  const low = f64x2.gt(f64x2.abs(x), f64x2.abs(back)), high = f64x2.lt(f64x2.abs(x), f64x2.abs(back));
  // -1 or 1 in each lane whose last bit is 0 and which is not exact; the halves of a lane agree.
  const step = v128.shuffle<i32>(i64x2.sub(high, low), low, 0, 2, 0, 2);
  const even = i32x4.eq(v128.and(near, i32x4.splat(1)), i32x4.splat(0));
  return i32x4.add(near, v128.and(step, even));
}

function rest32(x: usize, left: usize): v128 {
  let v = v128.load32_zero(x);
  if (left > 1) v = v128.load32_lane(x, v, 1, 4);
  if (left > 2) v = v128.load32_lane(x, v, 2, 8);
  return v;
}

function rest64(x: usize, left: usize): v128 {
  const low = left > 1 ? v128.load(x) : v128.load64_zero(x);
  return zip(toOdd(low), left > 2 ? toOdd(v128.load64_zero(x, 16)) : low);
}

/** Stores codes of `width` bytes, four or as many as are left. */
// @ts-ignore: decorator
@inline function put(to: usize, code: v128, left: usize, width: usize): void {
  const words = i16x8.narrow_i32x4_u(code, code);
  if (width == 2) {
    if (left > 3) v128.store64_lane(to, words, 0);
    else putRest<u16>(to, words, left);
  } else {
    const bytes = i8x16.narrow_i16x8_u(words, words);
    if (left > 3) v128.store32_lane(to, bytes, 0);
    else putRest<u8>(to, bytes, left);
  }
}

function putRest<C>(to: usize, code: v128, left: usize): void {
  v128.store_lane<C>(to, code, 0);
  if (left > 1) v128.store_lane<C>(to, code, 1, sizeof<C>());
  if (left > 2) v128.store_lane<C>(to, code, 2, 2 * sizeof<C>());
}

export function cast_encode_f32(codes: usize, x: usize, n: usize, exponent: u32, mantissa: u32, most: u32, beyond: u32): void {
  encode<f32>(codes, x, n, exponent, mantissa, most, beyond);
}
export function cast_encode_f64(codes: usize, x: usize, n: usize, exponent: u32, mantissa: u32, most: u32, beyond: u32): void {
  encode<f64>(codes, x, n, exponent, mantissa, most, beyond);
}
