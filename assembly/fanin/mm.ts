// Y = alpha*A*X + beta*Y where every row of A has the same number of entries (see fanin/mv), for one panel of X.

import { NARROW, narrow, wide } from "../core/gather";
import { lanes } from "../core/lane";
import { place } from "../core/panel";

/** Rows of Y made at a time where they are not written in place: they wait in the first-level cache to be spread. */
const ROWS: usize = 64;

/**
 * A: m rows of k entries, indices of 16 bits if `short`, else of 32; x: a panel of `width` vectors, NARROW or WIDE.
 * Y: m x n, n at most as many columns as the panel has, element (i, j) at y + i*ry + j*cy; not read where beta = 0.
 * work: 64 rows of the panel.
 */
function mm<T>(
  y: usize, indices: usize, values: usize, x: usize, work: usize, m: usize, n: usize, k: usize, short: bool, width: usize,
  ry: usize, cy: usize, alpha: T, beta: T,
): void {
  const direct = cy == 1 && n == width * lanes<T>();
  for (let i: usize = 0; i < m; i += ROWS) {
    const rows = min(ROWS, m - i), out = y + i * ry * sizeof<T>();
    if (direct) block<T>(out, ry * sizeof<T>(), indices, values, x, rows, k, short, width, alpha, beta);
    else {
      block<T>(work, width * 16, indices, values, x, rows, k, short, width, 1, 0);
      place<T>(out, work, rows, rows, n, ry, cy, width, alpha, beta);
    }
    values += rows * k * sizeof<T>();
    indices += rows * k * (short ? 2 : 4);
  }
}

/** `rows` rows of Y, `stride` bytes apart. */
function block<T>(
  y: usize, stride: usize, indices: usize, values: usize, x: usize, rows: usize, k: usize, short: bool, width: usize,
  alpha: T, beta: T,
): void {
  const step = short ? k * 2 : k * 4;
  for (; rows > 0; rows--) {
    if (width == NARROW) {
      if (short) narrow<T, u16>(y, values, indices, x, k, alpha, beta);
      else narrow<T, u32>(y, values, indices, x, k, alpha, beta);
    } else if (short) wide<T, u16>(y, values, indices, x, k, alpha, beta);
    else wide<T, u32>(y, values, indices, x, k, alpha, beta);
    y += stride;
    values += k * sizeof<T>();
    indices += step;
  }
}

export function fanin_mm_f32(
  y: usize, indices: usize, values: usize, x: usize, work: usize, m: usize, n: usize, k: usize, short: bool, width: usize,
  ry: usize, cy: usize, alpha: f32, beta: f32,
): void { mm<f32>(y, indices, values, x, work, m, n, k, short, width, ry, cy, alpha, beta); }
export function fanin_mm_f64(
  y: usize, indices: usize, values: usize, x: usize, work: usize, m: usize, n: usize, k: usize, short: bool, width: usize,
  ry: usize, cy: usize, alpha: f64, beta: f64,
): void { mm<f64>(y, indices, values, x, work, m, n, k, short, width, ry, cy, alpha, beta); }
