// The k best of rows of scores that come block after block: each row is compared with the worst that the heaps of its columns keep.

import { sink, some, take } from "../core/best";
import { lanes } from "../core/lane";

/**
 * s: m x q scores of rows first, first + 1, ...; heaps: q x k scores; rows: their row numbers; worst: q scores. Rows come in
 * order from 0, and the first k fill the heaps.
 * Returns m, or the first i whose score is NaN or infinity.
 */
function merge<T>(heaps: usize, rows: usize, worst: usize, s: usize, m: usize, q: usize, k: usize, first: usize): usize {
  const size = sizeof<T>();
  for (let i: usize = 0; i < m; i++, s += q * size) {
    const row = first + i;
    if (row < k) {
      if (!take<T>(heaps, rows, worst, s, 0, q, k, row)) return i;
      continue;
    }
    let j: usize = 0;
    for (; j + 4 * lanes<T>() <= q; j += 4 * lanes<T>()) {
      const v = s + j * size, w = worst + j * size;
      const low = v128.and(
        v128.and(v128.le<T>(v128.load(v), v128.load(w)), v128.le<T>(v128.load(v, 16), v128.load(w, 16))),
        v128.and(v128.le<T>(v128.load(v, 32), v128.load(w, 32)), v128.le<T>(v128.load(v, 48), v128.load(w, 48))),
      );
      if (v128.any_true(v128.not(low)) && !some<T>(heaps, rows, worst, s, j, j + 4 * lanes<T>(), k, <u32>row)) return i;
    }
    if (!some<T>(heaps, rows, worst, s, j, q, k, <u32>row)) return i;
  }
  return m;
}

/** q full heaps of k to lists, the best first. */
function list<T>(heaps: usize, rows: usize, q: usize, k: usize): void {
  for (let j: usize = 0; j < q; j++, heaps += k * sizeof<T>(), rows += k * 4) {
    for (let n = k; n > 1; n--) {
      const last = heaps + (n - 1) * sizeof<T>(), v = load<T>(last), row = load<u32>(rows + (n - 1) * 4);
      store<T>(last, load<T>(heaps));
      store<u32>(rows + (n - 1) * 4, load<u32>(rows));
      sink<T>(heaps, rows, n - 1, v, row);
    }
  }
}

export function search_merge_f32(
  heaps: usize, rows: usize, worst: usize, s: usize, m: usize, q: usize, k: usize, first: usize,
): usize { return merge<f32>(heaps, rows, worst, s, m, q, k, first); }
export function search_merge_f64(
  heaps: usize, rows: usize, worst: usize, s: usize, m: usize, q: usize, k: usize, first: usize,
): usize { return merge<f64>(heaps, rows, worst, s, m, q, k, first); }
export function search_list_f32(heaps: usize, rows: usize, q: usize, k: usize): void { list<f32>(heaps, rows, q, k); }
export function search_list_f64(heaps: usize, rows: usize, q: usize, k: usize): void { list<f64>(heaps, rows, q, k); }
