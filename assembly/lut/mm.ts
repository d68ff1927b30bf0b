// C = f(X*W' + bias) with w_ij = table_i[code_ij] * scale_ig + offset_ig: W is decoded a register tile's columns at a time,
// into the packed form that core/microkernel reads.

import { rowBytes } from "../core/codes";
import { decode } from "../core/decode";
import { epilogue } from "../core/epilogue";
import { edge, tile } from "../core/microkernel";
import { packCols, packRows } from "../core/pack";
import { DEPTH, tileCols, tileRows } from "../core/tile";

/** Rows of X packed at a time. */
const BATCH: usize = 480;

/** Elements of workspace. */
// @ts-ignore: decorator
@inline function room<T>(batch: usize, n: usize): usize {
  const depth = (min(n, DEPTH) + 31) & ~31, mr = tileRows(), nr = tileCols<T>();
  return depth * ((min(batch, BATCH) + mr - 1) / mr * mr + 2 * nr) + mr * nr + 64 / sizeof<T>();
}

/**
 * C: batch x m; X: batch x n; both without gaps. codes to group: as in lut/dequantize; bias: m elements or 0; activation:
 * see core/epilogue; work: lut_mmwork elements.
 */
function mm<T>(
  c: usize, codes: usize, tables: usize, scale: usize, offset: usize, x: usize, work: usize, batch: usize, m: usize, n: usize,
  bits: usize, step: usize, group: usize, bias: usize, activation: usize,
): void {
  const size = sizeof<T>(), mr = tileRows(), nr = tileCols<T>(), row = rowBytes(n, bits), along = (n + group - 1) / group * size;
  const depth = (min(n, DEPTH) + 31) & ~31, packed = (work + 63) & ~63;
  const right = packed + (min(batch, BATCH) + mr - 1) / mr * mr * depth * size;
  const stage = right + nr * depth * size, scratch = stage + nr * depth * size;
  if (n == 0) memory.fill(c, 0, batch * m * size);
  for (let b: usize = 0; b < batch; b += BATCH) {
    const rows = min(batch - b, BATCH);
    for (let p: usize = 0; p < n; p += DEPTH) {
      const k = min(n - p, DEPTH), beta: T = p == 0 ? 0 : 1;
      packRows<T>(packed, x + (b * n + p) * size, rows, k, n, 1);
      for (let j: usize = 0; j < m; j += nr) {
        const live = min(nr, m - j);
        for (let q: usize = 0; q < live; q++) {
          const i = j + q, s: usize = scale == 0 ? 0 : scale + i * along, o: usize = offset == 0 ? 0 : offset + i * along;
          decode<T>(stage + q * depth * size, codes + i * row, tables + i * step * size, s, o, p, p + k, bits, group);
        }
        packCols<T>(right, stage, k, live, 1, depth);
        for (let i: usize = 0; i < rows; i += mr) {
          const out = c + ((b + i) * m + j) * size, left = packed + i * k * size;
          if (i + mr <= rows && live == nr) tile<T>(out, left, right, k, m * size, 1, beta);
          else {
            tile<T>(scratch, left, right, k, nr * size, 1, 0);
            edge<T>(out, scratch, min(mr, rows - i), live, m, beta, <isize>nr);
          }
        }
      }
    }
  }
  epilogue<T>(c, batch, m, m, bias, activation);
}

export function lut_mm_f32(
  c: usize, codes: usize, tables: usize, scale: usize, offset: usize, x: usize, work: usize, batch: usize, m: usize, n: usize,
  bits: usize, step: usize, group: usize, bias: usize, activation: usize,
): void { mm<f32>(c, codes, tables, scale, offset, x, work, batch, m, n, bits, step, group, bias, activation); }
export function lut_mm_f64(
  c: usize, codes: usize, tables: usize, scale: usize, offset: usize, x: usize, work: usize, batch: usize, m: usize, n: usize,
  bits: usize, step: usize, group: usize, bias: usize, activation: usize,
): void { mm<f64>(c, codes, tables, scale, offset, x, work, batch, m, n, bits, step, group, bias, activation); }

/** Elements of workspace lut_mm needs. */
export function lut_mmwork_f32(batch: usize, n: usize): usize { return room<f32>(batch, n); }
export function lut_mmwork_f64(batch: usize, n: usize): usize { return room<f64>(batch, n); }
