// C = f(X*W' + bias) with w_ij = s_ig (q_ij - z_ig). See core/decodedmm.

import { decodedMm, decodedRoom } from "../core/decodedmm";
import { decode8, line8 } from "../core/whole8";

/** W, at the front of the workspace. */
@unmanaged class Bytes<T> {
  values: usize; scale: usize; zero: usize; line: usize; groups: usize; group: usize;

  decode(out: usize, i: usize, from: usize, to: usize): void {
    const at = i * this.groups, z: usize = this.zero == 0 ? 0 : this.zero + at;
    decode8<T>(out, this.values + i * this.line, this.scale + at * sizeof<T>(), z, from, to, this.group);
  }
}

/** C: batch x m; X: batch x n; values to group: as in int8/quantize; bias, activation: as in lut/mm; work: int8_mmwork elements. */
function mm<T>(
  c: usize, values: usize, scale: usize, zero: usize, x: usize, work: usize, batch: usize, m: usize, n: usize, group: usize,
  bias: usize, activation: usize,
): void {
  const w = changetype<Bytes<T>>((work + 7) & ~7);
  w.values = values; w.scale = scale; w.zero = zero; w.line = line8(n); w.groups = (n + group - 1) / group; w.group = group;
  decodedMm<T, Bytes<T>>(c, changetype<usize>(w), x, work + 64, batch, m, n, m, bias, activation);
}

export function int8_mm_f32(
  c: usize, values: usize, scale: usize, zero: usize, x: usize, work: usize, batch: usize, m: usize, n: usize, group: usize,
  bias: usize, activation: usize,
): void { mm<f32>(c, values, scale, zero, x, work, batch, m, n, group, bias, activation); }
export function int8_mm_f64(
  c: usize, values: usize, scale: usize, zero: usize, x: usize, work: usize, batch: usize, m: usize, n: usize, group: usize,
  bias: usize, activation: usize,
): void { mm<f64>(c, values, scale, zero, x, work, batch, m, n, group, bias, activation); }

/** Elements of workspace int8_mm needs. */
export function int8_mmwork_f32(batch: usize, n: usize): usize { return 16 + decodedRoom<f32>(batch, n); }
export function int8_mmwork_f64(batch: usize, n: usize): usize { return 8 + decodedRoom<f64>(batch, n); }
