// L by compressed columns, without the zeros that supernodes store: row i of L is met on the way up the elimination tree from each
// entry of row i of A. Liu, SIAM J. Matrix Anal. Appl. 11 (1990) 134-172, section 3 (row subtrees).

import { get, NONE, set } from "../core/words";

/**
 * starts: n + 1 words, where each column of L starts, in; indices, entries: L's out, rows ascending. The supernodes and their
 * numbers as of sfactor_factor, the rows of A as of sfactor_rows, the parents as of sfactor_etree. Work: 3 n words.
 */
function extract<T>(
  starts: usize, indices: usize, entries: usize, values: usize, lists: usize, first: usize, place: usize, columns: usize,
  parent: usize, rowStarts: usize, rowColumns: usize, work: usize, n: usize, count: usize,
): void {
  const size = sizeof<T>(), owner = work, mark = owner + 4 * n, next = mark + 4 * n;
  for (let s: usize = 0; s < count; s++) {
    for (let j = get(columns, s), end = get(columns, s + 1); j < end; j++) set(owner, j, s);
  }
  memory.copy(next, starts, n << 2);
  for (let i: usize = 0; i < n; i++) {
    set(mark, i, i);
    put<T>(i, i, indices, entries, values, lists, first, place, columns, owner, next);
    for (let p = get(rowStarts, i), end = get(rowStarts, i + 1); p < end; p++) {
      for (let j = get(rowColumns, p); j != NONE && get(mark, j) != i; j = get(parent, j)) {
        set(mark, j, i);
        put<T>(i, j, indices, entries, values, lists, first, place, columns, owner, next);
      }
    }
  }
}

/** Appends L_ij to column j. */
// @ts-ignore: decorator
@inline function put<T>(
  i: usize, j: usize, indices: usize, entries: usize, values: usize, lists: usize, first: usize, place: usize, columns: usize,
  owner: usize, next: usize,
): void {
  const s = get(owner, j), start = get(columns, s), w = get(columns, s + 1) - start;
  const list = lists + (get(first, s) << 2), b = get(first, s + 1) - get(first, s), to = get(next, j);
  const row = i < start + w ? i - start : w + find(list, b, i);
  set(next, j, to + 1);
  set(indices, to, i);
  store<T>(entries + to * sizeof<T>(), load<T>(values + (get(place, s) + (j - start) * (w + b) + row) * sizeof<T>()));
}

/** Where i is in a list of b words, ascending. */
function find(list: usize, b: usize, i: usize): usize {
  let low: usize = 0;
  for (let high = b; low < high;) {
    const middle = (low + high) >> 1;
    if (get(list, middle) < i) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function sfactor_columns_f32(
  starts: usize, indices: usize, entries: usize, values: usize, lists: usize, first: usize, place: usize, columns: usize,
  parent: usize, rowStarts: usize, rowColumns: usize, work: usize, n: usize, count: usize,
): void {
  extract<f32>(
    starts, indices, entries, values, lists, first, place, columns, parent, rowStarts, rowColumns, work, n, count,
  );
}
export function sfactor_columns_f64(
  starts: usize, indices: usize, entries: usize, values: usize, lists: usize, first: usize, place: usize, columns: usize,
  parent: usize, rowStarts: usize, rowColumns: usize, work: usize, n: usize, count: usize,
): void {
  extract<f64>(
    starts, indices, entries, values, lists, first, place, columns, parent, rowStarts, rowColumns, work, n, count,
  );
}
