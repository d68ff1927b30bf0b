// The rows below each supernode, ascending, and where every entry of A goes: row i of L is met in the supernodes on the way up
// the tree from each entry of row i of A. Liu, SIAM J. Matrix Anal. Appl. 11 (1990) 134-172, section 3 (row subtrees).

import { clear, get, set } from "../core/words";

/**
 * Supernode s: columns[s] to columns[s + 1] - 1, and rows lists[first[s]] to lists[first[s + 1] - 1] below; its numbers are
 * w rows (columns of L) of w + b each from place[s] on. `above`: the parent of each. The rows of A as of sfactor_rows, with
 * source; perm: n words, the row of A that each row is. target: a word for each entry of A, where it goes, untouched for those above
 * the diagonal. Work: n + 2 count words.
 */
export function sfactor_symbolic_u32(
  lists: usize, target: usize, first: usize, place: usize, columns: usize, above: usize, perm: usize,
  rowStarts: usize, rowColumns: usize, source: usize, indptr: usize, indices: usize, work: usize, n: usize, count: usize,
): void {
  const owner = work, mark = work + 4 * n, found = mark + 4 * count;
  clear(mark, count);
  memory.fill(found, 0, count << 2);
  for (let s: usize = 0; s < count; s++) {
    for (let j = get(columns, s), end = get(columns, s + 1); j < end; j++) set(owner, j, s);
  }
  for (let i: usize = 0; i < n; i++) {
    const own = get(owner, i), start = get(columns, own);
    set(mark, own, i);
    const width = get(columns, own + 1) - start + get(first, own + 1) - get(first, own);
    const last = get(indptr, get(perm, i) + 1);
    for (let p = get(indptr, get(perm, i)); p < last; p++) {
      if (get(indices, p) == get(perm, i)) set(target, p, get(place, own) + (i - start) * (width + 1));
    }
    for (let p = get(rowStarts, i), end = get(rowStarts, i + 1); p < end; p++) {
      const j = get(rowColumns, p), s = get(owner, j), begin = get(columns, s), w = get(columns, s + 1) - begin;
      for (let t = s; get(mark, t) != i; t = get(above, t)) {
        set(mark, t, i);
        set(lists, get(first, t) + get(found, t), i);
        set(found, t, get(found, t) + 1);
      }
      const row = s == own ? i - begin : w + get(found, s) - 1;
      set(target, get(source, p), get(place, s) + (j - begin) * (w + get(first, s + 1) - get(first, s)) + row);
    }
  }
}
