// The quotient graph of a symmetric elimination: variables and elements, each with a list in one array of words. A variable's
// list has its elements first, then its variables; an element's its variables. What is dead has no start.
// Amestoy, Davis and Duff, SIAM J. Matrix Anal. Appl. 17 (1996) 886-905, sections 2 and 3.

import { get, NONE, set } from "./words";

/** Where each array of n words lies in the workspace. */
export class State {
  /** Where the list starts, or NONE. */
  @inline start(work: usize, n: usize): usize { return work; }
  /** How long the list is. */
  @inline length(work: usize, n: usize): usize { return work + 4 * n; }
  /** How many of it are elements. */
  @inline elements(work: usize, n: usize): usize { return work + 8 * n; }
  /** Nodes that a variable stands for; negative while it is in the element being made; 0 where it is dead. */
  @inline weight(work: usize, n: usize): usize { return work + 12 * n; }
  /** Approximate external degree of a variable, weight of an element's variables. */
  @inline degree(work: usize, n: usize): usize { return work + 16 * n; }
  /** First variable of each degree. */
  @inline head(work: usize, n: usize): usize { return work + 20 * n; }
  /** The next of the same degree, or in the same bucket. */
  @inline next(work: usize, n: usize): usize { return work + 24 * n; }
  /** The one before of the same degree; the bucket. */
  @inline previous(work: usize, n: usize): usize { return work + 28 * n; }
  /** A stamp; 0 for an element that was absorbed. */
  @inline mark(work: usize, n: usize): usize { return work + 32 * n; }
  /** First variable of each bucket of equal hash. */
  @inline bucket(work: usize, n: usize): usize { return work + 36 * n; }
  /** The variable or element that a dead one went into; itself for a pivot. */
  @inline into(work: usize, n: usize): usize { return work + 40 * n; }
  /** Scratch of `order`. */
  @inline counts(work: usize, n: usize): usize { return work + 44 * n; }
}

/** Puts variable i into the list of degree d, or takes it out. */
export function lists(work: usize, n: usize, i: usize, d: usize, enter: bool): void {
  const s = changetype<State>(0), head = s.head(work, n), next = s.next(work, n), previous = s.previous(work, n);
  if (enter) {
    const after = get(head, d);
    if (after != NONE) set(previous, after, i);
    set(next, i, after);
    set(previous, i, NONE);
    set(head, d, i);
  } else {
    const after = get(next, i), before = get(previous, i);
    if (after != NONE) set(previous, after, before);
    if (before != NONE) set(next, before, after);
    else set(head, d, after);
  }
}

/** Moves the lists together. Returns where free room starts. */
export function compress(work: usize, n: usize, graph: usize, used: usize): usize {
  const s = changetype<State>(0), start = s.start(work, n), length = s.length(work, n), TOP: usize = 0x80000000;
  for (let i: usize = 0; i < n; i++) { // the first word of a list names its owner, who keeps that word
    const p = get(start, i);
    if (p == NONE || get(length, i) == 0) continue;
    set(start, i, get(graph, p));
    set(graph, p, i | TOP);
  }
  let to: usize = 0;
  for (let p: usize = 0; p < used;) {
    const word = get(graph, p++);
    if (word < TOP) continue;
    const i = word & ~TOP, first = get(start, i);
    set(start, i, to);
    set(graph, to++, first);
    for (let rest = get(length, i); rest > 1; rest--) set(graph, to++, get(graph, p++));
  }
  return to;
}

/**
 * Variables of the element at graph[from..to) whose lists are the same become one. Returns a flag above all marks but 0.
 */
export function merge(work: usize, n: usize, graph: usize, from: usize, to: usize, flag: usize): usize {
  const s = changetype<State>(0), start = s.start(work, n), length = s.length(work, n), elements = s.elements(work, n);
  const weight = s.weight(work, n), mark = s.mark(work, n), bucket = s.bucket(work, n), next = s.next(work, n);
  const into = s.into(work, n), hash = s.previous(work, n);
  for (let p = from; p < to; p++) {
    if (flag > 0xffffffff - 4 * n) { // stamps would pass the largest word
      for (let x: usize = 0; x < n; x++) if (get(mark, x) != 0) set(mark, x, 1);
      flag = 2;
    }
    const member = get(graph, p);
    if (get(weight, member) == 0) continue;
    const b = get(hash, member);
    let i = get(bucket, b);
    set(bucket, b, NONE);
    for (; i != NONE; i = get(next, i)) {
      if (get(next, i) == NONE) break;
      const own = get(start, i), size = get(length, i), near = get(elements, i);
      for (let q = own + 1; q < own + size; q++) set(mark, get(graph, q), flag);
      for (let before = i, j = get(next, i); j != NONE;) {
        const after = get(next, j), other = get(start, j);
        let same = get(length, j) == size && get(elements, j) == near;
        for (let q = other + 1; same && q < other + size; q++) same = get(mark, get(graph, q)) == flag;
        if (same) {
          set(weight, i, get(weight, i) + get(weight, j));
          set(weight, j, 0);
          set(start, j, NONE);
          set(into, j, i);
          set(next, before, after);
        } else before = j;
        j = after;
      }
      flag++;
    }
  }
  return flag;
}

/** perm: the rank of each pivot in, the order out. Nodes come with the pivot they went into. */
export function order(perm: usize, work: usize, n: usize): void {
  const s = changetype<State>(0), into = s.into(work, n), counts = s.counts(work, n), rank = s.start(work, n);
  memory.fill(counts, 0, n << 2);
  for (let i: usize = 0; i < n; i++) {
    let top = i;
    while (get(into, top) != top) top = get(into, top);
    for (let j = i; j != top;) { // the next search is short
      const up = get(into, j);
      set(into, j, top);
      j = up;
    }
    const r = get(perm, top);
    set(rank, i, r);
    set(counts, r, get(counts, r) + 1);
  }
  let sum: usize = 0;
  for (let r: usize = 0; r < n; r++) {
    const here = get(counts, r);
    set(counts, r, sum);
    sum += here;
  }
  for (let i: usize = 0; i < n; i++) {
    const place = get(counts, get(rank, i));
    set(counts, get(rank, i), place + 1);
    set(perm, place, i);
  }
}
