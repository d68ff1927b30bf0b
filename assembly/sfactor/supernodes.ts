// Columns of L with the same pattern below a dense triangle make a supernode; a small one joins its parent in the tree although
// that stores some zeros, as long as they are few: larger blocks are faster.
// Ashcraft and Grimes, ACM TOMS 15 (1989) 291-309. Limits as in Chen, Davis, Hager and Rajamanickam, ACM TOMS 35 (2008) 22.

import { clear, get, NONE, set } from "../core/words";

/**
 * parent, counts: of sfactor_etree and sfactor_counts, columns in postorder. Out: place, n words, the new place of each column,
 * again in postorder; columns: up to n + 1 words, where each supernode starts in that order; below: up to n words, rows under its
 * triangle; above: up to n words, the parent of each supernode or NONE. Work: 7 n words. Returns the number of supernodes.
 */
export function sfactor_supernodes_u32(
  place: usize, columns: usize, below: usize, above: usize, parent: usize, counts: usize, work: usize, n: usize,
): usize {
  const top = work, width = work + 4 * n, rows = work + 8 * n, child = work + 12 * n, sibling = work + 16 * n;
  const owner = work + 20 * n, real = work + 24 * n;
  let count: usize = 0;
  for (let j: usize = 0; j < n; j++) {
    const c = get(counts, j);
    if (j == 0 || get(parent, j - 1) != j || get(counts, j - 1) != c + 1) {
      set(width, count, 0);
      set(rows, count, c);
      set(top, count, count);
      set(real, count++, 0);
    }
    const s = count - 1;
    set(owner, j, s);
    set(width, s, get(width, s) + 1);
    set(real, s, get(real, s) + c);
  }
  clear(child, count);
  for (let s: usize = 0, j: usize = 0; s < count; s++) { // children come before s, and are final when s is reached
    j += get(width, s);
    for (let c = get(child, s); c != NONE; c = get(sibling, c)) join(s, c, top, width, rows, real);
    const up = get(parent, j - 1);
    if (up == NONE) continue;
    set(sibling, s, get(child, get(owner, up)));
    set(child, get(owner, up), s);
  }
  return renumber(place, columns, below, above, parent, top, width, rows, owner, child, n, count);
}

/** Child c joins s where that is worth its zeros. */
function join(s: usize, c: usize, top: usize, width: usize, rows: usize, real: usize): void {
  const w = get(width, s) + get(width, c), m = get(rows, s) + get(width, c), kept = get(real, s) + get(real, c);
  const all = <f64>w * <f64>m - 0.5 * <f64>w * <f64>(w - 1), zeros = (all - <f64>kept) / all;
  if (!(w <= 4 || (w <= 16 && zeros < 0.8) || (w <= 48 && zeros < 0.1) || zeros < 0.05)) return;
  set(top, c, s);
  set(width, s, w);
  set(rows, s, m);
  set(real, s, kept);
}

/** Supernodes in the order of their last parts; the columns of one side by side, in the order they had. */
function renumber(
  place: usize, columns: usize, below: usize, above: usize, parent: usize,
  top: usize, width: usize, rows: usize, owner: usize, next: usize, n: usize, count: usize,
): usize {
  for (let s = count; s > 0; s--) set(top, s - 1, get(top, get(top, s - 1)));
  let kept: usize = 0, start: usize = 0;
  for (let s: usize = 0; s < count; s++) {
    if (get(top, s) != s) continue;
    set(columns, kept, start);
    set(below, kept, get(rows, s) - get(width, s));
    set(above, kept, NONE);
    set(next, s, start);
    start += get(width, s);
    set(rows, s, kept++); // its number from here on
  }
  set(columns, kept, n);
  for (let j: usize = 0; j < n; j++) {
    const s = get(top, get(owner, j)), up = get(parent, j);
    set(place, j, get(next, s));
    set(next, s, get(next, s) + 1);
    if (up != NONE && get(top, get(owner, up)) != s) set(above, get(rows, s), get(rows, get(top, get(owner, up))));
  }
  return kept;
}
