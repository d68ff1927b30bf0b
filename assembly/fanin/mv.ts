// y = alpha*A*x + beta*y where every row of A has the same number of entries: values and their columns, row after row.
// Lasby et al., Dynamic Sparse Training with Structured Sparsity (2023), section 3: the condensed form of a layer.

import { pickDot } from "../core/gather";

/** A: m rows of k entries; x: as many elements as A has columns; y: m, not read where beta = 0. indices: m x k of 16 bits if `short`, else of 32. */
function mv<T>(y: usize, indices: usize, values: usize, x: usize, m: usize, k: usize, short: bool, alpha: T, beta: T): void {
  const step = short ? k * 2 : k * 4;
  for (const end = y + m * sizeof<T>(); y < end; y += sizeof<T>()) {
    const total = alpha * (short ? pickDot<T, u16>(values, indices, x, k) : pickDot<T, u32>(values, indices, x, k));
    store<T>(y, beta == 0 ? total : beta * load<T>(y) + total);
    values += k * sizeof<T>();
    indices += step;
  }
}

export function fanin_mv_f32(
  y: usize, indices: usize, values: usize, x: usize, m: usize, k: usize, short: bool, alpha: f32, beta: f32,
): void { mv<f32>(y, indices, values, x, m, k, short, alpha, beta); }
export function fanin_mv_f64(
  y: usize, indices: usize, values: usize, x: usize, m: usize, k: usize, short: bool, alpha: f64, beta: f64,
): void { mv<f64>(y, indices, values, x, m, k, short, alpha, beta); }
