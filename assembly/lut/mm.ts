// C = f(X*W' + bias) with w_ij = table_i[code_ij] * scale_ig + offset_ig. See core/decodedmm.

import { rowBytes } from "../core/codes";
import { decode } from "../core/decode";
import { decodedMm, decodedRoom } from "../core/decodedmm";

/** W, at the front of the workspace. */
@unmanaged class Coded<T> {
  codes: usize; tables: usize; scale: usize; offset: usize; row: usize; step: usize; along: usize; bits: usize; group: usize;

  decode(out: usize, i: usize, from: usize, to: usize): void {
    const s: usize = this.scale == 0 ? 0 : this.scale + i * this.along, o: usize = this.offset == 0 ? 0 : this.offset + i * this.along;
    decode<T>(out, this.codes + i * this.row, this.tables + i * this.step, s, o, from, to, this.bits, this.group);
  }
}

/**
 * C: batch x m, rows ldc apart; X: batch x n, without gaps. codes to group: as in lut/dequantize; bias: m elements or 0; activation:
 * see core/epilogue; work: lut_mmwork elements.
 */
function mm<T>(
  c: usize, codes: usize, tables: usize, scale: usize, offset: usize, x: usize, work: usize, batch: usize, m: usize, n: usize,
  bits: usize, step: usize, group: usize, ldc: usize, bias: usize, activation: usize,
): void {
  const w = changetype<Coded<T>>((work + 7) & ~7);
  w.codes = codes; w.tables = tables; w.scale = scale; w.offset = offset;
  w.row = rowBytes(n, bits); w.step = step * sizeof<T>(); w.along = (n + group - 1) / group * sizeof<T>();
  w.bits = bits; w.group = group;
  decodedMm<T, Coded<T>>(c, changetype<usize>(w), x, work + 64, batch, m, n, ldc, bias, activation);
}

export function lut_mm_f32(
  c: usize, codes: usize, tables: usize, scale: usize, offset: usize, x: usize, work: usize, batch: usize, m: usize, n: usize,
  bits: usize, step: usize, group: usize, ldc: usize, bias: usize, activation: usize,
): void { mm<f32>(c, codes, tables, scale, offset, x, work, batch, m, n, bits, step, group, ldc, bias, activation); }
export function lut_mm_f64(
  c: usize, codes: usize, tables: usize, scale: usize, offset: usize, x: usize, work: usize, batch: usize, m: usize, n: usize,
  bits: usize, step: usize, group: usize, ldc: usize, bias: usize, activation: usize,
): void { mm<f64>(c, codes, tables, scale, offset, x, work, batch, m, n, bits, step, group, ldc, bias, activation); }

/** Elements of workspace lut_mm needs. */
export function lut_mmwork_f32(batch: usize, n: usize): usize { return 16 + decodedRoom<f32>(batch, n); }
export function lut_mmwork_f64(batch: usize, n: usize): usize { return 8 + decodedRoom<f64>(batch, n); }
