import type { Floats } from "../../src/core/types.ts";

/** l = the lower triangular factor of a (n x n), row by row; l is zero above the diagonal beforehand. */
export function cholesky(n: number, a: Floats, l: Floats): void {
  for (let i = 0; i < n; i++) {
    const r = i * n;
    for (let j = 0; j <= i; j++) {
      const q = j * n;
      let s = a[r + j]!,
        t = 0,
        k = 0;
      for (; k + 2 <= j; k += 2) {
        s -= l[r + k]! * l[q + k]!;
        t -= l[r + k + 1]! * l[q + k + 1]!;
      }
      if (k < j) s -= l[r + k]! * l[q + k]!;
      s += t;
      l[r + j] = i === j ? Math.sqrt(s) : s / l[q + j]!;
    }
  }
}

/** q (m x n) = an orthonormal basis of a's columns, by classical Gram-Schmidt done twice on its rows transposed in v. */
export function orthonormalize(m: number, n: number, a: Floats, q: Floats, v: Floats): void {
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) v[j * m + i] = a[i * n + j]!;
  for (let j = 0; j < n; j++) {
    const r = j * m;
    for (let pass = 0; pass < 2; pass++) {
      for (let k = 0; k < j; k++) {
        const b = k * m;
        let s = 0,
          t = 0,
          i = 0;
        for (; i + 2 <= m; i += 2) {
          s += v[b + i]! * v[r + i]!;
          t += v[b + i + 1]! * v[r + i + 1]!;
        }
        if (i < m) s += v[b + i]! * v[r + i]!;
        s += t;
        for (let i = 0; i < m; i++) v[r + i]! -= s * v[b + i]!;
      }
    }
    let s = 0;
    for (let i = 0; i < m; i++) s += v[r + i]! * v[r + i]!;
    const scale = 1 / Math.sqrt(s);
    for (let i = 0; i < m; i++) v[r + i]! *= scale;
  }
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) q[i * n + j] = v[j * m + i]!;
}
