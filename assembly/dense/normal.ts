// g = A'r with r = A*x - b, reading A once: a few rows at a time, whose products with x are known before they leave the cache.

import { axpy, axpy4, axpy8 } from "../core/axpy";
import { dot } from "../core/dot";
import { gemv } from "../core/gemv";

/** Bytes of a row up to which eight go at a time, else four: they fill half of a small second-level cache at most. */
const NEAR: usize = 1 << 15;

/** A: m x n, row-major without gaps; x: n; b: m; r: m and g: n elements, apart from all. Returns r'r. */
function normal<T>(g: usize, r: usize, a: usize, x: usize, b: usize, m: usize, n: usize): T {
  const size = sizeof<T>(), stride = n * size;
  const rows: usize = stride <= NEAR ? 8 : 4;
  memory.fill(g, 0, stride);
  for (let i: usize = 0; i < m; i += rows) {
    const live = min(rows, m - i), p = a + i * stride, q = r + i * size;
    gemv<T>(q, p, x, live, n, n, 1, 0);
    axpy<T>(q, b + i * size, live, -1);
    let k: usize = 0;
    if (live == 8) {
      axpy8<T>(g, p, n, n, q);
      k = 8;
    } else if (live >= 4) {
      axpy4<T>(g, p, n, n, load<T>(q), load<T>(q, sizeof<T>()), load<T>(q, 2 * sizeof<T>()), load<T>(q, 3 * sizeof<T>()));
      k = 4;
    }
    for (; k < live; k++) axpy<T>(g, p + k * stride, n, load<T>(q + k * size));
  }
  return dot<T>(r, r, m);
}

export function dense_normal_f32(g: usize, r: usize, a: usize, x: usize, b: usize, m: usize, n: usize): f32 {
  return normal<f32>(g, r, a, x, b, m, n);
}
export function dense_normal_f64(g: usize, r: usize, a: usize, x: usize, b: usize, m: usize, n: usize): f64 {
  return normal<f64>(g, r, a, x, b, m, n);
}
