import type { Floats } from "../../src/core/types.ts";

/** out = the entries of A*B' (k columns each) at the places of compressed sparse rows. */
export function sddmm(
  m: number,
  k: number,
  indptr: Uint32Array,
  indices: Uint32Array,
  a: Floats,
  b: Floats,
  out: Floats,
): void {
  for (let i = 0; i < m; i++) {
    const end = indptr[i + 1]!;
    for (let p = indptr[i]!; p < end; p++) {
      const q = indices[p]! * k;
      let s0 = 0;
      let s1 = 0;
      let c = 0;
      for (; c + 2 <= k; c += 2) {
        s0 += a[i * k + c]! * b[q + c]!;
        s1 += a[i * k + c + 1]! * b[q + c + 1]!;
      }
      if (c < k) s0 += a[i * k + c]! * b[q + c]!;
      out[p] = s0 + s1;
    }
  }
}
