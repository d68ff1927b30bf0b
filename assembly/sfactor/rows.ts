// The rows of P*A*P' below the diagonal, unsorted, from the lower triangle of a symmetric A.

import { starts } from "../core/starts";
import { get, NONE, set } from "../core/words";

/**
 * inverse: n words, the new place of each row. first: n + 1 words out; columns and, unless 0, source: a word for each entry of A
 * below the diagonal, its new column and its place in A. A: n x n in compressed sparse rows.
 */
export function sfactor_rows_u32(
  first: usize, columns: usize, source: usize, inverse: usize, indptr: usize, indices: usize, n: usize,
): void {
  memory.fill(first, 0, (n + 1) << 2);
  for (let i: usize = 0; i < n; i++) {
    const r = get(inverse, i);
    for (let p = get(indptr, i), end = get(indptr, i + 1); p < end; p++) {
      const j = get(indices, p);
      if (j >= i) break;
      const row = max(r, get(inverse, j));
      set(first, row + 1, get(first, row + 1) + 1);
    }
  }
  starts(first + 4, n);
  for (let i: usize = 0; i < n; i++) {
    const r = get(inverse, i);
    for (let p = get(indptr, i), end = get(indptr, i + 1); p < end; p++) {
      const j = get(indices, p);
      if (j >= i) break;
      const c = get(inverse, j), row = max(r, c), place = get(first, row + 1);
      set(first, row + 1, place + 1);
      set(columns, place, min(r, c));
      if (source != 0) set(source, place, p);
    }
  }
}

/** inverse[perm[k]] = k */
export function sfactor_inverse_u32(inverse: usize, perm: usize, n: usize): void {
  for (let k: usize = 0; k < n; k++) set(inverse, get(perm, k), k);
}

/**
 * perm in another order: the k-th is the place[k]-th there was or, with `to`, the k-th there was becomes the place[k]-th.
 * Work: n words.
 */
export function sfactor_reorder_u32(perm: usize, place: usize, work: usize, n: usize, to: bool): void {
  memory.copy(work, perm, n << 2);
  for (let k: usize = 0; k < n; k++) {
    const other = get(place, k);
    if (to) set(perm, other, get(work, k));
    else set(perm, k, get(work, other));
  }
}

/** The parents and counts of columns in their new places: column j is column place[j]. */
export function sfactor_relabel_u32(
  newParent: usize, newCounts: usize, parent: usize, counts: usize, place: usize, n: usize,
): void {
  for (let j: usize = 0; j < n; j++) {
    const k = get(place, j), up = get(parent, j);
    set(newCounts, k, get(counts, j));
    set(newParent, k, up == NONE ? NONE : get(place, up));
  }
}
