// y_i = sum_j w_ij x_j with w_ij = table_i[code_ij] * scale_ig + offset_ig, g = j / group:
//   y_i = sum_g (scale_ig sum_{j in g} table_i[code_ij] x_j + offset_ig X_g),  X_g = sum_{j in g} x_j.
// In f32 the 16 entries of a row are held as byte planes (core/byteplanes), so that 32 codes are looked up side by side.

import { nibbles, rowBytes } from "../core/codes";
import { decode } from "../core/decode";
import { dot } from "../core/dot";
import { fma, sum, swizzle } from "../core/lane";
import { plane0, plane1, plane2, plane3, zip16high, zip16low, zip8high, zip8low } from "../core/byteplanes";

/**
 * y: m; x: n; codes, tables, step, scale, offset, group: as in lut/dequantize; work: n elements rounded up to 32, and one for
 * each group.
 */
export function lut_mv_f32(
  y: usize, codes: usize, tables: usize, scale: usize, offset: usize, x: usize, work: usize, m: usize, n: usize,
  bits: usize, step: usize, group: usize,
): void {
  if (bits == 8) return byRows<f32>(y, codes, tables, scale, offset, x, work, m, n, bits, step, group);
  const groups = (n + group - 1) / group, row = rowBytes(n, bits), padded = (n + 31) & ~31, sums = work + padded * 4;
  memory.copy(work, x, n * 4);
  memory.fill(work + n * 4, 0, (padded - n) * 4);
  if (offset != 0) for (let g: usize = 0; g < groups; g++) store<f32>(sums + g * 4, total(work, g * group, min(n, (g + 1) * group)));
  for (let i: usize = 0; i < m; i++) {
    const at = i * groups * 4, factors: usize = scale == 0 ? 0 : scale + at, from = codes + i * row, table = tables + i * step * 4;
    const out = y + i * 4;
    store<f32>(out, offset == 0 ? 0 : dot<f32>(offset + at, sums, groups));
    if (bits == 4) product<Four>(out, from, table, factors, work, padded, group);
    else if (bits == 3) product<Three>(out, from, table, factors, work, padded, group);
    else product<Two>(out, from, table, factors, work, padded, group);
  }
}

/** As lut_mv_f32, row after row decoded. */
export function lut_mv_f64(
  y: usize, codes: usize, tables: usize, scale: usize, offset: usize, x: usize, work: usize, m: usize, n: usize,
  bits: usize, step: usize, group: usize,
): void { byRows<f64>(y, codes, tables, scale, offset, x, work, m, n, bits, step, group); }

class Two { @inline codes(row: usize, j: usize): v128 { return nibbles(row, j, 2); } }
class Three { @inline codes(row: usize, j: usize): v128 { return nibbles(row, j, 3); } }
class Four { @inline codes(row: usize, j: usize): v128 { return nibbles(row, j, 4); } }

/**
 * y += sum_g scale_g sum_{j in g} table[code_j] x_j over n columns, a multiple of 32. The sum over groups is kept in memory:
 * held in a register it would be one too many for V8 11.
 */
function product<C>(y: usize, row: usize, table: usize, scale: usize, x: usize, n: usize, group: usize): void {
  const reader = changetype<C>(0), mask = i8x16.splat(15);
  const t0 = v128.load(table), t1 = v128.load(table, 16), t2 = v128.load(table, 32), t3 = v128.load(table, 48);
  const b0 = plane0(t0, t1, t2, t3), b1 = plane1(t0, t1, t2, t3), b2 = plane2(t0, t1, t2, t3), b3 = plane3(t0, t1, t2, t3);
  for (let j: usize = 0; j < n;) {
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    for (const end = min(n, j + group); j < end; j += 32) {
      const both = reader.codes(row, j), at = x + j * 4;
      const low = v128.and(both, mask), high = i8x16.shr_u(both, 4);
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
    const all = sum<f32>(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
    store<f32>(y, load<f32>(y) + (scale == 0 ? all : load<f32>(scale) * all));
    if (scale != 0) scale += 4;
  }
}

/** x_from + ... + x_(to - 1) */
function total(x: usize, from: usize, to: usize): f32 {
  let all: f64 = 0;
  for (; from < to; from++) all += load<f32>(x + from * 4);
  return <f32>all;
}

function byRows<T>(
  y: usize, codes: usize, tables: usize, scale: usize, offset: usize, x: usize, work: usize, m: usize, n: usize,
  bits: usize, step: usize, group: usize,
): void {
  const size = sizeof<T>(), row = rowBytes(n, bits), along = (n + group - 1) / group * size;
  for (let i: usize = 0; i < m; i++) {
    const s: usize = scale == 0 ? 0 : scale + i * along, o: usize = offset == 0 ? 0 : offset + i * along;
    decode<T>(work, codes + i * row, tables + i * step * size, s, o, 0, n, bits, group);
    store<T>(y + i * size, dot<T>(work, x, n));
  }
}
