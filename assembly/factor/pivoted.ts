// One column of a pivoted Cholesky factor, A = L*L': l_k = (a_p - sum_q l_pq l_q) / sqrt(d_p), and d -= l_k^2.
// Harbrecht, Peters and Schneider, On the Low-Rank Approximation by the Pivoted Cholesky Decomposition, Appl. Numer. Math.
// 62 (2012) 428-440, algorithm 1.

import { axpy, axpy4 } from "../core/axpy";
import { scal } from "../core/scal";

/**
 * t: k rows of n, the columns of L so far, and row k column `pivot` of A, which becomes the next; d: n elements, what is left
 * of A's diagonal, not below 0. Returns the sum of d.
 */
function pivoted<T>(t: usize, d: usize, k: usize, n: usize, pivot: usize): T {
  const size = sizeof<T>(), wide = n * size, row = t + k * wide, top = load<T>(d + pivot * size);
  let q: usize = 0;
  for (let at = t + pivot * size; q + 4 <= k; q += 4, at += 4 * wide) {
    axpy4<T>(row, t + q * wide, n, n, -load<T>(at), -load<T>(at + wide), -load<T>(at + 2 * wide), -load<T>(at + 3 * wide));
  }
  for (; q < k; q++) axpy<T>(row, t + q * wide, n, -load<T>(t + q * wide + pivot * size));
  scal<T>(row, n, <T>1 / sqrt<T>(top));
  store<T>(row + pivot * size, sqrt<T>(top));
  let left: f64 = 0;
  for (let i: usize = 0; i < n; i++) {
    const at = d + i * size, entry = load<T>(row + i * size), had = load<T>(at);
    // A diagonal of zero is that of a row that is done, or was zero: its entry is rounding.
    if (had == 0) store<T>(row + i * size, 0);
    const rest = had == 0 || i == pivot ? <T>0 : max<T>(had - entry * entry, 0);
    store<T>(at, rest);
    left += <f64>rest;
  }
  return <T>left;
}

export function factor_pivoted_f32(t: usize, d: usize, k: usize, n: usize, pivot: usize): f32 {
  return pivoted<f32>(t, d, k, n, pivot);
}
export function factor_pivoted_f64(t: usize, d: usize, k: usize, n: usize, pivot: usize): f64 {
  return pivoted<f64>(t, d, k, n, pivot);
}
