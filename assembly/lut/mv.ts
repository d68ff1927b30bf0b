// y_i = sum_j table_i[code_ij] * x_j. In f32 the 16 entries of a row are held as four vectors of bytes (all first bytes,
// all second bytes, ...), so that one swizzle a byte looks up 16 codes at once; interleaving the bytes gives the floats.

import { code, rowBytes } from "../core/nibble";
import { fma, sum, swizzle } from "../core/lane";

/** y: m; codes: m rows of rowBytes(n) bytes; tables: m x 16; x: n. */
export function lut_mv_f32(y: usize, codes: usize, tables: usize, x: usize, m: usize, n: usize): void {
  const groups = n / 32 * 32, stride = rowBytes(n), mask = i8x16.splat(15);
  for (let i: usize = 0; i < m; i++) {
    const table = tables + i * 64, row = codes + i * stride;
    const t0 = v128.load(table), t1 = v128.load(table, 16), t2 = v128.load(table, 32), t3 = v128.load(table, 48);
    const b0 = plane0(t0, t1, t2, t3), b1 = plane1(t0, t1, t2, t3), b2 = plane2(t0, t1, t2, t3), b3 = plane3(t0, t1, t2, t3);
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    let j: usize = 0;
    for (; j < groups; j += 32) {
      const pair = v128.load(row + j / 2), at = x + j * 4;
      const low = v128.and(pair, mask), high = i8x16.shr_u(pair, 4);
      let p0 = swizzle(b0, low), p1 = swizzle(b1, low), p2 = swizzle(b2, low), p3 = swizzle(b3, low);
      let u = zip8low(p0, p1), v = zip8low(p2, p3);
      s0 = fma<f32>(zip16low(u, v), v128.load(at), s0);
      s1 = fma<f32>(zip16high(u, v), v128.load(at, 16), s1);
      u = zip8high(p0, p1); v = zip8high(p2, p3);
      s2 = fma<f32>(zip16low(u, v), v128.load(at, 32), s2);
      s3 = fma<f32>(zip16high(u, v), v128.load(at, 48), s3);
      p0 = swizzle(b0, high); p1 = swizzle(b1, high); p2 = swizzle(b2, high); p3 = swizzle(b3, high);
      u = zip8low(p0, p1); v = zip8low(p2, p3);
      s0 = fma<f32>(zip16low(u, v), v128.load(at, 64), s0);
      s1 = fma<f32>(zip16high(u, v), v128.load(at, 80), s1);
      u = zip8high(p0, p1); v = zip8high(p2, p3);
      s2 = fma<f32>(zip16low(u, v), v128.load(at, 96), s2);
      s3 = fma<f32>(zip16high(u, v), v128.load(at, 112), s3);
    }
    let total = sum<f32>(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
    for (; j < n; j++) total += load<f32>(table + code(row, j) * 4) * load<f32>(x + j * 4);
    store<f32>(y + i * 4, total);
  }
}

/** As lut_mv_f32, by plain look-ups with four sums. */
export function lut_mv_f64(y: usize, codes: usize, tables: usize, x: usize, m: usize, n: usize): void {
  const stride = rowBytes(n), groups = n / 32 * 32;
  for (let i: usize = 0; i < m; i++) {
    const table = tables + i * 128, row = codes + i * stride;
    let s0: f64 = 0, s1: f64 = 0, s2: f64 = 0, s3: f64 = 0;
    let j: usize = 0;
    for (; j < groups; j += 32) {
      for (let b: usize = 0; b < 16; b += 2) {
        const pairs: usize = load<u16>(row + j / 2 + b), at = x + (j + b) * 8;
        s0 += load<f64>(table + (pairs & 15) * 8) * load<f64>(at);
        s1 += load<f64>(table + (pairs >> 4 & 15) * 8) * load<f64>(at, 128);
        s2 += load<f64>(table + (pairs >> 8 & 15) * 8) * load<f64>(at, 8);
        s3 += load<f64>(table + (pairs >> 12) * 8) * load<f64>(at, 136);
      }
    }
    for (; j < n; j++) s0 += load<f64>(table + code(row, j) * 8) * load<f64>(x + j * 8);
    store<f64>(y + i * 8, (s0 + s1) + (s2 + s3));
  }
}

// Byte b of each of 16 floats, from the four vectors that hold them.
// @ts-ignore: decorator
@inline function plane0(t0: v128, t1: v128, t2: v128, t3: v128): v128 {
  const left = v128.shuffle<u8>(t0, t1, 0, 4, 8, 12, 16, 20, 24, 28, 0, 4, 8, 12, 16, 20, 24, 28);
  const right = v128.shuffle<u8>(t2, t3, 0, 4, 8, 12, 16, 20, 24, 28, 0, 4, 8, 12, 16, 20, 24, 28);
  return v128.shuffle<u64>(left, right, 0, 2);
}
// @ts-ignore: decorator
@inline function plane1(t0: v128, t1: v128, t2: v128, t3: v128): v128 {
  const left = v128.shuffle<u8>(t0, t1, 1, 5, 9, 13, 17, 21, 25, 29, 1, 5, 9, 13, 17, 21, 25, 29);
  const right = v128.shuffle<u8>(t2, t3, 1, 5, 9, 13, 17, 21, 25, 29, 1, 5, 9, 13, 17, 21, 25, 29);
  return v128.shuffle<u64>(left, right, 0, 2);
}
// @ts-ignore: decorator
@inline function plane2(t0: v128, t1: v128, t2: v128, t3: v128): v128 {
  const left = v128.shuffle<u8>(t0, t1, 2, 6, 10, 14, 18, 22, 26, 30, 2, 6, 10, 14, 18, 22, 26, 30);
  const right = v128.shuffle<u8>(t2, t3, 2, 6, 10, 14, 18, 22, 26, 30, 2, 6, 10, 14, 18, 22, 26, 30);
  return v128.shuffle<u64>(left, right, 0, 2);
}
// @ts-ignore: decorator
@inline function plane3(t0: v128, t1: v128, t2: v128, t3: v128): v128 {
  const left = v128.shuffle<u8>(t0, t1, 3, 7, 11, 15, 19, 23, 27, 31, 3, 7, 11, 15, 19, 23, 27, 31);
  const right = v128.shuffle<u8>(t2, t3, 3, 7, 11, 15, 19, 23, 27, 31, 3, 7, 11, 15, 19, 23, 27, 31);
  return v128.shuffle<u64>(left, right, 0, 2);
}

// Interleave the low or the high halves of two vectors, byte by byte or pair by pair.
// @ts-ignore: decorator
@inline function zip8low(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
// @ts-ignore: decorator
@inline function zip8high(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
// @ts-ignore: decorator
@inline function zip16low(a: v128, b: v128): v128 { return v128.shuffle<u16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11); }
// @ts-ignore: decorator
@inline function zip16high(a: v128, b: v128): v128 { return v128.shuffle<u16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15); }
