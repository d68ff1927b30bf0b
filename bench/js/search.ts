import type { Floats } from "../../src/core/types.ts";

/** The `top` largest inner products of each of n queries with m rows, both of k numbers: sorted lists, query after query. */
export function topInner(m: number, n: number, k: number, x: Floats, q: Floats, top: number, out: Floats): void {
  out.fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let a = 0,
        b = 0;
      const r = i * k,
        s = j * k;
      let p = 0;
      for (; p + 2 <= k; p += 2) {
        a += x[r + p]! * q[s + p]!;
        b += x[r + p + 1]! * q[s + p + 1]!;
      }
      if (p < k) a += x[r + p]! * q[s + p]!;
      const score = a + b;
      let at = (j + 1) * top - 1;
      if (!(score > out[at]!)) continue;
      for (; at > j * top && score > out[at - 1]!; at--) out[at] = out[at - 1]!;
      out[at] = score;
    }
  }
}
