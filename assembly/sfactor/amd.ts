// Approximate minimum degree: an ordering of a symmetric matrix that keeps its Cholesky factor sparse.
// Amestoy, Davis and Duff, SIAM J. Matrix Anal. Appl. 17 (1996) 886-905: quotient graph with element absorption (also
// aggressive), mass elimination, indistinguishable variables by hashing, and the approximate external degree (4.1).

import { compress, lists, merge, order, State } from "../core/quotient";
import { clear, get, NONE, set } from "../core/words";

/**
 * perm: n words out, perm[k] is the node eliminated k-th. first: n + 1 words; graph: `room` words, of which the first ones are
 * the neighbours of each node (sfactor_graph), all overwritten; room is at least their number + n. Work: 12 n words.
 */
export function sfactor_amd_u32(perm: usize, first: usize, graph: usize, room: usize, work: usize, n: usize): void {
  const s = changetype<State>(0);
  let free = get(first, n), done: usize = 0, flag: usize = 1, least: usize = 0, rank: usize = 0;
  clear(s.head(work, n), n);
  clear(s.bucket(work, n), n);
  clear(s.into(work, n), n);
  const start = s.start(work, n), length = s.length(work, n), elements = s.elements(work, n), weight = s.weight(work, n);
  const degree = s.degree(work, n), mark = s.mark(work, n), into = s.into(work, n), bucket = s.bucket(work, n);
  const next = s.next(work, n), hash = s.previous(work, n), dense = max<usize>(16, 10 * <usize>sqrt<f64>(<f64>n));
  let last = n;
  for (let i = n; i-- > 0;) { // of equal degree the first is taken first: on grids 7 % less fill than the last first
    const count = get(first, i + 1) - get(first, i);
    set(start, i, get(first, i));
    set(length, i, count);
    set(elements, i, 0);
    set(mark, i, 1);
    set(degree, i, count);
    if (count > dense) { // a node of so many neighbours costs much and changes little: it comes last
      set(weight, i, 0);
      set(start, i, NONE);
      set(into, i, i);
      set(perm, i, --last);
      done++;
    } else {
      set(weight, i, 1);
      lists(work, n, i, count, true);
    }
  }

  while (done < n) {
    while (get(s.head(work, n), least) == NONE) least++;
    const me = get(s.head(work, n), least);
    lists(work, n, me, least, false);
    if (free + least > room) free = compress(work, n, graph, free);
    let pivots = get(weight, me), size: usize = 0;
    done += pivots;
    set(weight, me, <usize>-<isize>pivots);

    // The new element: all variables next to me, or in an element next to me. A weight below zero says "in it".
    const from = free, own = get(start, me), near = get(elements, me), all = get(length, me);
    for (let p: usize = 0; p <= near; p++) {
      const e = p < near ? get(graph, own + p) : me;
      let q = p < near ? get(start, e) : own + near;
      if (p < near && get(mark, e) == 0) continue;
      for (const end = p < near ? q + get(length, e) : own + all; q < end; q++) {
        const i = get(graph, q), w = <isize>get(weight, i);
        if (w <= 0) continue;
        set(weight, i, <usize>-w);
        size += <usize>w;
        set(graph, free++, i);
        lists(work, n, i, get(degree, i), false);
      }
      if (p < near) {
        set(mark, e, 0);
        set(start, e, NONE);
      }
    }
    set(start, me, from);
    set(length, me, free - from);
    set(mark, me, flag);

    // mark[e] - flag becomes the weight of e's variables outside the new element.
    for (let p = from; p < free; p++) {
      const i = get(graph, p), own = get(start, i), w = <usize>-<isize>get(weight, i);
      for (let q = own, end = own + get(elements, i); q < end; q++) {
        const e = get(graph, q), m = get(mark, e);
        if (m >= flag) set(mark, e, m - w);
        else if (m != 0) set(mark, e, get(degree, e) + flag - w);
      }
    }

    for (let p = from; p < free; p++) {
      const i = get(graph, p), own = get(start, i), w = <usize>-<isize>get(weight, i);
      const split = own + get(elements, i), end = own + get(length, i);
      let to = own, outside: usize = 0, sum: usize = 0;
      for (let q = own; q < split; q++) {
        const e = get(graph, q), m = get(mark, e);
        if (m == 0 || e == me) continue;
        if (m == flag) { // all of e lies in the new element
          set(mark, e, 0);
          set(start, e, NONE);
          continue;
        }
        outside += m - flag;
        sum += e;
        set(graph, to++, e);
      }
      const kept = to;
      for (let q = split; q < end; q++) {
        const j = get(graph, q), other = <isize>get(weight, j);
        if (other <= 0) continue;
        outside += <usize>other;
        sum += j;
        set(graph, to++, j);
      }
      if (outside == 0) { // nothing outside: eliminated with me
        set(into, i, me);
        set(start, i, NONE);
        set(weight, i, 0);
        size -= w;
        pivots += w;
        done += w;
        continue;
      }
      set(degree, i, min(get(degree, i), outside));
      // me comes first: what was first moves behind the elements, and the variable there to the end.
      if (to > kept) set(graph, to, get(graph, kept));
      if (kept > own) set(graph, kept, get(graph, own));
      set(graph, own, me);
      set(elements, i, kept - own + 1);
      set(length, i, to - own + 1);
      const h = sum % n;
      set(next, i, get(bucket, h));
      set(bucket, h, i);
      set(hash, i, h);
    }
    set(degree, me, size);
    flag = merge(work, n, graph, from, free, flag + n);

    // Variables that are left get their degree, and the element keeps them alone.
    let to = from;
    for (let p = from; p < free; p++) {
      const i = get(graph, p), w = <usize>-<isize>get(weight, i);
      if (w == 0) continue;
      set(weight, i, w);
      const d = min(get(degree, i) + size - w, n - done - w);
      set(degree, i, d);
      lists(work, n, i, d, true);
      least = min(least, d);
      set(graph, to++, i);
    }
    free = to;
    set(length, me, to - from);
    set(weight, me, 0);
    set(into, me, me);
    set(perm, me, rank++);
    if (to == from) {
      set(mark, me, 0);
      set(start, me, NONE);
    }
  }
  order(perm, work, n);
}
