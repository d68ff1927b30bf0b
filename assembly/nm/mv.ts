// y = alpha*A*x + beta*y with A in N:M form (see nm/compress).

import { pickDot } from "../core/gather";
import { halves } from "../core/halves";
import { lanes } from "../core/lane";
import { scal } from "../core/scal";
import { CHUNK, ROWS } from "./compress";

/** A: m x n; x: n; y: m, not read where beta = 0. half: two of each 4 columns are stored. */
function mv<T>(
  y: usize, starts: usize, indices: usize, values: usize, x: usize, m: usize, n: usize, half: bool, alpha: T, beta: T,
): void {
  const size = sizeof<T>();
  if (beta == 0) memory.fill(y, 0, m * size);
  else if (beta != 1) scal<T>(y, m, beta);
  for (let i: usize = 0; i < m; i += ROWS) {
    for (let c: usize = 0; c < n; c += CHUNK) {
      const groups = half && lanes<T>() == 4 ? min(CHUNK, n - c) / 8 : 0;
      for (let at = y + i * size, end = y + min(i + ROWS, m) * size; at < end; at += size, starts += 4) {
        const e = <usize>load<u32>(starts) + groups * 4, rest = <usize>load<u32>(starts, 4) - e;
        let total = pickDot<T, u8>(values + e * size, indices + e, x + c * size, rest);
        if (groups != 0) total += <T>halves(values + (e - groups * 4) * size, indices + e - groups * 4, x + c * size, groups);
        store<T>(at, load<T>(at) + alpha * total);
      }
    }
  }
}

export function nm_mv_f32(
  y: usize, starts: usize, indices: usize, values: usize, x: usize, m: usize, n: usize, half: bool, alpha: f32, beta: f32,
): void { mv<f32>(y, starts, indices, values, x, m, n, half, alpha, beta); }
export function nm_mv_f64(
  y: usize, starts: usize, indices: usize, values: usize, x: usize, m: usize, n: usize, half: bool, alpha: f64, beta: f64,
): void { mv<f64>(y, starts, indices, values, x, m, n, half, alpha, beta); }
