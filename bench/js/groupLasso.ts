import type { Floats } from "../../src/core/types.ts";

/**
 * Block coordinate descent on ||b - A w||^2 / (2 m) + alpha sqrt(size) sum_g ||w_g||_2 over groups of `size` neighbours from w = 0,
 * columns of A (m x n) one after another, until the gap is at most tolerance ||b||^2 / m. The gap is looked at every tenth pass. Returns
 * the objective.
 */
export function groupLasso(
  m: number,
  n: number,
  size: number,
  columns: Floats,
  b: Floats,
  w: Floats,
  r: Floats,
  alpha: number,
  tolerance: number,
): number {
  let energy = 0;
  for (let i = 0; i < m; i++) {
    r[i] = b[i]!;
    energy += b[i]! * b[i]!;
  }
  const bounds = new Float64Array(n / size);
  for (let g = 0; g < bounds.length; g++) {
    for (let j = g * size; j < (g + 1) * size; j++) {
      let row = 0;
      for (let k = g * size; k < (g + 1) * size; k++) {
        let sum = 0;
        for (let i = 0; i < m; i++) sum += columns[j * m + i]! * columns[k * m + i]!;
        row += Math.abs(sum);
      }
      bounds[g] = Math.max(bounds[g]!, row);
    }
  }
  const weight = m * alpha * Math.sqrt(size);
  const u = new Float64Array(size);
  for (let pass = 1; ; pass++) {
    let moved = 0;
    for (let g = 0; g < bounds.length; g++) {
      const bound = bounds[g]!;
      if (bound === 0) continue;
      let squares = 0;
      for (let k = 0; k < size; k++) {
        const at = (g * size + k) * m;
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
        u[k] = s0 + s1 + (s2 + s3) + bound * w[g * size + k]!;
        squares += u[k]! * u[k]!;
      }
      const norm = Math.sqrt(squares);
      const factor = norm > weight ? (1 - weight / norm) / bound : 0;
      for (let k = 0; k < size; k++) {
        const at = (g * size + k) * m;
        const old = w[g * size + k]!;
        w[g * size + k] = factor * u[k]!;
        const change = w[g * size + k]! - old;
        moved = Math.max(moved, Math.abs(change));
        if (change !== 0) for (let i = 0; i < m; i++) r[i]! -= change * columns[at + i]!;
      }
    }
    if (pass % 10 !== 0 && moved > 0) continue;
    let [misfit, product, norms, scale] = [0, 0, 0, 1];
    for (let i = 0; i < m; i++) {
      misfit += r[i]! * r[i]!;
      product += r[i]! * b[i]!;
    }
    for (let g = 0; g < bounds.length; g++) {
      let [slopes, squares] = [0, 0];
      for (let j = g * size; j < (g + 1) * size; j++) {
        let c = 0;
        for (let i = 0; i < m; i++) c += columns[j * m + i]! * r[i]!;
        slopes += c * c;
        squares += w[j]! * w[j]!;
      }
      norms += Math.sqrt(squares);
      if (slopes > 0) scale = Math.min(scale, weight / Math.sqrt(slopes));
    }
    const primal = misfit / 2 + weight * norms;
    const gap = primal - scale * product + (scale * scale * misfit) / 2;
    if (gap <= tolerance * energy || moved === 0 || pass >= 100_000) return primal / m;
  }
}
