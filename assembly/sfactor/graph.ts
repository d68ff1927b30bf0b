// The graph of a symmetric matrix: i and j are neighbours where A_ij, i > j, is stored. Only the lower triangle is read.

import { starts } from "../core/starts";
import { get, set } from "../core/words";

/**
 * first: n + 1 words, where the neighbours of each node start; lists: room for the neighbours, twice the entries below the
 * diagonal. A: n x n in compressed sparse rows. Returns how many neighbours there are.
 */
export function sfactor_graph_u32(first: usize, lists: usize, indptr: usize, indices: usize, n: usize): usize {
  memory.fill(first, 0, (n + 1) << 2);
  for (let i: usize = 0; i < n; i++) {
    for (let p = get(indptr, i), end = get(indptr, i + 1); p < end; p++) {
      const j = get(indices, p);
      if (j >= i) break;
      set(first, i + 1, get(first, i + 1) + 1);
      set(first, j + 1, get(first, j + 1) + 1);
    }
  }
  starts(first + 4, n); // word i + 1: the start of i, moving to its end
  for (let i: usize = 0; i < n; i++) {
    for (let p = get(indptr, i), end = get(indptr, i + 1); p < end; p++) {
      const j = get(indices, p);
      if (j >= i) break;
      link(first, lists, i, j);
      link(first, lists, j, i);
    }
  }
  return get(first, n);
}

// @ts-ignore: decorator
@inline function link(first: usize, lists: usize, i: usize, j: usize): void {
  const place = get(first, i + 1);
  set(first, i + 1, place + 1);
  set(lists, place, j);
}
