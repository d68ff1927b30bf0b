// Numbers as whole multiples of a step, q = nearest(x / step) with |q| <= 2047, for products in 16 bits that are summed in
// 32: a lane's share of SPAN columns is at most 512 * 2047^2 < 2^31. Every operation is exact and the same in both builds.

/** The largest |q| of an entry of a table. */
export const LARGEST: f32 = 2047;

/** The largest |q| of an element of x: 17 of them still fit 16 bits (core/evenwhole). */
export const MOST: f32 = 1927;

/** Columns after which 32-bit sums must be taken out. */
export const SPAN: usize = 2048;

/** The same beside whole numbers of 8 bits: products of 9 bits and 13. */
export const FINE: f32 = 8191;

/** The step for numbers up to `top`, NaN where that is not finite; 0 where all numbers are to count as 0. */
// @ts-ignore: decorator
@inline export function stepOf(top: f32, most: f32): f32 { return top < Infinity ? (top > 1e-34 ? top / most : 0) : NaN; }

/** max |x_j|; NaN if an entry is */
export function magnitude(x: usize, n: usize): f32 {
  let top = f32x4.splat(0), j: usize = 0;
  for (; j + 4 <= n; j += 4) top = f32x4.max(top, f32x4.abs(v128.load(x + j * 4)));
  let all = max<f32>(max<f32>(f32x4.extract_lane(top, 0), f32x4.extract_lane(top, 1)),
    max<f32>(f32x4.extract_lane(top, 2), f32x4.extract_lane(top, 3)));
  for (; j < n; j++) all = max<f32>(all, abs<f32>(load<f32>(x + j * 4)));
  return all;
}

/** out: q of n floats in 16 bits, |q| <= `most`, and zeros up to `padded`. Returns the step. */
export function divide(out: usize, x: usize, n: usize, padded: usize, most: f32): f32 {
  const top = magnitude(x, n), step = stepOf(top, most), inverse: f32 = step > 0 ? most / top : 0, by = f32x4.splat(inverse);
  let j: usize = 0;
  for (; j + 8 <= n; j += 8) {
    const low = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(x + j * 4), by)));
    const high = i32x4.trunc_sat_f32x4_s(f32x4.nearest(f32x4.mul(v128.load(x + j * 4, 16), by)));
    v128.store(out + j * 2, i16x8.narrow_i32x4_s(low, high));
  }
  for (; j < n; j++) store<i16>(out + j * 2, <i16>nearest<f32>(load<f32>(x + j * 4) * inverse));
  memory.fill(out + n * 2, 0, (padded - n) * 2);
  return step;
}

/** s + sum of products of eight pairs, by twos. */
// @ts-ignore: decorator
@inline export function add8(s: v128, a: v128, b: v128): v128 { return i32x4.add(s, i32x4.dot_i16x8_s(a, b)); }

/** x_from + ... + x_(to - 1) */
export function total<T>(x: usize, from: usize, to: usize): T {
  let all: f64 = 0;
  for (; from < to; from++) all += load<T>(x + from * sizeof<T>());
  return <T>all;
}
