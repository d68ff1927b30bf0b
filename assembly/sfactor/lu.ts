// P*A*Q = L*U column by column: x = L^-1 a by a search of L's graph from the entries of a, then a pivot from what is left of x.
// Gilbert and Peierls, SIAM J. Sci. Stat. Comput. 9 (1988) 862-874; the graph pruned as in Eisenstat and Liu, SIAM J. Sci. Comput. 14
// (1993) 253-257: once U_jk and L_kj are both there, what column j reaches beyond row k is reached through column k.

import { clear, get, NONE, set } from "../core/words";

/**
 * A: n x n by compressed columns; order: n words, the column that comes k-th. Columns k and on of L (its diagonal 1 and not stored;
 * rows of A) and U (rows of U, the diagonal last) are appended, from lStarts[k] and uStarts[k] on, with room for `lRoom` and
 * `uRoom` entries. place: n words, NONE or the row of U that a row of A has become. The entry on A's diagonal
 * is the pivot where it is at least `threshold` times the largest. x: n elements; work: 5 n words; both as the last call left them.
 * Returns n, or the column where room may not do or no pivot is found.
 */
function lu<T>(
  lStarts: usize, lRows: usize, lValues: usize, lRoom: usize, uStarts: usize, uRows: usize, uValues: usize, uRoom: usize,
  place: usize, order: usize, indptr: usize, indices: usize, values: usize, x: usize, work: usize, k: usize, n: usize,
  threshold: T,
): usize {
  const size = sizeof<T>(), mark = work, path = mark + 4 * n, resume = path + 4 * n, found = resume + 4 * n, reach = found + 4 * n;
  if (k == 0) {
    clear(mark, n);
    clear(place, n);
    clear(reach, n);
    memory.fill(x, 0, n * size);
    set(lStarts, 0, 0);
    set(uStarts, 0, 0);
  }
  for (; k < n; k++) {
    let l = get(lStarts, k), u = get(uStarts, k);
    if (l + n > lRoom || u + n > uRoom) return k;
    const column = get(order, k), start = get(indptr, column), end = get(indptr, column + 1);
    let top = n;
    for (let p = start; p < end; p++) top = search(get(indices, p), top, k, work, n, lStarts, lRows, place);
    for (let p = start; p < end; p++) store<T>(x + get(indices, p) * size, load<T>(values + p * size));

    let most: T = 0, pivot = NONE;
    for (let q = top; q < n; q++) { // each row after those it depends on
      const i = get(found, q), j = get(place, i), v = load<T>(x + i * size);
      if (j == NONE) {
        if (abs<T>(v) > most) {
          most = abs<T>(v);
          pivot = i;
        }
        continue;
      }
      set(uRows, u, j);
      store<T>(uValues + u++ * size, v);
      for (let p = get(lStarts, j), stop = get(lStarts, j + 1); p < stop; p++) {
        const to = x + get(lRows, p) * size;
        store<T>(to, load<T>(to) - load<T>(lValues + p * size) * v);
      }
    }
    if (pivot != NONE && get(place, column) == NONE && abs<T>(load<T>(x + column * size)) >= threshold * most) pivot = column;
    if (pivot == NONE) return k;
    const d = load<T>(x + pivot * size);
    set(place, pivot, k);
    set(uRows, u, k);
    store<T>(uValues + u++ * size, d);
    for (let q = top; q < n; q++) {
      const i = get(found, q), at = x + i * size;
      if (get(place, i) == NONE) {
        set(lRows, l, i);
        store<T>(lValues + l++ * size, load<T>(at) / d);
      }
      store<T>(at, 0);
    }
    set(lStarts, k + 1, l);
    set(uStarts, k + 1, u);
    for (let p = get(uStarts, k); p < u - 1; p++) prune<T>(get(uRows, p), pivot, lStarts, lRows, lValues, reach, place);
  }
  return n;
}

/** If column j has an entry in the pivot row, those of rows that are pivots come first, and are all that a search looks at. */
function prune<T>(j: usize, pivot: usize, starts: usize, rows: usize, values: usize, reach: usize, place: usize): void {
  const size = sizeof<T>(), end = get(starts, j + 1);
  if (get(reach, j) != NONE) return;
  let low = get(starts, j);
  while (low < end && get(rows, low) != pivot) low++;
  if (low == end) return;
  low = get(starts, j);
  for (let high = end; low < high;) {
    const row = get(rows, low);
    if (get(place, row) != NONE) {
      low++;
      continue;
    }
    const value = load<T>(values + low * size);
    set(rows, low, get(rows, --high));
    store<T>(values + low * size, load<T>(values + high * size));
    set(rows, high, row);
    store<T>(values + high * size, value);
  }
  set(reach, j, low);
}

/** Puts the rows that row i reaches, and i, before `top` in `found`, each before those it reaches. Returns the new top. */
function search(i: usize, top: usize, k: usize, work: usize, n: usize, starts: usize, rows: usize, place: usize): usize {
  const mark = work, path = mark + 4 * n, resume = path + 4 * n, found = resume + 4 * n, reach = found + 4 * n;
  if (get(mark, i) == k) return top;
  set(path, 0, i);
  set(mark, i, k);
  set(resume, 0, get(place, i) == NONE ? 0 : get(starts, get(place, i)));
  for (let depth: isize = 0; depth >= 0;) {
    const row = get(path, depth), j = get(place, row), end: usize = j == NONE ? 0 : min(get(reach, j), get(starts, j + 1));
    let p = get(resume, depth);
    while (p < end && get(mark, get(rows, p)) == k) p++;
    if (p < end) {
      const next = get(rows, p), at = get(place, next);
      set(resume, depth, p + 1);
      set(mark, next, k);
      set(path, ++depth, next);
      set(resume, depth, at == NONE ? 0 : get(starts, at));
      continue;
    }
    set(found, --top, row);
    depth--;
  }
  return top;
}

export function sfactor_lu_f32(
  lStarts: usize, lRows: usize, lValues: usize, lRoom: usize, uStarts: usize, uRows: usize, uValues: usize, uRoom: usize,
  place: usize, order: usize, indptr: usize, indices: usize, values: usize, x: usize, work: usize, k: usize, n: usize,
  threshold: f32,
): usize {
  return lu<f32>(
    lStarts, lRows, lValues, lRoom, uStarts, uRows, uValues, uRoom, place, order, indptr, indices, values, x, work, k, n,
    threshold,
  );
}
export function sfactor_lu_f64(
  lStarts: usize, lRows: usize, lValues: usize, lRoom: usize, uStarts: usize, uRows: usize, uValues: usize, uRoom: usize,
  place: usize, order: usize, indptr: usize, indices: usize, values: usize, x: usize, work: usize, k: usize, n: usize,
  threshold: f64,
): usize {
  return lu<f64>(
    lStarts, lRows, lValues, lRoom, uStarts, uRows, uValues, uRoom, place, order, indptr, indices, values, x, work, k, n,
    threshold,
  );
}
