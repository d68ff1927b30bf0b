import type { Floats } from "../../src/core/types.ts";

/** q (n x n) = the orthogonal factor of a, by Householder's reflectors on its columns, which v and w hold as rows. */
export function qr(n: number, a: Floats, q: Floats, v: Floats, w: Floats): void {
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      v[j * n + i] = a[i * n + j]!;
      w[j * n + i] = i === j ? 1 : 0;
    }
  // First down, from the columns of A to reflectors v with v'v = 2, then up, from the columns of the identity to those of Q.
  for (let step = 0; step < 2 * n - 2; step++) {
    const down = step < n - 1;
    const j = down ? step : 2 * n - 3 - step;
    const [r, x] = [j * n, down ? v : w];
    if (down) {
      let norm = 0;
      for (let i = j; i < n; i++) norm += v[r + i]! * v[r + i]!;
      norm = v[r + j]! < 0 ? Math.sqrt(norm) : -Math.sqrt(norm);
      if (norm !== 0) {
        v[r + j]! -= norm;
        const scale = Math.sqrt(-1 / (norm * v[r + j]!));
        for (let i = j; i < n; i++) v[r + i]! *= scale;
      }
    }
    for (let c = down ? j + 1 : j; c < n; c++) {
      const at = c * n;
      let s = 0;
      let t = 0;
      let i = j;
      for (; i + 2 <= n; i += 2) {
        s += x[at + i]! * v[r + i]!;
        t += x[at + i + 1]! * v[r + i + 1]!;
      }
      if (i < n) s += x[at + i]! * v[r + i]!;
      s += t;
      for (i = j; i < n; i++) x[at + i]! -= s * v[r + i]!;
    }
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) q[i * n + j] = w[j * n + i]!;
}
