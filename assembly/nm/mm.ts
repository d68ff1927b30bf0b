// Y = alpha*A*X + beta*Y with A in N:M form (see nm/compress), for one panel of X: chunk by chunk of 128 rows of X, which
// stay in the first-level cache for all rows of a block of A.

import { NARROW, narrow, wide } from "../core/gather";
import { place } from "../core/panel";
import { CHUNK, ROWS } from "./compress";

/**
 * A: m x k; x: a panel of `width` vectors, NARROW or WIDE. Y: m x n, n at most as many columns as the panel has, element
 * (i, j) at y + i*ry + j*cy; not read where beta = 0. work: 256 rows of the panel. Y's own rows, far apart, would drive the
 * chunk of X out of the first-level cache.
 */
function mm<T>(
  y: usize, starts: usize, indices: usize, values: usize, x: usize, work: usize, m: usize, n: usize, k: usize,
  width: usize, ry: usize, cy: usize, alpha: T, beta: T,
): void {
  const size = sizeof<T>(), step = width * 16;
  for (let i: usize = 0; i < m; i += ROWS) {
    const rows = min(ROWS, m - i), end = work + rows * step;
    if (k == 0) memory.fill(work, 0, end - work);
    for (let c: usize = 0; c < k; c += CHUNK) {
      const panel = x + c * step, keep = c == 0 ? <T>0 : <T>1;
      for (let out = work; out < end; out += step, starts += 4) {
        const e: usize = load<u32>(starts), count = <usize>load<u32>(starts, 4) - e;
        if (width == NARROW) narrow<T, u8>(out, values + e * size, indices + e, panel, count, 1, keep);
        else wide<T, u8>(out, values + e * size, indices + e, panel, count, 1, keep);
      }
    }
    place<T>(y + i * ry * size, work, rows, rows, n, ry, cy, width, alpha, beta);
  }
}

export function nm_mm_f32(
  y: usize, starts: usize, indices: usize, values: usize, x: usize, work: usize, m: usize, n: usize, k: usize,
  width: usize, ry: usize, cy: usize, alpha: f32, beta: f32,
): void { mm<f32>(y, starts, indices, values, x, work, m, n, k, width, ry, cy, alpha, beta); }
export function nm_mm_f64(
  y: usize, starts: usize, indices: usize, values: usize, x: usize, work: usize, m: usize, n: usize, k: usize,
  width: usize, ry: usize, cy: usize, alpha: f64, beta: f64,
): void { mm<f64>(y, starts, indices, values, x, work, m, n, k, width, ry, cy, alpha, beta); }
