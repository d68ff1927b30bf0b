import type { Floats } from "../../src/core/types.ts";

/**
 * Y = A*X with A in blocks of size x size (a multiple of two) by compressed rows of blocks, m rows of them, and k columns
 * of X. Tiles of 2 x 4 sums stay out of memory for a whole row of blocks.
 */
export function bsrMm(
  m: number,
  k: number,
  size: number,
  indptr: Uint32Array,
  indices: Uint32Array,
  values: Floats,
  x: Floats,
  y: Floats,
): void {
  for (let i = 0; i < m; i++) {
    const start = indptr[i]!;
    const end = indptr[i + 1]!;
    for (let r = 0; r < size; r += 2) {
      const o = (i * size + r) * k;
      let j = 0;
      for (; j + 4 <= k; j += 4) {
        let r0 = 0;
        let r1 = 0;
        let r2 = 0;
        let r3 = 0;
        let s0 = 0;
        let s1 = 0;
        let s2 = 0;
        let s3 = 0;
        for (let p = start; p < end; p++) {
          const v = (p * size + r) * size;
          let q = indices[p]! * size * k + j;
          for (let c = 0; c < size; c++, q += k) {
            const a = values[v + c]!;
            const b = values[v + size + c]!;
            const x0 = x[q]!;
            const x1 = x[q + 1]!;
            const x2 = x[q + 2]!;
            const x3 = x[q + 3]!;
            r0 += a * x0;
            r1 += a * x1;
            r2 += a * x2;
            r3 += a * x3;
            s0 += b * x0;
            s1 += b * x1;
            s2 += b * x2;
            s3 += b * x3;
          }
        }
        y[o + j] = r0;
        y[o + j + 1] = r1;
        y[o + j + 2] = r2;
        y[o + j + 3] = r3;
        y[o + k + j] = s0;
        y[o + k + j + 1] = s1;
        y[o + k + j + 2] = s2;
        y[o + k + j + 3] = s3;
      }
      for (; j < k; j++) {
        let a = 0;
        let b = 0;
        for (let p = start; p < end; p++) {
          const v = (p * size + r) * size;
          for (let c = 0; c < size; c++) {
            const xc = x[(indices[p]! * size + c) * k + j]!;
            a += values[v + c]! * xc;
            b += values[v + size + c]! * xc;
          }
        }
        y[o + j] = a;
        y[o + k + j] = b;
      }
    }
  }
}
