// min over c of sum_j omega_j (z_j - c_k(j))^2 by Lloyd's steps: each value to its nearest centre, each centre to the
// weighted mean of its values. Lloyd, Least Squares Quantization in PCM (1982), method I; seeds by k-means++ (Arthur and
// Vassilvitskii, SODA 2007, section 2.2): the next with probability proportional to omega_j times its squared distance.

import { distinct, keep, mean, prepare, rest, weightSums } from "../core/sorted";

/**
 * tables: m x k, out, ascending, with `seeded` in as well: the start; z: m x n; weights: n, none < 0 and not all 0, or 0
 * for ones; scales: m x n/group; draws: m x k f64 in [0, 1), not read if `seeded`; work: (4n + 2 + k) f64 and 256 u32,
 * aligned to 8 bytes. Ends after `steps`, or where the centres move by less than `tolerance` times the variance of z.
 */
function lloyd<T>(
  tables: usize, z: usize, weights: usize, scales: usize, draws: usize, work: usize,
  m: usize, n: usize, k: usize, group: usize, power: u32, steps: u32, tolerance: f64, seeded: bool,
): void {
  const size = sizeof<T>(), centres = rest(work, n), distances = centres + k * 8;
  for (let r: usize = 0; r < m; r++) {
    const table = tables + r * k * size;
    if (n == 0) { memory.fill(table, 0, k * size); continue; }
    const middle = prepare<T>(work, z + r * n * size, weights, scales + r * (n / group) * size, n, group, power);
    if (!distinct(centres, work, n, k)) {
      if (seeded) {
        for (let c: usize = 0; c < k; c++) store<f64>(centres + c * 8, <f64>load<T>(table + c * size) - middle);
      } else seed(centres, distances, work, draws + r * k * 8, n, k);
      const least = tolerance * variance(work, n);
      for (let s: u32 = 0; s < steps; s++) {
        const moved = step(centres, work, n, k);
        if (moved == 0 || moved < least) break;
      }
    }
    keep<T>(table, centres, middle, k);
  }
}

/** One step; the Euclidean norm of what the centres moved by. A centre without values stays. */
function step(centres: usize, work: usize, n: usize, k: usize): f64 {
  let start: usize = 0, moved: f64 = 0, below = load<f64>(centres);
  for (let c: usize = 0; c < k; c++) {
    const at = centres + c * 8, centre = load<f64>(at);
    const end = c + 1 < k ? notAbove(work, start, n, (centre + load<f64>(at, 8)) / 2) : n;
    // Means of ascending sets ascend but for their last bit.
    const next = max(end > start ? mean(work, n, start, end) : centre, c > 0 ? below : -Infinity);
    moved += (next - centre) * (next - centre);
    store<f64>(at, next);
    below = next;
    start = end;
  }
  return sqrt(moved);
}

/** The first place from `low` on, up to n, whose value is above `edge`. */
function notAbove(sorted: usize, low: usize, n: usize, edge: f64): usize {
  while (low < n) {
    const half = low + (n - low) / 2;
    if (load<f64>(sorted + half * 8) > edge) n = half;
    else low = half + 1;
  }
  return low;
}

function seed(centres: usize, distances: usize, work: usize, draws: usize, n: usize, k: usize): void {
  const omega = weightSums(work, n);
  for (let i: usize = 0; i < n; i++) store<f64>(distances + i * 8, 1);
  for (let c: usize = 0; c < k; c++) {
    let total: f64 = 0;
    for (let i: usize = 0; i < n; i++) total += share(omega, distances, i);
    let left = load<f64>(draws + c * 8) * total, i: usize = 0;
    // Of values without weight the last is taken; rounding cannot carry the sum beyond the end.
    for (; i + 1 < n; i++) {
      left -= share(omega, distances, i);
      if (left < 0) break;
    }
    const centre = load<f64>(work + i * 8);
    for (let j: usize = 0; j < n; j++) {
      const d = load<f64>(work + j * 8) - centre, old = load<f64>(distances + j * 8);
      store<f64>(distances + j * 8, c == 0 ? d * d : min(old, d * d));
    }
    // In order: those above the new centre make room.
    let at = centres + c * 8;
    for (; at > centres && load<f64>(at - 8) > centre; at -= 8) store<f64>(at, load<f64>(at - 8));
    store<f64>(at, centre);
  }
}

// @ts-ignore: decorator
@inline function share(omega: usize, distances: usize, i: usize): f64 {
  return (load<f64>(omega + i * 8, 8) - load<f64>(omega + i * 8)) * load<f64>(distances + i * 8);
}

function variance(sorted: usize, n: usize): f64 {
  let total: f64 = 0, squares: f64 = 0;
  for (let i: usize = 0; i < n; i++) total += load<f64>(sorted + i * 8);
  for (let i: usize = 0; i < n; i++) {
    const d = load<f64>(sorted + i * 8) - total / <f64>n;
    squares += d * d;
  }
  return squares / <f64>n;
}

export function lut_lloyd_f32(
  tables: usize, z: usize, weights: usize, scales: usize, draws: usize, work: usize,
  m: usize, n: usize, k: usize, group: usize, power: u32, steps: u32, tolerance: f64, seeded: bool,
): void { lloyd<f32>(tables, z, weights, scales, draws, work, m, n, k, group, power, steps, tolerance, seeded); }
export function lut_lloyd_f64(
  tables: usize, z: usize, weights: usize, scales: usize, draws: usize, work: usize,
  m: usize, n: usize, k: usize, group: usize, power: u32, steps: u32, tolerance: f64, seeded: bool,
): void { lloyd<f64>(tables, z, weights, scales, draws, work, m, n, k, group, power, steps, tolerance, seeded); }
