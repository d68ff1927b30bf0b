import type { Floats } from "../../src/core/types.ts";

/** y = A*x with two sums a row. */
export function csrMv(
  m: number,
  indptr: Uint32Array,
  indices: Uint32Array,
  values: Floats,
  x: Floats,
  y: Floats,
): void {
  for (let i = 0; i < m; i++) {
    const end = indptr[i + 1]!;
    let p = indptr[i]!,
      s0 = 0,
      s1 = 0;
    for (; p + 2 <= end; p += 2) {
      s0 += values[p]! * x[indices[p]!]!;
      s1 += values[p + 1]! * x[indices[p + 1]!]!;
    }
    if (p < end) s0 += values[p]! * x[indices[p]!]!;
    y[i] = s0 + s1;
  }
}

/** Y = A*X, k columns, eight at a time: their sums stay out of memory for a whole row of A. */
export function csrMm(
  m: number,
  k: number,
  indptr: Uint32Array,
  indices: Uint32Array,
  values: Floats,
  x: Floats,
  y: Floats,
): void {
  for (let i = 0; i < m; i++) {
    const o = i * k;
    const start = indptr[i]!;
    const end = indptr[i + 1]!;
    let j = 0;
    for (; j + 8 <= k; j += 8) {
      let s0 = 0,
        s1 = 0,
        s2 = 0,
        s3 = 0,
        s4 = 0,
        s5 = 0,
        s6 = 0,
        s7 = 0;
      for (let p = start; p < end; p++) {
        const v = values[p]!;
        const q = indices[p]! * k + j;
        s0 += v * x[q]!;
        s1 += v * x[q + 1]!;
        s2 += v * x[q + 2]!;
        s3 += v * x[q + 3]!;
        s4 += v * x[q + 4]!;
        s5 += v * x[q + 5]!;
        s6 += v * x[q + 6]!;
        s7 += v * x[q + 7]!;
      }
      y[o + j] = s0;
      y[o + j + 1] = s1;
      y[o + j + 2] = s2;
      y[o + j + 3] = s3;
      y[o + j + 4] = s4;
      y[o + j + 5] = s5;
      y[o + j + 6] = s6;
      y[o + j + 7] = s7;
    }
    for (; j < k; j++) {
      let s = 0;
      for (let p = start; p < end; p++) s += values[p]! * x[indices[p]! * k + j]!;
      y[o + j] = s;
    }
  }
}
