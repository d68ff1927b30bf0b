// g = A'r with r = A*x - b, A in compressed sparse rows, reading A once: each row is added into g as soon as its product with x
// is known.

import { mv } from "../core/csrmv";
import { dot } from "../core/dot";

/** A: m x n; x: n; b: m; r: m and g: n elements, apart from all. Returns r'r. */
function normal<T>(
  g: usize, r: usize, indptr: usize, indices: usize, values: usize, x: usize, b: usize, m: usize, n: usize,
): T {
  const size = sizeof<T>(), shift = alignof<T>();
  memory.fill(g, 0, n * size);
  for (let i: usize = 0; i < m; i++) {
    const at = r + i * size, row = indptr + i * 4;
    mv<T>(at, row, indices, values, x, 1, 1, 0);
    const left = load<T>(at) - load<T>(b + i * size), end: usize = load<u32>(row, 4);
    store<T>(at, left);
    for (let p: usize = load<u32>(row); p < end; p++) {
      const to = g + (<usize>load<u32>(indices + p * 4) << shift);
      store<T>(to, load<T>(to) + load<T>(values + p * size) * left);
    }
  }
  return dot<T>(r, r, m);
}

export function csr_normal_f32(
  g: usize, r: usize, indptr: usize, indices: usize, values: usize, x: usize, b: usize, m: usize, n: usize,
): f32 { return normal<f32>(g, r, indptr, indices, values, x, b, m, n); }
export function csr_normal_f64(
  g: usize, r: usize, indptr: usize, indices: usize, values: usize, x: usize, b: usize, m: usize, n: usize,
): f64 { return normal<f64>(g, r, indptr, indices, values, x, b, m, n); }
