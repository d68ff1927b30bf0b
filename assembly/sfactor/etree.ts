// The elimination tree of a symmetric matrix: parent(j) = min { i > j : L_ij != 0 }; its postorder; entries in each column of L.
// Liu, SIAM J. Matrix Anal. Appl. 11 (1990) 134-172: algorithm 4.2 with path compression, and row subtrees (section 3).

import { clear, get, NONE, set } from "../core/words";

/** parent: n words, NONE for a root. The rows below the diagonal as of sfactor_rows. Work: n words. */
export function sfactor_etree_u32(parent: usize, first: usize, columns: usize, work: usize, n: usize): void {
  clear(parent, n);
  clear(work, n); // an ancestor of each node, as high as is known
  for (let i: usize = 0; i < n; i++) {
    for (let p = get(first, i), end = get(first, i + 1); p < end; p++) {
      for (let j = get(columns, p); j != NONE && j < i;) {
        const up = get(work, j);
        set(work, j, i);
        if (up == NONE) set(parent, j, i);
        j = up;
      }
    }
  }
}

/** post: n words, post[k] is the node that comes k-th, children before parents. Work: 2 n words. */
export function sfactor_postorder_u32(post: usize, parent: usize, work: usize, n: usize): void {
  const child = work, sibling = work + 4 * n;
  clear(child, n);
  for (let j = n; j > 0; j--) {
    const up = get(parent, j - 1);
    if (up == NONE) continue;
    set(sibling, j - 1, get(child, up));
    set(child, up, j - 1);
  }
  let k: usize = 0;
  for (let root: usize = 0; root < n; root++) {
    if (get(parent, root) != NONE) continue;
    for (let j = root;;) {
      while (get(child, j) != NONE) j = get(child, j);
      set(post, k++, j);
      if (j == root) break;
      const up = get(parent, j);
      set(child, up, get(sibling, j)); // what is left of the children
      j = up;
    }
  }
}

/** counts: n words, entries of each column of L, the diagonal among them. Work: n words. */
export function sfactor_counts_u32(
  counts: usize, parent: usize, first: usize, columns: usize, work: usize, n: usize,
): void {
  for (let i: usize = 0; i < n; i++) {
    set(counts, i, 1);
    set(work, i, i);
    for (let p = get(first, i), end = get(first, i + 1); p < end; p++) {
      for (let j = get(columns, p); get(work, j) != i; j = get(parent, j)) {
        set(work, j, i);
        set(counts, j, get(counts, j) + 1);
      }
    }
  }
}
