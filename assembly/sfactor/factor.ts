// P*A*P' = L*L', multifrontal: each supernode's front sums its part of A and what its children left over, is factored as far as its
// own columns go, and leaves the rest on a stack. Liu, SIAM Review 34 (1992) 82-109.

import { front, frontWork } from "../core/front";
import { get, set } from "../core/words";

/** Elements of workspace: n + 2 count words, and that of fronts of up to m rows. */
function work<T>(m: usize, n: usize, count: usize): usize {
  return frontWork<T>(m) + ((n + 2 * count + m) * 4 + 64) / sizeof<T>();
}

/**
 * values: A in its places (sfactor_scatter) in, L out. Supernodes as of sfactor_symbolic; stack: room for what the fronts leave.
 * Returns n, or the first pivot that is not > 0, in the order of elimination.
 */
function factor<T>(
  values: usize, lists: usize, first: usize, place: usize, columns: usize, above: usize, stack: usize, work: usize,
  n: usize, count: usize,
): usize {
  const size = sizeof<T>(), position = work, waiting = position + 4 * n, local = waiting + 4 * count;
  let free = stack, left: usize = 0;
  const most = widest(first, count), scratch = (local + 4 * most + 63) & ~63;
  for (let s: usize = 0; s < count; s++) {
    const start = get(columns, s), end = get(columns, s + 1), w = end - start;
    const list = lists + (get(first, s) << 2), b = get(first, s + 1) - get(first, s), m = w + b;
    const f = values + get(place, s) * size, c = free;
    for (let k: usize = 0; k < w; k++) set(position, start + k, k);
    for (let q: usize = 0; q < b; q++) set(position, get(list, q), w + q);
    memory.fill(c, 0, b * b * size);
    while (left > 0 && get(above, get(waiting, left - 1)) == s) {
      const child = get(waiting, --left), rows = get(first, child + 1) - get(first, child);
      free -= rows * rows * size;
      for (let q: usize = 0; q < rows; q++) set(local, q, get(position, get(lists, get(first, child) + q)));
      add<T>(f, c, free, local, rows, w, m);
    }
    const done = front<T>(f, c, scratch, w, m);
    if (done < w) return start + done;
    if (b == 0) continue;
    if (c != free) memory.copy(free, c, b * b * size);
    free += b * b * size;
    set(waiting, left++, s);
  }
  return n;
}

/** The most rows below a supernode. */
function widest(first: usize, count: usize): usize {
  let most: usize = 0;
  for (let s: usize = 0; s < count; s++) most = max(most, get(first, s + 1) - get(first, s));
  return most;
}

/** The upper triangle of a child's rest into the front: row i of it is row local[i] there. */
function add<T>(f: usize, c: usize, rest: usize, local: usize, rows: usize, w: usize, m: usize): void {
  const shift = alignof<T>();
  for (let i: usize = 0; i < rows; i++) {
    const r = get(local, i), row = r < w ? f + (r * m << shift) : c + (((r - w) * (m - w) - w) << shift);
    const from = rest + (i * rows << shift);
    for (let j = i; j < rows; j++) {
      const to = row + (get(local, j) << shift);
      store<T>(to, load<T>(to) + load<T>(from + (j << shift)));
    }
  }
}

export function sfactor_work_f32(m: usize, n: usize, count: usize): usize { return work<f32>(m, n, count); }
export function sfactor_work_f64(m: usize, n: usize, count: usize): usize { return work<f64>(m, n, count); }
export function sfactor_factor_f32(
  values: usize, lists: usize, first: usize, place: usize, columns: usize, above: usize, stack: usize, work: usize,
  n: usize, count: usize,
): usize { return factor<f32>(values, lists, first, place, columns, above, stack, work, n, count); }
export function sfactor_factor_f64(
  values: usize, lists: usize, first: usize, place: usize, columns: usize, above: usize, stack: usize, work: usize,
  n: usize, count: usize,
): usize { return factor<f64>(values, lists, first, place, columns, above, stack, work, n, count); }
