// Order: values of one step to the rows they belong to, and rows listed by ascending value.

import { Frame } from "./frame";

/** The value of each root, then of each dead row, to rows lo and on; order lists those rows by ascending value. */
export function settle(f: Frame, lo: usize, n: usize, k: usize, squares: bool): void {
  const values = f.values + 8 * lo, order = f.order + 4 * lo, dead = n - k;
  sort(f, dead);
  for (let i: usize = 0; i < k; i++) {
    const pole = load<f64>(f.poles + 8 * <usize>load<u32>(f.origins + 4 * i)), shift = load<f64>(f.shifts + 8 * i);
    store<f64>(values + 8 * i, pole + (squares ? shift / (pole + sqrt<f64>(max<f64>(0, pole * pole + shift))) : shift));
  }
  memory.copy(values + 8 * k, f.other, 8 * dead);
  for (let i: usize = 0; i < n; i++) store<u32>(f.rows + 4 * i, <u32>(lo + i));
  merge(order, f.values, f.rows, k, f.rows + 4 * k, dead);
}

/** The dead rows by ascending value, by insertion, as they nearly are; their values to other. */
function sort(f: Frame, n: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const row = load<u32>(f.dead + 4 * i), value = load<f64>(f.values + 8 * <usize>row);
    let j = i;
    for (; j > 0 && load<f64>(f.other + 8 * (j - 1)) > value; j--) {
      store<f64>(f.other + 8 * j, load<f64>(f.other + 8 * (j - 1)));
      store<u32>(f.dead + 4 * j, load<u32>(f.dead + 4 * (j - 1)));
    }
    store<f64>(f.other + 8 * j, value);
    store<u32>(f.dead + 4 * j, row);
  }
}

/** Two lists of rows, each ascending by value, to one; out is apart from both. */
export function merge(out: usize, values: usize, a: usize, m: usize, b: usize, n: usize): void {
  const left = a + 4 * m, right = b + 4 * n;
  while (a < left || b < right) {
    const first = b == right || (a < left
      && load<f64>(values + 8 * <usize>load<u32>(a)) <= load<f64>(values + 8 * <usize>load<u32>(b)));
    store<u32>(out, first ? load<u32>(a) : load<u32>(b));
    if (first) a += 4;
    else b += 4;
    out += 4;
  }
}

/** Puts the n rows of an n x n matrix in the order listed, or the reverse of it. */
export function ordered<T>(f: Frame, q: usize, n: usize, reverse: bool): void {
  const line = n * sizeof<T>();
  for (let i: usize = 0; i < n; i++) {
    const to = reverse ? n - 1 - i : i;
    memory.copy(f.copies + to * line, q + <usize>load<u32>(f.order + 4 * i) * line, line);
  }
  memory.copy(q, f.copies, n * line);
}

/** The same of the values. */
export function orderedValues(f: Frame, n: usize, reverse: bool): void {
  for (let i: usize = 0; i < n; i++) {
    const to = reverse ? n - 1 - i : i;
    store<f64>(f.other + 8 * to, load<f64>(f.values + 8 * <usize>load<u32>(f.order + 4 * i)));
  }
  memory.copy(f.values, f.other, 8 * n);
}
