// L*L' + sigma*w*w', sigma = 1 or -1, in place: one column after another on the way up the elimination tree from w's first entry.
// Davis and Hager, SIAM J. Matrix Anal. Appl. 20 (1999) 606-627; the recurrence: Gill, Golub, Murray and Saunders, Math. Comp. 28
// (1974) 505-535, method C1.

import { get, NONE } from "../core/words";

/**
 * L: n columns, the diagonal first in each; parent: of sfactor_etree. w: n elements, its entries within the places of column j,
 * the first of them; overwritten. Without `write` L is left alone. Returns n, or the column whose pivot would
 * not be > 0.
 */
function update<T>(
  values: usize, starts: usize, rows: usize, parent: usize, w: usize, j: usize, n: usize, down: bool, write: bool,
): usize {
  const size = sizeof<T>(), sigma: T = down ? -1 : 1;
  let square: T = 1, beta: T = 1;
  for (; j != NONE; j = get(parent, j)) {
    const start = get(starts, j), end = get(starts, j + 1), d = values + start * size;
    const alpha = load<T>(w + j * size) / load<T>(d);
    square += sigma * alpha * alpha;
    if (!(square > 0 && square < <T>Infinity)) return j;
    const next = sqrt<T>(square), gamma = sigma * alpha / (beta * next), delta = down ? next / beta : beta / next;
    if (write) store<T>(d, load<T>(d) * (next / beta));
    for (let p = start + 1; p < end; p++) {
      const at = values + p * size, to = w + get(rows, p) * size, l = load<T>(at), before = load<T>(to);
      const after = before - alpha * l;
      store<T>(to, after);
      if (write) store<T>(at, delta * l + gamma * (down ? after : before));
    }
    beta = next;
  }
  return n;
}

export function sfactor_update_f32(
  values: usize, starts: usize, rows: usize, parent: usize, w: usize, j: usize, n: usize, down: bool, write: bool,
): usize { return update<f32>(values, starts, rows, parent, w, j, n, down, write); }
export function sfactor_update_f64(
  values: usize, starts: usize, rows: usize, parent: usize, w: usize, j: usize, n: usize, down: bool, write: bool,
): usize { return update<f64>(values, starts, rows, parent, w, j, n, down, write); }
