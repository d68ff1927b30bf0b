// The lower triangle of a matrix in compressed sparse rows, its diagonal included.

import { get, set } from "../core/words";

/** How long row i is up to the diagonal. */
// @ts-ignore: decorator
@inline function reach(indptr: usize, indices: usize, i: usize): usize {
  let p = get(indptr, i);
  for (const end = get(indptr, i + 1); p < end && get(indices, p) <= i;) p++;
  return p - get(indptr, i);
}

/** starts: n + 1 words out. Returns the number of entries. */
export function csr_lowerrows_u32(starts: usize, indptr: usize, indices: usize, n: usize): usize {
  let sum: usize = 0;
  for (let i: usize = 0; i < n; i++) {
    set(starts, i, sum);
    sum += reach(indptr, indices, i);
  }
  set(starts, n, sum);
  return sum;
}

/** columns, entries: those of the lower triangle out, by the starts of csr_lowerrows. */
function lower<T>(
  starts: usize, columns: usize, entries: usize, indptr: usize, indices: usize, values: usize, n: usize,
): void {
  for (let i: usize = 0; i < n; i++) {
    const to = get(starts, i), count = get(starts, i + 1) - to, from = get(indptr, i);
    memory.copy(columns + (to << 2), indices + (from << 2), count << 2);
    memory.copy(entries + to * sizeof<T>(), values + from * sizeof<T>(), count * sizeof<T>());
  }
}

export function csr_lower_f32(
  starts: usize, columns: usize, entries: usize, indptr: usize, indices: usize, values: usize, n: usize,
): void { lower<f32>(starts, columns, entries, indptr, indices, values, n); }
export function csr_lower_f64(
  starts: usize, columns: usize, entries: usize, indptr: usize, indices: usize, values: usize, n: usize,
): void { lower<f64>(starts, columns, entries, indptr, indices, values, n); }
