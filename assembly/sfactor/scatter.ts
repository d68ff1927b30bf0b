// The numbers of a symmetric A to their places in the factor, and its 1-norm. Only the lower triangle is read.

import { get } from "../core/words";

/**
 * values: the factor, zero on entry; target: where each entry of A goes (sfactor_symbolic). A: n x n in compressed sparse rows.
 * sums: n elements of workspace. Returns max_j sum_i |A_ij|.
 */
function scatter<T>(
  values: usize, target: usize, indptr: usize, indices: usize, entries: usize, sums: usize, n: usize,
): T {
  const size = sizeof<T>();
  memory.fill(sums, 0, n * size);
  for (let i: usize = 0; i < n; i++) {
    let own: T = 0;
    for (let p = get(indptr, i), end = get(indptr, i + 1); p < end; p++) {
      const j = get(indices, p), v = load<T>(entries + p * size), other = sums + j * size;
      if (j > i) break;
      store<T>(values + get(target, p) * size, v);
      own += abs<T>(v);
      if (j < i) store<T>(other, load<T>(other) + abs<T>(v));
    }
    store<T>(sums + i * size, load<T>(sums + i * size) + own);
  }
  let most: T = 0;
  for (let i: usize = 0; i < n; i++) most = max<T>(most, load<T>(sums + i * size));
  return most;
}

export function sfactor_scatter_f32(
  values: usize, target: usize, indptr: usize, indices: usize, entries: usize, sums: usize, n: usize,
): f32 { return scatter<f32>(values, target, indptr, indices, entries, sums, n); }
export function sfactor_scatter_f64(
  values: usize, target: usize, indptr: usize, indices: usize, entries: usize, sums: usize, n: usize,
): f64 { return scatter<f64>(values, target, indptr, indices, entries, sums, n); }
