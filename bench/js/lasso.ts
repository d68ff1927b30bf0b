import type { Floats } from "../../src/core/types.ts";

/**
 * Coordinate descent on ||b - A w||^2 / (2 m) + alpha ||w||_1 from w, columns of A (m x n) one after another, until the gap is at most
 * tolerance ||b||^2 / m. The gap is looked at where a pass changes little. Returns the objective.
 */
export function lasso(
  m: number,
  n: number,
  columns: Floats,
  b: Floats,
  w: Floats,
  r: Floats,
  alpha: number,
  tolerance: number,
): number {
  let energy = 0;
  const squares = new Float64Array(n);
  for (let i = 0; i < m; i++) {
    r[i] = b[i]!;
    energy += b[i]! * b[i]!;
  }
  for (let j = 0, at = 0; j < n; j++, at += m) {
    let sum = 0;
    for (let i = 0; i < m; i++) sum += columns[at + i]! * columns[at + i]!;
    squares[j] = sum;
    if (w[j] !== 0) for (let i = 0; i < m; i++) r[i]! -= w[j]! * columns[at + i]!;
  }
  const limit = m * alpha;
  for (let pass = 0; ; pass++) {
    let [moved, largest] = [0, 0];
    for (let j = 0, at = 0; j < n; j++, at += m) {
      let s0 = 0,
        s1 = 0,
        s2 = 0,
        s3 = 0,
        i = 0;
      for (; i + 4 <= m; i += 4) {
        s0 += columns[at + i]! * r[i]!;
        s1 += columns[at + i + 1]! * r[i + 1]!;
        s2 += columns[at + i + 2]! * r[i + 2]!;
        s3 += columns[at + i + 3]! * r[i + 3]!;
      }
      for (; i < m; i++) s0 += columns[at + i]! * r[i]!;
      const old = w[j]!;
      const u = s0 + s1 + (s2 + s3) + squares[j]! * old;
      const next = squares[j]! > 0 ? (u - Math.max(-limit, Math.min(limit, u))) / squares[j]! : 0;
      w[j] = next;
      const change = w[j]! - old;
      if (change !== 0) for (let k = 0; k < m; k++) r[k]! -= change * columns[at + k]!;
      moved = Math.max(moved, Math.abs(change));
      largest = Math.max(largest, Math.abs(next));
    }
    if (moved > tolerance * largest && pass < 100_000) continue;
    let [misfit, product, norm, most] = [0, 0, 0, 0];
    for (let i = 0; i < m; i++) {
      misfit += r[i]! * r[i]!;
      product += r[i]! * b[i]!;
    }
    for (let j = 0, at = 0; j < n; j++, at += m) {
      let c = 0;
      for (let i = 0; i < m; i++) c += columns[at + i]! * r[i]!;
      most = Math.max(most, Math.abs(c));
      norm += Math.abs(w[j]!);
    }
    const primal = misfit / 2 + limit * norm;
    const scale = most > limit ? limit / most : 1;
    const gap = primal - scale * product + (scale * scale * misfit) / 2;
    if (gap <= tolerance * energy || moved <= 1e-16 * largest || pass >= 100_000) return primal / m;
  }
}
