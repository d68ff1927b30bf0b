import type { Floats } from "../../src/core/types.ts";

/** c = a*b; b is transposed into `columns` (n*k) first, then tiles of 2 x 4 sums run along k. */
export function gemm(m: number, n: number, k: number, a: Floats, b: Floats, c: Floats, columns: Floats): void {
  for (let p = 0; p < k; p++) for (let j = 0; j < n; j++) columns[j * k + p] = b[p * n + j]!;
  let i = 0;
  for (; i + 2 <= m; i += 2) {
    const r = i * k,
      s = r + k;
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      const t = j * k,
        u = t + k,
        v = u + k,
        w = v + k;
      let r0 = 0,
        r1 = 0,
        r2 = 0,
        r3 = 0,
        s0 = 0,
        s1 = 0,
        s2 = 0,
        s3 = 0;
      for (let p = 0; p < k; p++) {
        const x = a[r + p]!,
          y = a[s + p]!,
          b0 = columns[t + p]!,
          b1 = columns[u + p]!,
          b2 = columns[v + p]!,
          b3 = columns[w + p]!;
        r0 += x * b0;
        r1 += x * b1;
        r2 += x * b2;
        r3 += x * b3;
        s0 += y * b0;
        s1 += y * b1;
        s2 += y * b2;
        s3 += y * b3;
      }
      const o = i * n + j;
      c[o] = r0;
      c[o + 1] = r1;
      c[o + 2] = r2;
      c[o + 3] = r3;
      c[o + n] = s0;
      c[o + n + 1] = s1;
      c[o + n + 2] = s2;
      c[o + n + 3] = s3;
    }
    for (; j < n; j++) {
      let x = 0,
        y = 0;
      for (let p = 0; p < k; p++) {
        x += a[r + p]! * columns[j * k + p]!;
        y += a[s + p]! * columns[j * k + p]!;
      }
      c[i * n + j] = x;
      c[i * n + n + j] = y;
    }
  }
  for (; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let x = 0;
      for (let p = 0; p < k; p++) x += a[i * k + p]! * columns[j * k + p]!;
      c[i * n + j] = x;
    }
  }
}
