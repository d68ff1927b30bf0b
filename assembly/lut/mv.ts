// y_i = sum_j w_ij x_j with w_ij = table_i[code_ij] * scale_ig + offset_ig, g = j / group:
//   y_i = sum_g (scale_ig sum_{j in g} table_i[code_ij] x_j + offset_ig X_g),  X_g = sum_{j in g} x_j.
// In f32 the 16 entries of a row are held as byte planes (core/byteplanes), so that 32 codes are looked up side by side; rows of
// even entries need no look-up (core/evencodes), and in the simd build long rows of 4 bits have one of pairs (core/codepairs).

import { pairBytes, pairSum, pairTable, pairUp } from "../core/codepairs";
import { Four, rowBytes, Three, Two } from "../core/codes";
import { decode } from "../core/decode";
import { dot } from "../core/dot";
import { evenSum, FromEight, FromZero, isEven, spread } from "../core/evencodes";
import { fma, fused, sum, swizzle } from "../core/lane";
import { total } from "../core/whole";
import { plane0, plane1, plane2, plane3, zip16high, zip16low, zip8high, zip8low } from "../core/byteplanes";

/** Columns from which a table of pairs is made: it takes as long as the product of some 200. */
const LONG: usize = 768;

/** The same in f64, where nothing else is fast. */
const SHORT: usize = 96;

/**
 * y: m; x: n; codes, tables, step, scale, offset, group: as in lut/dequantize; work: three times n elements rounded up to 32,
 * 512 more, and one for each group.
 */
export function lut_mv_f32(
  y: usize, codes: usize, tables: usize, scale: usize, offset: usize, x: usize, work: usize, m: usize, n: usize,
  bits: usize, step: usize, group: usize,
): void {
  if (bits == 8) return byRows<f32>(y, codes, tables, scale, offset, x, work, m, n, bits, step, group);
  const groups = (n + group - 1) / group, row = rowBytes(n, bits), padded = (n + 31) & ~31;
  const even = work + padded * 4, paired = even + padded * 4, pairs = paired + padded * 4, sums = pairs + pairBytes<f32>();
  const long = !fused() && n >= LONG && bits == 4;
  memory.copy(work, x, n * 4);
  memory.fill(work + n * 4, 0, (padded - n) * 4);
  if (bits == 4) spread(even, work, padded);
  if (long) pairUp<f32>(paired, work, padded);
  if (offset != 0) for (let g: usize = 0; g < groups; g++) store<f32>(sums + g * 4, total<f32>(work, g * group, min(n, (g + 1) * group)));
  let made: usize = 0;
  for (let i: usize = 0; i < m; i++) {
    const at = i * groups * 4, factors: usize = scale == 0 ? 0 : scale + at, from = codes + i * row, table = tables + i * step * 4;
    const out = y + i * 4;
    store<f32>(out, offset == 0 ? 0 : dot<f32>(offset + at, sums, groups));
    if (bits == 4) {
      const value = byGrid(from, table, even, padded, factors, group);
      // What is not finite may have overflowed before the step of the grid came in.
      if (abs<f32>(value) < Infinity) {
        store<f32>(out, load<f32>(out) + value);
        continue;
      }
      if (long) {
        if (made != table) pairTable<f32>(pairs, table);
        made = table;
        store<f32>(out, load<f32>(out) + pairSum<f32>(from, pairs, paired, padded, factors, group));
      } else product<Four>(out, from, table, factors, work, padded, group);
    } else if (bits == 3) product<Three>(out, from, table, factors, work, padded, group);
    else product<Two>(out, from, table, factors, work, padded, group);
  }
}

/** The product of a row with even entries, NaN for others. */
// @ts-ignore: decorator
@inline function byGrid(row: usize, table: usize, x: usize, n: usize, scale: usize, group: usize): f32 {
  const one = load<f32>(table, 4), nine = load<f32>(table, 36);
  if (isEven<FromEight>(table, nine)) return nine * evenSum<FromEight>(row, x, n, scale, group);
  return isEven<FromZero>(table, one) ? one * evenSum<FromZero>(row, x, n, scale, group) : NaN;
}

/** As lut_mv_f32: rows of 4 bits by pairs, others decoded. */
export function lut_mv_f64(
  y: usize, codes: usize, tables: usize, scale: usize, offset: usize, x: usize, work: usize, m: usize, n: usize,
  bits: usize, step: usize, group: usize,
): void {
  if (bits != 4 || n < SHORT) return byRows<f64>(y, codes, tables, scale, offset, x, work, m, n, bits, step, group);
  const groups = (n + group - 1) / group, row = rowBytes(n, bits), padded = (n + 31) & ~31;
  const paired = work + padded * 8, pairs = paired + padded * 8, sums = pairs + pairBytes<f64>();
  memory.copy(work, x, n * 8);
  memory.fill(work + n * 8, 0, (padded - n) * 8);
  pairUp<f64>(paired, work, padded);
  if (offset != 0) for (let g: usize = 0; g < groups; g++) store<f64>(sums + g * 8, total<f64>(work, g * group, min(n, (g + 1) * group)));
  for (let i: usize = 0; i < m; i++) {
    const at = i * groups * 8, factors: usize = scale == 0 ? 0 : scale + at;
    if (i == 0 || step != 0) pairTable<f64>(pairs, tables + i * step * 8);
    const value = pairSum<f64>(codes + i * row, pairs, paired, padded, factors, group);
    store<f64>(y + i * 8, offset == 0 ? value : value + dot<f64>(offset + at, sums, groups));
  }
}

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
      const low = v128.and(both, mask), high = v128.and(i16x8.shr_u(both, 4), mask);
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
