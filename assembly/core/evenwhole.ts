// sum_j c_j q_j of codes c_j < 16 and whole numbers q_j, |q_j| <= 1927, in 16 bits without a look-up. A 16-bit lane v holds four
// codes, v = c_0 + 16 c_1 + 256 c_2 + 4096 c_3, and c_k = (v >> 4k) - 16 (v >> (4k + 4)), so that
//   sum_k c_k q_k = c_0 q_0 + (v >> 4) q_1 + (v >> 8) (q_2 - 16 q_1) + (v >> 12) (q_3 - 16 q_2).
// Partial sums may pass 2^31: they are right modulo 2^32, and the whole is below it.

import { nibbles } from "./codes";
import { fma, sum } from "./lane";
import { add8 } from "./whole";

/** Columns after which 32-bit sums must be taken out: a lane's share is at most 15 * 1927 * 65536 / 4. */
const REACH: usize = 65536;

/** q: n numbers of 16 bits, a multiple of 32, into the differences above, in the order in which they are met. */
export function telescope(q: usize, n: usize): void {
  for (const end = q + n * 2; q < end; q += 64) {
    const a = v128.load(q), b = v128.load(q, 16), c = v128.load(q, 32), d = v128.load(q, 48);
    const q1 = v128.shuffle<u16>(c, d, 0, 2, 4, 6, 8, 10, 12, 14), q2 = v128.shuffle<u16>(a, b, 1, 3, 5, 7, 9, 11, 13, 15);
    v128.store(q, v128.shuffle<u16>(a, b, 0, 2, 4, 6, 8, 10, 12, 14));
    v128.store(q, q1, 16);
    v128.store(q, i16x8.sub(q2, i16x8.shl(q1, 4)), 32);
    v128.store(q, i16x8.sub(v128.shuffle<u16>(c, d, 1, 3, 5, 7, 9, 11, 13, 15), i16x8.shl(q2, 4)), 48);
  }
}

/**
 * out_r = sum_g scale_rg sum_{j in g} c_rj q_j for four rows of codes, `far` bytes apart, the last of them (`last`, from 0 to 3)
 * standing in for those after it; n: columns, a multiple of 32; q: of `telescope`; scale: rows `along` bytes apart; 0 for ones.
 */
export function fourEven<C>(
  out: usize, row: usize, far: usize, last: usize, q: usize, n: usize, scale: usize, along: usize, group: usize,
): void {
  const reader = changetype<C>(0), mask = i16x8.splat(15);
  const r1 = row + min(last, 1) * far, r2 = row + min(last, 2) * far, r3 = row + last * far;
  let u0 = f32x4.splat(0), u1 = u0, u2 = u0, u3 = u0;
  for (let j: usize = 0, edge = group; j < n;) {
    let s0 = i32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (const end = min(min(n, edge), j + REACH); j < end; j += 32) {
      const at = q + j * 2;
      const q0 = v128.load(at), q1 = v128.load(at, 16), q2 = v128.load(at, 32), q3 = v128.load(at, 48);
      s0 = add32(s0, reader.codes(row, j), mask, q0, q1, q2, q3);
      s1 = add32(s1, reader.codes(r1, j), mask, q0, q1, q2, q3);
      s2 = add32(s2, reader.codes(r2, j), mask, q0, q1, q2, q3);
      s3 = add32(s3, reader.codes(r3, j), mask, q0, q1, q2, q3);
    }
    u0 = fma<f32>(f32x4.convert_i32x4_s(s0), factor(scale, 0), u0);
    u1 = fma<f32>(f32x4.convert_i32x4_s(s1), factor(scale, min(last, 1) * along), u1);
    u2 = fma<f32>(f32x4.convert_i32x4_s(s2), factor(scale, min(last, 2) * along), u2);
    u3 = fma<f32>(f32x4.convert_i32x4_s(s3), factor(scale, last * along), u3);
    if (j < edge) continue;
    edge += group;
    if (scale != 0) scale += 4;
  }
  store<f32>(out, sum<f32>(u0));
  store<f32>(out, sum<f32>(u1), 4);
  store<f32>(out, sum<f32>(u2), 8);
  store<f32>(out, sum<f32>(u3), 12);
}

// @ts-ignore: decorator
@inline function add32(s: v128, v: v128, mask: v128, q0: v128, q1: v128, q2: v128, q3: v128): v128 {
  s = add8(s, v128.and(v, mask), q0);
  s = add8(s, i16x8.shr_u(v, 4), q1);
  s = add8(s, i16x8.shr_u(v, 8), q2);
  return add8(s, i16x8.shr_u(v, 12), q3);
}

// @ts-ignore: decorator
@inline function factor(scale: usize, at: usize): v128 { return scale == 0 ? f32x4.splat(1) : v128.load32_splat(scale + at); }
