// Sums over columns of products of whole numbers in 16 bits, four rows by two:
//   out_(4b + i) = sum_g scale_ig sum_(j in g) t_ij q_bj.

import { fma, sum } from "./lane";
import { add8, SPAN } from "./whole";

/**
 * t: rows `far` bytes apart, of n columns, a multiple of 32; q0, q1: likewise; scale: a float for each group of a row, rows
 * `along` bytes apart, the last of them (`last`, from 0 to 3) standing in for those after it; 0 where there are none.
 */
export function fourByTwo(
  out: usize, t: usize, far: usize, q0: usize, q1: usize, n: usize, scale: usize, along: usize, last: usize, group: usize,
): void {
  let u0 = f32x4.splat(0), u1 = u0, u2 = u0, u3 = u0, v0 = u0, v1 = u0, v2 = u0, v3 = u0;
  let t1 = t + far, t2 = t1 + far, t3 = t2 + far;
  for (let j: usize = 0, edge = group; j < n;) {
    let a0 = i32x4.splat(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
    for (const end = min(min(n, edge), j + SPAN); j < end; j += 8) {
      const x = v128.load(q0 + j * 2), y = v128.load(q1 + j * 2);
      let w = v128.load(t3 + j * 2);
      b3 = add8(b3, w, y); a3 = add8(a3, w, x);
      w = v128.load(t2 + j * 2);
      b2 = add8(b2, w, y); a2 = add8(a2, w, x);
      w = v128.load(t1 + j * 2);
      b1 = add8(b1, w, y); a1 = add8(a1, w, x);
      w = v128.load(t + j * 2);
      b0 = add8(b0, w, y); a0 = add8(a0, w, x);
    }
    const s0 = factor(scale, 0), s1 = factor(scale, min(last, 1) * along);
    const s2 = factor(scale, min(last, 2) * along), s3 = factor(scale, last * along);
    u0 = fma<f32>(f32x4.convert_i32x4_s(a0), s0, u0); u1 = fma<f32>(f32x4.convert_i32x4_s(a1), s1, u1);
    u2 = fma<f32>(f32x4.convert_i32x4_s(a2), s2, u2); u3 = fma<f32>(f32x4.convert_i32x4_s(a3), s3, u3);
    v0 = fma<f32>(f32x4.convert_i32x4_s(b0), s0, v0); v1 = fma<f32>(f32x4.convert_i32x4_s(b1), s1, v1);
    v2 = fma<f32>(f32x4.convert_i32x4_s(b2), s2, v2); v3 = fma<f32>(f32x4.convert_i32x4_s(b3), s3, v3);
    if (j < edge) continue;
    edge += group;
    if (scale != 0) scale += 4;
  }
  put(out, u0, u1, u2, u3);
  put(out + 16, v0, v1, v2, v3);
}

// @ts-ignore: decorator
@inline function factor(scale: usize, at: usize): v128 { return scale == 0 ? f32x4.splat(1) : v128.load32_splat(scale + at); }

function put(out: usize, a: v128, b: v128, c: v128, d: v128): void {
  store<f32>(out, sum<f32>(a));
  store<f32>(out, sum<f32>(b), 4);
  store<f32>(out, sum<f32>(c), 8);
  store<f32>(out, sum<f32>(d), 12);
}
