// C = f(X*W' + bias) by whole numbers: w_ij = s_ig (q_ij - z_ig), x_bj = e_b p_bj + error, |p| <= 8191 (core/whole),
//   c_bi = e_b sum_g s_ig sum_{j in g} (q_ij - z_ig) p_bj.
// One row of X: straight from the bytes, four rows of W side by side. More: four rows of W in 16 bits, by two rows of X.

import { epilogue } from "../core/epilogue";
import { fma, sum } from "../core/lane";
import { add8, divide, FINE } from "../core/whole";
import { Affine, line8, Symmetric, widen8 } from "../core/whole8";
import { fourByTwo } from "../core/whole42";

/** Columns after which 32-bit sums must be taken out: a lane's share is at most 1024 * 255 * 8191 < 2^31. */
const SPAN: usize = 4096;

/** Bytes of workspace. */
export function int8_mm8work_u8(batch: usize, n: usize): usize { return 64 + line8(n) * 2 * (batch + 4) + 32 + 4 * batch; }

/** C: batch x m; X: batch x n; values, scale, zero, group: as in int8/quantize; bias, activation: as in lut/mm; work: int8_mm8work bytes. */
export function int8_mm8_f32(
  c: usize, values: usize, scale: usize, zero: usize, x: usize, work: usize, batch: usize, m: usize, n: usize, group: usize,
  bias: usize, activation: usize,
): void {
  const line = line8(n), groups = (n + group - 1) / group, far = line * 2, reach = group < n ? group : line;
  const p = (work + 15) & ~15, rows = p + batch * far, totals = rows + 4 * far, e = totals + 32;
  for (let b: usize = 0; b < batch; b++) store<f32>(e + b * 4, divide(p + b * far, x + b * n * 4, n, line, FINE));
  if (batch == 1) pairwise(p, line);
  for (let i: usize = 0; i < m; i += 4) {
    const last = min<usize>(4, m - i) - 1, from = values + i * line, s = scale + i * groups * 4;
    if (batch == 1) {
      if (zero == 0) fourByOne<Symmetric>(totals, from, line, last, p, s, 0, groups, reach);
      else fourByOne<Affine>(totals, from, line, last, p, s, zero + i * groups, groups, reach);
    } else {
      for (let r: usize = 0; r <= last; r++) {
        widen8(rows + r * far, from + r * line, zero == 0 ? zero : zero + (i + r) * groups, line, reach);
      }
    }
    for (let b: usize = 0; b < batch; b += 2) {
      const more: usize = b + 1 < batch ? 1 : 0;
      if (batch > 1) fourByTwo(totals, rows, far, p + b * far, p + (b + more) * far, line, s, groups * 4, last, reach);
      for (let d: usize = 0; d <= more; d++) {
        for (let r: usize = 0; r <= last; r++) {
          store<f32>(c + ((b + d) * m + i + r) * 4, load<f32>(e + (b + d) * 4) * load<f32>(totals + (d * 4 + r) * 4));
        }
      }
    }
  }
  epilogue<f32>(c, batch, m, m, bias, activation);
}

/** Of each 16 numbers of n, a multiple of 32, those in even places first. */
function pairwise(p: usize, n: usize): void {
  for (const end = p + n * 2; p < end; p += 32) {
    const a = v128.load(p), b = v128.load(p, 16);
    v128.store(p, v128.shuffle<u16>(a, b, 0, 2, 4, 6, 8, 10, 12, 14));
    v128.store(p, v128.shuffle<u16>(a, b, 1, 3, 5, 7, 9, 11, 13, 15), 16);
  }
}

/** sum_g s_g sum_{j in g} (q_j - z_g) p_j of four rows of n bytes, a multiple of 32; those after `last` repeat it. */
function fourByOne<Z>(
  out: usize, row: usize, n: usize, last: usize, p: usize, scale: usize, zero: usize, groups: usize, group: usize,
): void {
  const points = changetype<Z>(0), i1 = min(last, 1), i2 = min(last, 2);
  const r1 = row + i1 * n, r2 = row + i2 * n, r3 = row + last * n;
  let u0 = f32x4.splat(0), u1 = u0, u2 = u0, u3 = u0;
  for (let g: usize = 0, j: usize = 0, edge = group; j < n;) {
    const z0 = points.at16(zero, g), z1 = points.at16(zero, i1 * groups + g);
    const z2 = points.at16(zero, i2 * groups + g), z3 = points.at16(zero, last * groups + g);
    let s0 = i32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (const end = min(min(n, edge), j + SPAN); j < end; j += 16) {
      const even = v128.load(p + j * 2), odd = v128.load(p + j * 2, 16);
      s0 = add16<Z>(s0, v128.load(row + j), z0, even, odd);
      s1 = add16<Z>(s1, v128.load(r1 + j), z1, even, odd);
      s2 = add16<Z>(s2, v128.load(r2 + j), z2, even, odd);
      s3 = add16<Z>(s3, v128.load(r3 + j), z3, even, odd);
    }
    u0 = fma<f32>(f32x4.convert_i32x4_s(s0), v128.load32_splat(scale), u0);
    u1 = fma<f32>(f32x4.convert_i32x4_s(s1), v128.load32_splat(scale + i1 * groups * 4), u1);
    u2 = fma<f32>(f32x4.convert_i32x4_s(s2), v128.load32_splat(scale + i2 * groups * 4), u2);
    u3 = fma<f32>(f32x4.convert_i32x4_s(s3), v128.load32_splat(scale + last * groups * 4), u3);
    if (j < edge) continue;
    edge += group;
    g++;
    scale += 4;
  }
  store<f32>(out, sum<f32>(u0));
  store<f32>(out, sum<f32>(u1), 4);
  store<f32>(out, sum<f32>(u2), 8);
  store<f32>(out, sum<f32>(u3), 12);
}

// @ts-ignore: decorator
@inline function add16<Z>(s: v128, q: v128, z: v128, even: v128, odd: v128): v128 {
  const points = changetype<Z>(0);
  s = add8(s, points.less16(i16x8.shr_s(i16x8.shl(q, 8), 8), z), even);
  return add8(s, points.less16(i16x8.shr_s(q, 8), z), odd);
}
