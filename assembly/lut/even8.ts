// y = f(W*x + bias) by whole numbers where tables are even grids: w_ij = (a_i + b_i c_ij) scale_ig + offset_ig (lut/bytes),
// x_j = e q_j + error (core/whole),
//   y_i = e sum_g scale_ig (b_i sum_{j in g} c_ij q_j + a_i Q_g) + sum_g offset_ig X_g,  Q_g = sum_{j in g} q_j, X_g = sum_{j in g} x_j.

import { Four, rowBytes, Three, Two } from "../core/codes";
import { dot } from "../core/dot";
import { epilogue } from "../core/epilogue";
import { fourEven, telescope } from "../core/evenwhole";
import { divide, MOST, total } from "../core/whole";

/** Bytes of workspace. */
export function lut_even8work_u8(n: usize, group: usize): usize { return 96 + ((n + 31) & ~31) * 2 + 8 * ((n + group - 1) / group); }

/** y: m; x: n; grids: of lut_bytes, with `shared` one for all rows; work: lut_even8work bytes; the rest as in lut/mm. */
export function lut_even8_f32(
  y: usize, codes: usize, grids: usize, scale: usize, offset: usize, x: usize, work: usize, m: usize, n: usize, bits: usize,
  shared: bool, group: usize, bias: usize, activation: usize,
): void {
  const padded = (n + 31) & ~31, groups = (n + group - 1) / group, row = rowBytes(n, bits), along = groups * 4;
  const q = (work + 15) & ~15, rows = q + padded * 2, whole = rows + 16, sums = whole + along;
  const e = divide(q, x, n, padded, MOST), reach = group < n ? group : padded;
  let all: f32 = 0;
  for (let g: usize = 0; g < groups; g++) {
    const from = g * group, to = min(n, from + group);
    let count: i64 = 0;
    for (let j = from; j < to; j++) count += load<i16>(q + j * 2);
    store<f32>(whole + g * 4, <f32>count);
    all += <f32>count;
    if (offset != 0) store<f32>(sums + g * 4, total<f32>(x, from, to));
  }
  telescope(q, padded);
  for (let i: usize = 0; i < m; i += 4) {
    const last = min<usize>(4, m - i) - 1, from = codes + i * row, s: usize = scale == 0 ? 0 : scale + i * along;
    if (bits == 4) fourEven<Four>(rows, from, row, last, q, padded, s, along, reach);
    else if (bits == 3) fourEven<Three>(rows, from, row, last, q, padded, s, along, reach);
    else fourEven<Two>(rows, from, row, last, q, padded, s, along, reach);
    for (let r: usize = 0; r <= last; r++) {
      const grid = grids + (shared ? 0 : (i + r) * 8), sum = scale == 0 ? all : dot<f32>(s + r * along, whole, groups);
      let value = e * (load<f32>(grid, 4) * load<f32>(rows + r * 4) + load<f32>(grid) * sum);
      if (offset != 0) value += dot<f32>(offset + (i + r) * along, sums, groups);
      store<f32>(y + (i + r) * 4, value);
    }
  }
  epilogue<f32>(y, 1, m, m, bias, activation);
}
