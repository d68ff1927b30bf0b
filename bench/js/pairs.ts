import type { Floats } from "../../src/core/types.ts";

/** out_ij = |x_i - y_j|^2 by differences, four rows of Y at a time; x: m x k, y: n x k. */
export function squares(m: number, n: number, k: number, x: Floats, y: Floats, out: Floats): void {
  for (let i = 0; i < m; i++) {
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      let a = 0,
        b = 0,
        c = 0,
        d = 0;
      for (let p = 0, r = i * k, s = j * k; p < k; p++, r++, s++) {
        const v = x[r]!,
          e = v - y[s]!,
          f = v - y[s + k]!,
          g = v - y[s + 2 * k]!,
          h = v - y[s + 3 * k]!;
        a += e * e;
        b += f * f;
        c += g * g;
        d += h * h;
      }
      const o = i * n + j;
      out[o] = a;
      out[o + 1] = b;
      out[o + 2] = c;
      out[o + 3] = d;
    }
    for (; j < n; j++) {
      let a = 0;
      for (let p = 0; p < k; p++) {
        const e = x[i * k + p]! - y[j * k + p]!;
        a += e * e;
      }
      out[i * n + j] = a;
    }
  }
}

/** out_i = e^(-gamma q_i), in place. */
export function decay(q: Floats, gamma: number): void {
  for (let i = 0; i < q.length; i++) q[i] = Math.exp(-gamma * q[i]!);
}
