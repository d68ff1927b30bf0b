// C = f(X*W' + bias) by whole numbers: w_ij = s_i t_ij scale_ig + offset_ig (lut/bytes), x_bj = e_b q_bj + error (core/whole),
//   c_bi = e_b s_i sum_g scale_ig sum_(j in g) t_ij q_bj + sum_g offset_ig X_bg,  X_bg = sum_(j in g) x_bj.
// One row of X: straight from the codes, two rows of W side by side. More: four rows of W unpacked, by two rows of X.

import { zip8high, zip8low } from "../core/byteplanes";
import { Four, rowBytes, Three, Two } from "../core/codes";
import { dot } from "../core/dot";
import { epilogue } from "../core/epilogue";
import { fma, sum, swizzle } from "../core/lane";
import { lookUp16 } from "../core/lookup";
import { add8, divide, MOST, SPAN, total } from "../core/whole";
import { fourByTwo } from "../core/whole42";

/** Bytes of workspace. */
export function lut_mm8work_u8(batch: usize, n: usize, group: usize): usize {
  return 64 + ((n + 31) & ~31) * 2 * (batch + 4) + 32 + 4 * batch * (1 + (n + group - 1) / group);
}

/** C: batch x m, rows ldc apart; X: batch x n; planes, steps: of lut_bytes, with `shared` one for all rows; work: lut_mm8work bytes; the rest as in lut/mm. */
export function lut_mm8_f32(
  c: usize, codes: usize, planes: usize, steps: usize, scale: usize, offset: usize, x: usize, work: usize, batch: usize,
  m: usize, n: usize, bits: usize, shared: bool, group: usize, ldc: usize, bias: usize, activation: usize,
): void {
  const padded = (n + 31) & ~31, groups = (n + group - 1) / group, row = rowBytes(n, bits), along = groups * 4, line = padded * 2;
  const q = (work + 15) & ~15, rows = q + batch * line, totals = rows + 4 * line, e = totals + 32, sums = e + batch * 4;
  const reach = group < n ? group : padded;
  for (let b: usize = 0; b < batch; b++) {
    store<f32>(e + b * 4, divide(q + b * line, x + b * n * 4, n, padded, MOST));
    for (let g: usize = 0; g < groups; g++) {
      store<f32>(sums + (b * groups + g) * 4, total<f32>(x + b * n * 4, g * group, min(n, (g + 1) * group)));
    }
  }
  const tall: usize = batch == 1 ? 2 : 4;
  for (let i: usize = 0; i < m; i += tall) {
    const last = min(tall, m - i) - 1, from = codes + i * row, s: usize = scale == 0 ? 0 : scale + i * along;
    if (batch == 1) {
      const p0 = planes + (shared ? 0 : i * 32), p1 = shared ? p0 : p0 + last * 32;
      const s1: usize = scale == 0 ? 0 : s + last * along;
      if (bits == 4) twoByOne<Four>(totals, from, from + last * row, p0, p1, s, s1, q, padded, reach);
      else if (bits == 3) twoByOne<Three>(totals, from, from + last * row, p0, p1, s, s1, q, padded, reach);
      else twoByOne<Two>(totals, from, from + last * row, p0, p1, s, s1, q, padded, reach);
    } else {
      for (let r: usize = 0; r <= last; r++) lookUp16(rows + r * line, from + r * row, planes + (shared ? 0 : (i + r) * 32), padded, bits);
    }
    for (let b: usize = 0; b < batch; b += 2) {
      const more: usize = b + 1 < batch ? 1 : 0;
      if (batch > 1) fourByTwo(totals, rows, line, q + b * line, q + (b + more) * line, padded, s, along, last, reach);
      for (let d: usize = 0; d <= more; d++) {
        const unit = load<f32>(e + (b + d) * 4), at = sums + (b + d) * along;
        for (let r: usize = 0; r <= last; r++) {
          let value = unit * load<f32>(steps + (shared ? 0 : (i + r) * 4)) * load<f32>(totals + (d * 4 + r) * 4);
          if (offset != 0) value += dot<f32>(offset + (i + r) * along, at, groups);
          store<f32>(c + ((b + d) * ldc + i + r) * 4, value);
        }
      }
    }
  }
  epilogue<f32>(c, batch, m, ldc, bias, activation);
}

/** out_0, out_1 = sum_g scale_g sum_(j in g) t_j q_j for two rows of codes with their tables p0 and p1. */
function twoByOne<C>(
  out: usize, r0: usize, r1: usize, p0: usize, p1: usize, scale0: usize, scale1: usize, q: usize, n: usize, group: usize,
): void {
  const reader = changetype<C>(0), mask = i8x16.splat(15);
  const l0 = v128.load(p0), h0 = v128.load(p0, 16), l1 = v128.load(p1), h1 = v128.load(p1, 16);
  let v0 = f32x4.splat(0), v1 = v0;
  for (let j: usize = 0, edge = group; j < n;) {
    let a0 = i32x4.splat(0), b0 = a0, a1 = a0, b1 = a0;
    for (const end = min(min(n, edge), j + SPAN); j < end; j += 32) {
      const c0 = reader.codes(r0, j), c1 = reader.codes(r1, j), at = q + j * 2;
      let c = v128.and(c0, mask), l = swizzle(l0, c), h = swizzle(h0, c);
      a0 = add8(a0, zip8low(l, h), v128.load(at)); b0 = add8(b0, zip8high(l, h), v128.load(at, 16));
      c = v128.and(c1, mask); l = swizzle(l1, c); h = swizzle(h1, c);
      a1 = add8(a1, zip8low(l, h), v128.load(at)); b1 = add8(b1, zip8high(l, h), v128.load(at, 16));
      c = v128.and(i16x8.shr_u(c0, 4), mask); l = swizzle(l0, c); h = swizzle(h0, c);
      a0 = add8(a0, zip8low(l, h), v128.load(at, 32)); b0 = add8(b0, zip8high(l, h), v128.load(at, 48));
      c = v128.and(i16x8.shr_u(c1, 4), mask); l = swizzle(l1, c); h = swizzle(h1, c);
      a1 = add8(a1, zip8low(l, h), v128.load(at, 32)); b1 = add8(b1, zip8high(l, h), v128.load(at, 48));
    }
    const x = f32x4.add(f32x4.convert_i32x4_s(a0), f32x4.convert_i32x4_s(b0));
    const y = f32x4.add(f32x4.convert_i32x4_s(a1), f32x4.convert_i32x4_s(b1));
    v0 = fma<f32>(x, scale0 == 0 ? f32x4.splat(1) : v128.load32_splat(scale0), v0);
    v1 = fma<f32>(y, scale0 == 0 ? f32x4.splat(1) : v128.load32_splat(scale1), v1);
    if (j < edge) continue;
    edge += group;
    if (scale0 != 0) { scale0 += 4; scale1 += 4; }
  }
  store<f32>(out, sum<f32>(v0));
  store<f32>(out, sum<f32>(v1), 4);
}
