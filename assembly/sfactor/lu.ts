// P*A*Q = L*U column by column: x = L^-1 a by a search of L's graph from the entries of a, then a pivot from what is left of x.
// Gilbert and Peierls, SIAM J. Sci. Stat. Comput. 9 (1988) 862-874.

import { clear, get, NONE, set } from "../core/words";

/**
 * A: n x n by compressed columns; order: n words, the column that comes k-th. Columns k and on of L (its diagonal 1 and not stored;
 * rows of A) and U (rows of U, the diagonal last) are appended, from lStarts[k] and uStarts[k] on, with room for `lRoom` and
 * `uRoom` entries. place: n words, NONE or the row of U that a row of A has become, all NONE for k = 0. The entry on A's diagonal
 * is the pivot where it is at least `threshold` times the largest. x: n elements, zero; work: 4 n words, the first n NONE for k = 0.
 * Returns n, or the column where room may not do or no pivot is found.
 */
function lu<T>(
  lStarts: usize, lRows: usize, lValues: usize, lRoom: usize, uStarts: usize, uRows: usize, uValues: usize, uRoom: usize,
  place: usize, order: usize, indptr: usize, indices: usize, values: usize, x: usize, work: usize, k: usize, n: usize,
  threshold: T,
): usize {
  const size = sizeof<T>(), mark = work, path = mark + 4 * n, resume = path + 4 * n, found = resume + 4 * n;
  if (k == 0) {
    clear(mark, n);
    clear(place, n);
    memory.fill(x, 0, n * size);
    set(lStarts, 0, 0);
    set(uStarts, 0, 0);
  }
  for (; k < n; k++) {
    let l = get(lStarts, k), u = get(uStarts, k);
    if (l + n > lRoom || u + n > uRoom) return k;
    const column = get(order, k), start = get(indptr, column), end = get(indptr, column + 1);
    let top = n;
    for (let p = start; p < end; p++) top = search(get(indices, p), top, k, mark, path, resume, found, lStarts, lRows, place);
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
  }
  return n;
}

/** Puts the rows that row i reaches, and i, before `top` in `found`, each before those it reaches. Returns the new top. */
function search(
  i: usize, top: usize, k: usize, mark: usize, path: usize, resume: usize, found: usize, starts: usize, rows: usize, place: usize,
): usize {
  if (get(mark, i) == k) return top;
  set(path, 0, i);
  set(mark, i, k);
  set(resume, 0, get(place, i) == NONE ? 0 : get(starts, get(place, i)));
  for (let depth: isize = 0; depth >= 0;) {
    const row = get(path, depth), j = get(place, row), end: usize = j == NONE ? 0 : get(starts, j + 1);
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
