// x_i = the number that code_i stands for in a small format (core/minifloat); exact.

import { INFINITE, leastExponent, power, rebias } from "../core/minifloat";

/** x: n; codes, most: as in cast/encode; past `most` are infinity, where mantissas of 0 are free, and NaN, which keeps its upper bits. */
function decode<T>(x: usize, codes: usize, n: usize, exponent: u32, mantissa: u32, most: u32): void {
  const width: usize = (1 + exponent + mantissa) / 8, drop: i32 = 23 - mantissa, above: i32 = 31 - exponent - mantissa;
  const sign = i32x4.splat(1 << (exponent + mantissa)), magnitude = i32x4.splat((1 << (exponent + mantissa)) - 1);
  // With the exponents of f32 the subnormals are those of f32 as well.
  const same = exponent == 8;
  const least = i32x4.splat(same ? 0 : 1 << mantissa), unit = f32x4.splat(same ? 1 : power(leastExponent(exponent) - mantissa));
  const bias = i32x4.splat(rebias(exponent)), top = i32x4.splat(most), none = i32x4.splat(INFINITE);
  for (let i: usize = 0; i < n; i += 4) {
    const code = take(codes + i * width, n - i, width), m = v128.and(code, magnitude), bits = i32x4.shl(m, drop);
    const finite = v128.bitselect(f32x4.mul(f32x4.convert_i32x4_s(m), unit), i32x4.add(bits, bias), i32x4.lt_s(m, least));
    const number = v128.bitselect(v128.or(bits, none), finite, i32x4.gt_s(m, top));
    give<T>(x + i * sizeof<T>(), v128.or(number, i32x4.shl(v128.and(code, sign), above)), n - i);
  }
}

/** The next four codes, zeros past the end. */
// @ts-ignore: decorator
@inline function take(from: usize, left: usize, width: usize): v128 {
  if (width == 2) return left > 3 ? v128.load16x4_u(from) : rest<u16>(from, left);
  return left > 3 ? i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(from))) : rest<u8>(from, left);
}

function rest<C>(from: usize, left: usize): v128 {
  let v = i32x4.replace_lane(i32x4.splat(0), 0, load<C>(from));
  if (left > 1) v = i32x4.replace_lane(v, 1, load<C>(from, sizeof<C>()));
  if (left > 2) v = i32x4.replace_lane(v, 2, load<C>(from, 2 * sizeof<C>()));
  return v;
}

/** Stores four numbers, or as many as are left. */
// @ts-ignore: decorator
@inline function give<T>(to: usize, v: v128, left: usize): void {
  if (sizeof<T>() == 4) {
    if (left > 3) v128.store(to, v);
    else giveRest<f32>(to, v, left);
  } else {
    const low = f64x2.promote_low_f32x4(v), high = f64x2.promote_low_f32x4(v128.shuffle<u64>(v, v, 1, 1));
    if (left > 3) {
      v128.store(to, low);
      v128.store(to, high, 16);
    } else {
      if (left > 1) v128.store(to, low);
      else v128.store64_lane(to, low, 0);
      if (left > 2) v128.store64_lane(to, high, 0, 16);
    }
  }
}

function giveRest<T>(to: usize, v: v128, left: usize): void {
  v128.store_lane<T>(to, v, 0);
  if (left > 1) v128.store_lane<T>(to, v, 1, 4);
  if (left > 2) v128.store_lane<T>(to, v, 2, 8);
}

export function cast_decode_f32(x: usize, codes: usize, n: usize, exponent: u32, mantissa: u32, most: u32): void {
  decode<f32>(x, codes, n, exponent, mantissa, most);
}
export function cast_decode_f64(x: usize, codes: usize, n: usize, exponent: u32, mantissa: u32, most: u32): void {
  decode<f64>(x, codes, n, exponent, mantissa, most);
}
