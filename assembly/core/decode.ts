// w_j = table[code_j] * scale_g + offset_g, g the group of column j: stretches of a row of codes, as numbers.

import { code, nibbles } from "./codes";
import { floorTo, fma, lanes, swizzle } from "./lane";
import { plane0, plane1, plane2, plane3, zip16high, zip16low, zip8high, zip8low } from "./byteplanes";

/**
 * out: columns `from` to `to` of the row at `row`, `from` a multiple of 32; room for a multiple of 32 elements. scale, offset:
 * one element for each `group` columns of the whole row, a multiple of 32 or at least its length; 0 where there are none.
 * Of tables of f32 with fewer than 16 entries, 64 bytes are read.
 */
export function decode<T>(
  out: usize, row: usize, table: usize, scale: usize, offset: usize, from: usize, to: usize, bits: usize, group: usize,
): void {
  if (sizeof<T>() == 4 && bits != 8) lookUp(out, row, table, from, to, bits);
  else {
    for (let j = from; j < to; j++) store<T>(out + (j - from) * sizeof<T>(), load<T>(table + code(row, j, bits) * sizeof<T>()));
  }
  if (scale == 0 && offset == 0) return;
  for (let j = from; j < to;) {
    const g = j / group, end = min(to, (g + 1) * group), at = g * sizeof<T>();
    const s: T = scale == 0 ? 1 : load<T>(scale + at), o: T = offset == 0 ? 0 : load<T>(offset + at);
    affine<T>(out + (j - from) * sizeof<T>(), end - j, s, o);
    j = end;
  }
}

/** 32 columns at a time, by byte planes of the table. */
function lookUp(out: usize, row: usize, table: usize, from: usize, to: usize, bits: usize): void {
  const t0 = v128.load(table), t1 = v128.load(table, 16), t2 = v128.load(table, 32), t3 = v128.load(table, 48);
  const b0 = plane0(t0, t1, t2, t3), b1 = plane1(t0, t1, t2, t3), b2 = plane2(t0, t1, t2, t3), b3 = plane3(t0, t1, t2, t3);
  const mask = i8x16.splat(15);
  for (let j = from; j < to; j += 32, out += 128) {
    const both = nibbles(row, j, bits);
    const low = v128.and(both, mask), high = v128.and(i16x8.shr_u(both, 4), mask);
    let p0 = swizzle(b0, low), p1 = swizzle(b1, low), p2 = swizzle(b2, low), p3 = swizzle(b3, low);
    let u = zip8low(p0, p1), v = zip8low(p2, p3);
    v128.store(out, zip16low(u, v));
    v128.store(out, zip16high(u, v), 16);
    u = zip8high(p0, p1); v = zip8high(p2, p3);
    v128.store(out, zip16low(u, v), 32);
    v128.store(out, zip16high(u, v), 48);
    p0 = swizzle(b0, high); p1 = swizzle(b1, high); p2 = swizzle(b2, high); p3 = swizzle(b3, high);
    u = zip8low(p0, p1); v = zip8low(p2, p3);
    v128.store(out, zip16low(u, v), 64);
    v128.store(out, zip16high(u, v), 80);
    u = zip8high(p0, p1); v = zip8high(p2, p3);
    v128.store(out, zip16low(u, v), 96);
    v128.store(out, zip16high(u, v), 112);
  }
}

/** x = x*scale + offset, n elements and as many more as fill a vector. */
function affine<T>(x: usize, n: usize, scale: T, offset: T): void {
  const s = v128.splat<T>(scale), o = v128.splat<T>(offset);
  for (const end = x + floorTo(n + lanes<T>() - 1, lanes<T>()) * sizeof<T>(); x < end; x += 16) {
    v128.store(x, fma<T>(v128.load(x), s, o));
  }
}
