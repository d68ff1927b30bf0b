// The k best of rows of scores that come block after block: for each column a heap of k, its worst on top, and the worst of all
// columns side by side, which a row is compared with. Equal scores rank by row, the lower first.

import { lanes } from "../core/lane";

/** Whether score a of row i ranks below score b of row j. */
// @ts-ignore: decorator
@inline function below<T>(a: T, i: u32, b: T, j: u32): bool { return a < b || (a == b && i > j); }

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
      for (let j: usize = 0; j < q; j++) {
        const v = load<T>(s + j * size), heap = heaps + j * k * size;
        if (!(v < <T>Infinity)) return i;
        rise<T>(heap, rows + j * k * 4, row, v, <u32>row);
        if (row + 1 == k) store<T>(worst + j * size, load<T>(heap));
      }
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

/** Scores j to end of a row that rank above the worst of their heaps take its place. False where one is NaN or infinity. */
function some<T>(heaps: usize, rows: usize, worst: usize, s: usize, j: usize, end: usize, k: usize, row: u32): bool {
  for (; j < end; j++) {
    const at = j * sizeof<T>(), v = load<T>(s + at), heap = heaps + k * at;
    if (v <= load<T>(worst + at)) continue;
    if (!(v < <T>Infinity)) return false;
    sink<T>(heap, rows + j * k * 4, k, v, row);
    store<T>(worst + at, load<T>(heap));
  }
  return true;
}

/** Adds a score to a heap of n. */
function rise<T>(heap: usize, rows: usize, n: usize, v: T, row: u32): void {
  while (n > 0) {
    const up = (n - 1) >> 1, score = load<T>(heap + up * sizeof<T>()), other = load<u32>(rows + up * 4);
    if (!below<T>(v, row, score, other)) break;
    store<T>(heap + n * sizeof<T>(), score);
    store<u32>(rows + n * 4, other);
    n = up;
  }
  store<T>(heap + n * sizeof<T>(), v);
  store<u32>(rows + n * 4, row);
}

/** Puts a score in the place of the top of a heap of n > 0. */
function sink<T>(heap: usize, rows: usize, n: usize, v: T, row: u32): void {
  let at: usize = 0;
  for (let child: usize = 1; child < n; child = 2 * at + 1) {
    if (child + 1 < n && below<T>(load<T>(heap + (child + 1) * sizeof<T>()), load<u32>(rows + (child + 1) * 4),
      load<T>(heap + child * sizeof<T>()), load<u32>(rows + child * 4))) child++;
    const score = load<T>(heap + child * sizeof<T>()), other = load<u32>(rows + child * 4);
    if (!below<T>(score, other, v, row)) break;
    store<T>(heap + at * sizeof<T>(), score);
    store<u32>(rows + at * 4, other);
    at = child;
  }
  store<T>(heap + at * sizeof<T>(), v);
  store<u32>(rows + at * 4, row);
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
