// y = f(W*x + bias) with w_ij = s_ig (q_ij - z_ig): y_i = sum_g s_ig sum_{j in g} (q_ij - z_ig) x_j. In f32 four rows at a time;
// a byte becomes a float by two shifts and a conversion.

import { dot } from "../core/dot";
import { epilogue } from "../core/epilogue";
import { spread4 } from "../core/evencodes";
import { fma, sum } from "../core/lane";
import { Affine, decode8, line8, Symmetric } from "../core/whole8";

/** y: m; x: n; values, scale, zero, group: as in int8/quantize; bias: m elements or 0; work: n elements rounded up to 32, and 4. */
export function int8_mv_f32(
  y: usize, values: usize, scale: usize, zero: usize, x: usize, work: usize, m: usize, n: usize, group: usize,
  bias: usize, activation: usize,
): void {
  const line = line8(n), groups = (n + group - 1) / group, totals = work + line * 4;
  memory.copy(work, x, n * 4);
  memory.fill(work + n * 4, 0, (line - n) * 4);
  spread4(work, work, line);
  for (let i: usize = 0; i < m; i += 4) {
    const last = min<usize>(4, m - i) - 1, row = values + i * line, s = scale + i * groups * 4;
    if (zero == 0) fourRows<Symmetric>(totals, row, line, last, work, s, 0, groups, group);
    else fourRows<Affine>(totals, row, line, last, work, s, zero + i * groups, groups, group);
    memory.copy(y + i * 4, totals, (last + 1) * 4);
  }
  epilogue<f32>(y, 1, m, m, bias, activation);
}

/** As int8_mv_f32, row after row decoded. */
export function int8_mv_f64(
  y: usize, values: usize, scale: usize, zero: usize, x: usize, work: usize, m: usize, n: usize, group: usize,
  bias: usize, activation: usize,
): void {
  const groups = (n + group - 1) / group;
  for (let i: usize = 0; i < m; i++) {
    const at = i * groups, z: usize = zero == 0 ? 0 : zero + at;
    decode8<f64>(work, values + i * line8(n), scale + at * 8, z, 0, n, group);
    store<f64>(y + i * 8, dot<f64>(work, x, n));
  }
  epilogue<f64>(y, 1, m, m, bias, activation);
}

/** out: four sums of rows of n bytes, a multiple of 32; those after `last` repeat it. On the way it holds the zero points. */
function fourRows<Z>(
  out: usize, row: usize, n: usize, last: usize, x: usize, scale: usize, zero: usize, groups: usize, group: usize,
): void {
  const points = changetype<Z>(0), i1 = min(last, 1), i2 = min(last, 2);
  const r1 = row + i1 * n, r2 = row + i2 * n, r3 = row + last * n;
  let u0 = f32x4.splat(0), u1 = u0, u2 = u0, u3 = u0;
  for (let g: usize = 0, j: usize = 0; g < groups; g++, scale += 4) {
    points.keep(out, zero + g);
    points.keep(out + 4, zero + i1 * groups + g);
    points.keep(out + 8, zero + i2 * groups + g);
    points.keep(out + 12, zero + last * groups + g);
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (const end = min(n, j + group); j < end; j += 16) {
      const at = x + j * 4;
      const a = v128.load(at), b = v128.load(at, 16), c = v128.load(at, 32), d = v128.load(at, 48);
      s0 = add16<Z>(s0, v128.load(row + j), points.kept(out), a, b, c, d);
      s1 = add16<Z>(s1, v128.load(r1 + j), points.kept(out + 4), a, b, c, d);
      s2 = add16<Z>(s2, v128.load(r2 + j), points.kept(out + 8), a, b, c, d);
      s3 = add16<Z>(s3, v128.load(r3 + j), points.kept(out + 12), a, b, c, d);
    }
    u0 = fma<f32>(s0, v128.load32_splat(scale), u0);
    u1 = fma<f32>(s1, v128.load32_splat(scale + i1 * groups * 4), u1);
    u2 = fma<f32>(s2, v128.load32_splat(scale + i2 * groups * 4), u2);
    u3 = fma<f32>(s3, v128.load32_splat(scale + last * groups * 4), u3);
  }
  store<f32>(out, sum<f32>(u0));
  store<f32>(out, sum<f32>(u1), 4);
  store<f32>(out, sum<f32>(u2), 8);
  store<f32>(out, sum<f32>(u3), 12);
}

// @ts-ignore: decorator
@inline function add16<Z>(s: v128, q: v128, z: v128, a: v128, b: v128, c: v128, d: v128): v128 {
  const points = changetype<Z>(0);
  s = fma<f32>(f32x4.convert_i32x4_s(points.less(i32x4.shr_s(i32x4.shl(q, 24), 24), z)), a, s);
  s = fma<f32>(f32x4.convert_i32x4_s(points.less(i32x4.shr_s(i32x4.shl(q, 16), 24), z)), b, s);
  s = fma<f32>(f32x4.convert_i32x4_s(points.less(i32x4.shr_s(i32x4.shl(q, 8), 24), z)), c, s);
  return fma<f32>(f32x4.convert_i32x4_s(points.less(i32x4.shr_s(q, 24), z)), d, s);
}
