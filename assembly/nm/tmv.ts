// y = alpha*A'*x + beta*y with A in N:M form (see nm/compress): each row is added into y.

import { scatter } from "../core/gather";
import { scal } from "../core/scal";
import { CHUNK, ROWS } from "./compress";

/** A: m x n; x: m; y: n, not read where beta = 0. */
function tmv<T>(
  y: usize, starts: usize, indices: usize, values: usize, x: usize, m: usize, n: usize, alpha: T, beta: T,
): void {
  if (beta == 0) memory.fill(y, 0, n * sizeof<T>());
  else if (beta != 1) scal<T>(y, n, beta);
  for (let i: usize = 0; i < m; i += ROWS) {
    for (let c: usize = 0; c < n; c += CHUNK) {
      for (let r = i, end = min(i + ROWS, m); r < end; r++, starts += 4) {
        const e: usize = load<u32>(starts), count = <usize>load<u32>(starts, 4) - e;
        scatter<T, u8>(y + c * sizeof<T>(), values + e * sizeof<T>(), indices + e, count, alpha * load<T>(x + r * sizeof<T>()));
      }
    }
  }
}

export function nm_tmv_f32(
  y: usize, starts: usize, indices: usize, values: usize, x: usize, m: usize, n: usize, alpha: f32, beta: f32,
): void { tmv<f32>(y, starts, indices, values, x, m, n, alpha, beta); }
export function nm_tmv_f64(
  y: usize, starts: usize, indices: usize, values: usize, x: usize, m: usize, n: usize, alpha: f64, beta: f64,
): void { tmv<f64>(y, starts, indices, values, x, m, n, alpha, beta); }
