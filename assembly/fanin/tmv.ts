// y = alpha*A'*x + beta*y where every row of A has the same number of entries (see fanin/mv): each row is added into y.

import { scatter } from "../core/gather";
import { scal } from "../core/scal";

/** A: m x n, k entries a row; x: m; y: n, not read where beta = 0. indices: of 16 bits if `short`, else of 32. */
function tmv<T>(
  y: usize, indices: usize, values: usize, x: usize, m: usize, n: usize, k: usize, short: bool, alpha: T, beta: T,
): void {
  if (beta == 0) memory.fill(y, 0, n * sizeof<T>());
  else if (beta != 1) scal<T>(y, n, beta);
  const step = short ? k * 2 : k * 4;
  for (const end = x + m * sizeof<T>(); x < end; x += sizeof<T>()) {
    if (short) scatter<T, u16>(y, values, indices, k, alpha * load<T>(x));
    else scatter<T, u32>(y, values, indices, k, alpha * load<T>(x));
    values += k * sizeof<T>();
    indices += step;
  }
}

export function fanin_tmv_f32(
  y: usize, indices: usize, values: usize, x: usize, m: usize, n: usize, k: usize, short: bool, alpha: f32, beta: f32,
): void { tmv<f32>(y, indices, values, x, m, n, k, short, alpha, beta); }
export function fanin_tmv_f64(
  y: usize, indices: usize, values: usize, x: usize, m: usize, n: usize, k: usize, short: bool, alpha: f64, beta: f64,
): void { tmv<f64>(y, indices, values, x, m, n, k, short, alpha, beta); }
