// y = sum of x_j w_j over the columns that were selected, where w_ij = table[code_ij] * scale_gi + offset_gi, g = j / group:
//   y_i = sum_g (scale_gi sum_{j in g} table[code_ij] x_j + offset_gi X_g),  X_g = sum_{j in g} x_j.
// The codes lie by columns, so that only those of selected columns are read. One table for all rows: times x_j once a column,
// it leaves a look-up and an addition an entry.

import { plane0, plane1, plane2, plane3, zip16high, zip16low, zip8high, zip8low } from "../core/byteplanes";
import { code, nibbles, rowBytes } from "../core/codes";
import { fma, lanes, swizzle } from "../core/lane";

/** Rows summed at a time, which stay in the first-level cache. */
const ROWS: usize = 2048;

/**
 * y: m; codes: rows of m codes (core/codes), one a column; table: 16 elements; scale, offset: a row of m for each group, or 0;
 * indices, values: `count` columns (u32), ascending, and their factors; work: 2048 elements.
 */
function lutmv<T>(
  y: usize, codes: usize, table: usize, scale: usize, offset: usize, indices: usize, values: usize, work: usize, m: usize,
  count: usize, group: usize, bits: usize,
): void {
  const size = sizeof<T>(), stride = rowBytes(m, bits);
  memory.fill(y, 0, m * size);
  for (let i: usize = 0; i < m; i += ROWS) {
    const rows = min(ROWS, m - i);
    for (let e: usize = 0; e < count;) {
      const g = <usize>load<u32>(indices + e * 4) / group;
      let total: f64 = 0;
      memory.fill(work, 0, ROWS * size);
      for (; e < count; e++) {
        const j = <usize>load<u32>(indices + e * 4), x = load<T>(values + e * size);
        if (j / group != g) break;
        total += <f64>x;
        column<T>(work, codes + j * stride, table, x, i, rows, bits);
      }
      const at = (g * m + i) * size;
      finish<T>(y + i * size, work, scale == 0 ? scale : scale + at, offset == 0 ? offset : offset + at, <T>total, rows);
    }
  }
}

/** sums += x table[code] of `rows` rows from row `first`, a multiple of 32. */
function column<T>(sums: usize, row: usize, table: usize, x: T, first: usize, rows: usize, bits: usize): void {
  if (sizeof<T>() == 8) {
    for (let i: usize = 0; i < rows; i++, sums += 8) store<T>(sums, load<T>(sums) + x * load<T>(table + code(row, first + i, bits) * 8));
    return;
  }
  const v = v128.splat<T>(x), mask = i8x16.splat(15);
  const t0 = v128.mul<T>(v128.load(table), v), t1 = v128.mul<T>(v128.load(table, 16), v);
  const t2 = v128.mul<T>(v128.load(table, 32), v), t3 = v128.mul<T>(v128.load(table, 48), v);
  const b0 = plane0(t0, t1, t2, t3), b1 = plane1(t0, t1, t2, t3), b2 = plane2(t0, t1, t2, t3), b3 = plane3(t0, t1, t2, t3);
  for (let j = first; j < first + rows; j += 32, sums += 128) {
    const both = nibbles(row, j, bits), low = v128.and(both, mask), high = i8x16.shr_u(both, 4);
    sixteen(sums, swizzle(b0, low), swizzle(b1, low), swizzle(b2, low), swizzle(b3, low));
    sixteen(sums + 64, swizzle(b0, high), swizzle(b1, high), swizzle(b2, high), swizzle(b3, high));
  }
}

/** Adds 16 floats that come as byte planes. */
// @ts-ignore: decorator
@inline function sixteen(sums: usize, p0: v128, p1: v128, p2: v128, p3: v128): void {
  let u = zip8low(p0, p1), v = zip8low(p2, p3);
  v128.store(sums, f32x4.add(v128.load(sums), zip16low(u, v)));
  v128.store(sums, f32x4.add(v128.load(sums, 16), zip16high(u, v)), 16);
  u = zip8high(p0, p1); v = zip8high(p2, p3);
  v128.store(sums, f32x4.add(v128.load(sums, 32), zip16low(u, v)), 32);
  v128.store(sums, f32x4.add(v128.load(sums, 48), zip16high(u, v)), 48);
}

/** y += scale * sums + offset * total; scale and offset: an element a row, or 0 for factors of 1 and summands of 0. */
function finish<T>(y: usize, sums: usize, scale: usize, offset: usize, total: T, n: usize): void {
  const size = sizeof<T>(), one = v128.splat<T>(1), all = v128.splat<T>(total), whole = n - n % lanes<T>();
  let i: usize = 0;
  for (; i < whole * size; i += 16) {
    const s = scale == 0 ? one : v128.load(scale + i), v = fma<T>(s, v128.load(sums + i), v128.load(y + i));
    v128.store(y + i, offset == 0 ? v : fma<T>(v128.load(offset + i), all, v));
  }
  for (; i < n * size; i += size) {
    const s: T = scale == 0 ? 1 : load<T>(scale + i), o: T = offset == 0 ? 0 : load<T>(offset + i);
    store<T>(y + i, load<T>(y + i) + s * load<T>(sums + i) + o * total);
  }
}

export function colsparse_lutmv_f32(
  y: usize, codes: usize, table: usize, scale: usize, offset: usize, indices: usize, values: usize, work: usize, m: usize,
  count: usize, group: usize, bits: usize,
): void { lutmv<f32>(y, codes, table, scale, offset, indices, values, work, m, count, group, bits); }
export function colsparse_lutmv_f64(
  y: usize, codes: usize, table: usize, scale: usize, offset: usize, indices: usize, values: usize, work: usize, m: usize,
  count: usize, group: usize, bits: usize,
): void { lutmv<f64>(y, codes, table, scale, offset, indices, values, work, m, count, group, bits); }
