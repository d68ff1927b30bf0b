// code_j = z_j rounded to a whole number, ties to even, plus zero; at least 0 and at most 255.

import { lanes, whole } from "../core/lane";

/** codes: n bytes; z: n numbers, |z| < 2^31. */
function round<T>(codes: usize, z: usize, n: usize, zero: i32): void {
  const shift = i32x4.splat(zero);
  let j: usize = 0;
  for (; j < whole<T>(n); j += lanes<T>()) {
    const bytes = byteOf<T>(v128.load(z + j * sizeof<T>()), shift);
    if (sizeof<T>() == 4) v128.store32_lane(codes + j, bytes, 0);
    else v128.store16_lane(codes + j, bytes, 0);
  }
  for (; j < n; j++) v128.store8_lane(codes + j, byteOf<T>(v128.splat<T>(load<T>(z + j * sizeof<T>())), shift), 0);
}

// @ts-ignore: decorator
@inline function byteOf<T>(z: v128, shift: v128): v128 {
  const near = v128.nearest<T>(z);
  const numbers = sizeof<T>() == 4 ? i32x4.trunc_sat_f32x4_s(near) : i32x4.trunc_sat_f64x2_s_zero(near);
  const words = i16x8.narrow_i32x4_s(i32x4.add(numbers, shift), shift);
  return i8x16.narrow_i16x8_u(words, words);
}

export function lut_round_f32(codes: usize, z: usize, n: usize, zero: i32): void { round<f32>(codes, z, n, zero); }
export function lut_round_f64(codes: usize, z: usize, n: usize, zero: i32): void { round<f64>(codes, z, n, zero); }
