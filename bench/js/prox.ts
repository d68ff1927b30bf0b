import type { Floats } from "../../src/core/types.ts";

/** w = the iterate after `steps` steps of FISTA on ||A w - b||^2 / 2 + tau/step ||w||_1, one pass over A (m x n) a step. */
export function fista(
  m: number,
  n: number,
  a: Floats,
  b: Floats,
  w: Floats,
  z: Floats,
  g: Floats,
  steps: number,
  step: number,
  tau: number,
): void {
  w.fill(0);
  z.fill(0);
  for (let it = 0, t = 1; it < steps; it++) {
    g.fill(0);
    for (let i = 0; i < m; i++) {
      const r = i * n;
      let s0 = -b[i]!,
        s1 = 0,
        s2 = 0,
        s3 = 0,
        j = 0;
      for (; j + 4 <= n; j += 4) {
        s0 += a[r + j]! * z[j]!;
        s1 += a[r + j + 1]! * z[j + 1]!;
        s2 += a[r + j + 2]! * z[j + 2]!;
        s3 += a[r + j + 3]! * z[j + 3]!;
      }
      for (; j < n; j++) s0 += a[r + j]! * z[j]!;
      const misfit = s0 + s1 + (s2 + s3);
      for (let j = 0; j < n; j++) g[j]! += a[r + j]! * misfit;
    }
    const next = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
    const momentum = (t - 1) / next;
    for (let j = 0; j < n; j++) {
      const u = z[j]! - g[j]! * step;
      const v = u - Math.max(-tau, Math.min(tau, u));
      z[j] = v + momentum * (v - w[j]!);
      w[j] = v;
    }
    t = next;
  }
}
