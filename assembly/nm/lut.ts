// y = A*x and Y = A*X for N:M patterns (nm/compress) whose kept entries are codes into tables: a row's stretch is decoded where
// it will be multiplied. Every row keeps as many entries, so that they are found without starts.

import { rowBytes } from "../core/codes";
import { decode } from "../core/decode";
import { NARROW, narrow, pickDot, wide } from "../core/gather";
import { halves } from "../core/halves";
import { floorTo } from "../core/lane";
import { place } from "../core/panel";
import { CHUNK, ROWS } from "./compress";

/**
 * Of A, m x n in N:M form with groups in rows, in rows of `kept` entries each: indices (u8, the column less its chunk's first)
 * and values. starts, from, entries: as nm/compress stores them.
 */
function rows<T>(indices: usize, values: usize, starts: usize, from: usize, entries: usize, m: usize, n: usize, kept: usize): void {
  const size = sizeof<T>();
  for (let first: usize = 0; first < m; first += ROWS) {
    let done: usize = 0;
    for (let c: usize = 0; c < n; c += CHUNK) {
      let count: usize = 0;
      for (let i = first, last = min(first + ROWS, m); i < last; i++, starts += 4) {
        const e: usize = load<u32>(starts), to = i * kept + done;
        count = <usize>load<u32>(starts, 4) - e;
        memory.copy(indices + to, from + e, count);
        memory.copy(values + to * size, entries + e * size, count * size);
      }
      done += count;
    }
  }
}

/**
 * y: m; x: n; indices: m x kept; codes to group: m x kept as in lut/dequantize; chunk: entries of a whole chunk of 128
 * columns; half: two of each 4 columns are kept; work: kept elements rounded up to 32.
 */
function lutmv<T>(
  y: usize, indices: usize, codes: usize, tables: usize, scale: usize, offset: usize, x: usize, work: usize, m: usize, n: usize,
  kept: usize, chunk: usize, bits: usize, step: usize, group: usize, half: bool,
): void {
  const size = sizeof<T>(), row = rowBytes(kept, bits), along = (kept + group - 1) / group * size;
  for (let i: usize = 0; i < m; i++, indices += kept) {
    const s: usize = scale == 0 ? 0 : scale + i * along, o: usize = offset == 0 ? 0 : offset + i * along;
    decode<T>(work, codes + i * row, tables + i * step * size, s, o, 0, kept, bits, group);
    let total: T = 0;
    for (let e: usize = 0, c: usize = 0; e < kept; e += chunk, c += CHUNK) {
      const count = min(chunk, kept - e), from = x + c * size;
      const groups = half && sizeof<T>() == 4 ? min(CHUNK, n - c) / 8 : 0, done = groups * 4;
      if (groups != 0) total += <T>halves(work + e * size, indices + e, from, groups);
      total += pickDot<T, u8>(work + (e + done) * size, indices + e + done, from, count - done);
    }
    store<T>(y + i * size, total);
  }
}

/** As lutmv, for one panel of X: x, width, Y and work as in nm/mm, and there 2 x 128 + 64 elements more. */
function lutmm<T>(
  y: usize, indices: usize, codes: usize, tables: usize, scale: usize, offset: usize, x: usize, work: usize, m: usize, n: usize,
  kept: usize, chunk: usize, bits: usize, step: usize, group: usize, width: usize, ry: usize, cy: usize,
): void {
  const size = sizeof<T>(), row = rowBytes(kept, bits), along = (kept + group - 1) / group * size, wideRow = width * 16;
  const values = work + ROWS * wideRow;
  for (let first: usize = 0; first < m; first += ROWS) {
    const count = min(ROWS, m - first);
    if (kept == 0) memory.fill(work, 0, count * wideRow);
    for (let e: usize = 0, panel = x; e < kept; e += chunk, panel += CHUNK * wideRow) {
      const end = min(e + chunk, kept), from = floorTo(e, 32), beta: T = e == 0 ? 0 : 1;
      for (let r: usize = 0; r < count; r++) {
        const i = first + r, out = work + r * wideRow, live = values + (e - from) * size, at = indices + i * kept + e;
        const s: usize = scale == 0 ? 0 : scale + i * along, o: usize = offset == 0 ? 0 : offset + i * along;
        decode<T>(values, codes + i * row, tables + i * step * size, s, o, from, end, bits, group);
        if (width == NARROW) narrow<T, u8>(out, live, at, panel, end - e, 1, beta);
        else wide<T, u8>(out, live, at, panel, end - e, 1, beta);
      }
    }
    place<T>(y + first * ry * size, work, count, count, n, ry, cy, width, 1, 0);
  }
}

export function nm_rows_f32(indices: usize, values: usize, starts: usize, from: usize, entries: usize, m: usize, n: usize, kept: usize): void {
  rows<f32>(indices, values, starts, from, entries, m, n, kept);
}
export function nm_rows_f64(indices: usize, values: usize, starts: usize, from: usize, entries: usize, m: usize, n: usize, kept: usize): void {
  rows<f64>(indices, values, starts, from, entries, m, n, kept);
}

export function nm_lutmv_f32(
  y: usize, indices: usize, codes: usize, tables: usize, scale: usize, offset: usize, x: usize, work: usize, m: usize, n: usize,
  kept: usize, chunk: usize, bits: usize, step: usize, group: usize, half: bool,
): void { lutmv<f32>(y, indices, codes, tables, scale, offset, x, work, m, n, kept, chunk, bits, step, group, half); }
export function nm_lutmv_f64(
  y: usize, indices: usize, codes: usize, tables: usize, scale: usize, offset: usize, x: usize, work: usize, m: usize, n: usize,
  kept: usize, chunk: usize, bits: usize, step: usize, group: usize, half: bool,
): void { lutmv<f64>(y, indices, codes, tables, scale, offset, x, work, m, n, kept, chunk, bits, step, group, half); }

export function nm_lutmm_f32(
  y: usize, indices: usize, codes: usize, tables: usize, scale: usize, offset: usize, x: usize, work: usize, m: usize, n: usize,
  kept: usize, chunk: usize, bits: usize, step: usize, group: usize, width: usize, ry: usize, cy: usize,
): void { lutmm<f32>(y, indices, codes, tables, scale, offset, x, work, m, n, kept, chunk, bits, step, group, width, ry, cy); }
export function nm_lutmm_f64(
  y: usize, indices: usize, codes: usize, tables: usize, scale: usize, offset: usize, x: usize, work: usize, m: usize, n: usize,
  kept: usize, chunk: usize, bits: usize, step: usize, group: usize, width: usize, ry: usize, cy: usize,
): void { lutmm<f64>(y, indices, codes, tables, scale, offset, x, work, m, n, kept, chunk, bits, step, group, width, ry, cy); }
