import type { Floats } from "../../src/core/types.ts";

/** q (n x n) = the orthogonal factor of a, by Householder's reflectors on its columns, which v and w hold as rows. */
export function qr(n: number, a: Floats, q: Floats, v: Floats, w: Floats): void {
  // Row `at` of x less scale (v'x) v, v being row `r` of y from element j on.
  const reflect = (x: Floats, at: number, r: number, j: number, scale: number, y: Floats): void => {
    let s = 0;
    let t = 0;
    let i = j;
    for (; i + 2 <= n; i += 2) {
      s += x[at + i]! * y[r + i]!;
      t += x[at + i + 1]! * y[r + i + 1]!;
    }
    if (i < n) s += x[at + i]! * y[r + i]!;
    s = (s + t) * scale;
    for (i = j; i < n; i++) x[at + i]! -= s * y[r + i]!;
  };
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      v[j * n + i] = a[i * n + j]!;
      w[j * n + i] = i === j ? 1 : 0;
    }
  for (let j = 0; j + 1 < n; j++) {
    const r = j * n;
    let norm = 0;
    for (let i = j; i < n; i++) norm += v[r + i]! * v[r + i]!;
    norm = v[r + j]! < 0 ? Math.sqrt(norm) : -Math.sqrt(norm);
    if (norm === 0) {
      v[r + j] = 0;
      continue;
    }
    v[r + j]! -= norm;
    const scale = -1 / (norm * v[r + j]!);
    for (let c = j + 1; c < n; c++) reflect(v, c * n, r, j, scale, v);
    v[r + j]! *= Math.sqrt(scale);
    for (let i = j + 1; i < n; i++) v[r + i]! *= Math.sqrt(scale);
  }
  for (let j = n - 2; j >= 0; j--) for (let c = j; c < n; c++) reflect(w, c * n, j * n, j, 1, v);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) q[i * n + j] = w[j * n + i]!;
}
