// Projection on the l0 ball: the k elements of largest magnitude stay, the others become 0; and the same as a list.
// Of equal ones the first stay. The k-th largest, `least`, is known (prox_kth): what is above it stays, and of those equal
// to it as many as there is room for.

import { lanes, maskOf, whole } from "../core/lane";

/** How many of x, or of |x| with `sizes`, are above `least`. */
function above<T>(x: usize, n: usize, least: T, sizes: bool): usize {
  const size = sizeof<T>(), leasts = v128.splat<T>(least);
  let count: usize = 0, i: usize = 0;
  for (; i < whole<T>(n); i += lanes<T>()) {
    const v = v128.load(x + i * size);
    count += popcnt<u32>(maskOf<T>(v128.gt<T>(sizes ? v128.abs<T>(v) : v, leasts)));
  }
  for (; i < n; i++) {
    const v = load<T>(x + i * size);
    if ((sizes ? abs<T>(v) : v) > least) count++;
  }
  return count;
}

/** x, out: n elements each, may be the same array; 1 <= k <= n. */
function keep<T>(out: usize, x: usize, n: usize, k: usize, least: T): void {
  const size = sizeof<T>(), leasts = v128.splat<T>(least);
  let ties = k - above<T>(x, n, least, true), i: usize = 0;
  for (; i < whole<T>(n); i += lanes<T>()) {
    const v = v128.load(x + i * size), sizes = v128.abs<T>(v);
    let mask = v128.gt<T>(sizes, leasts);
    const equal = v128.eq<T>(sizes, leasts);
    if (ties > 0 && v128.any_true(equal)) {
      const bits = maskOf<T>(equal);
      for (let lane: usize = 0; lane < lanes<T>(); lane++) {
        const kept = ties > 0 && (bits >> <u32>lane & 1) != 0;
        const value: T = kept || abs<T>(load<T>(x + (i + lane) * size)) > least ? load<T>(x + (i + lane) * size) : <T>0;
        store<T>(out + (i + lane) * size, value);
        if (kept) ties--;
      }
    } else v128.store(out + i * size, v128.and(v, mask));
  }
  for (; i < n; i++) {
    const v = load<T>(x + i * size), tie = abs<T>(v) == least && ties > 0;
    store<T>(out + i * size, tie || abs<T>(v) > least ? v : <T>0);
    if (tie) ties--;
  }
}

/** indices: room for k u32, which get the places of the k largest of x, or of |x| with `sizes`, ascending. */
function top<T>(indices: usize, x: usize, n: usize, k: usize, least: T, sizes: bool): void {
  const size = sizeof<T>(), leasts = v128.splat<T>(least), end = indices + k * 4;
  let ties = k - above<T>(x, n, least, sizes);
  for (let i: usize = 0; i < n && indices < end; i += lanes<T>()) {
    if (i + lanes<T>() <= n) {
      const v = v128.load(x + i * size);
      if (!v128.any_true(v128.ge<T>(sizes ? v128.abs<T>(v) : v, leasts))) continue;
    }
    for (let j = i, last = min<usize>(i + lanes<T>(), n); j < last; j++) {
      const value = load<T>(x + j * size), v: T = sizes ? abs<T>(value) : value;
      if (v < least || (v == least && ties == 0)) continue;
      if (v == least) ties--;
      store<u32>(indices, <u32>j);
      indices += 4;
    }
  }
}

export function prox_keep_f32(out: usize, x: usize, n: usize, k: usize, least: f32): void { keep<f32>(out, x, n, k, least); }
export function prox_keep_f64(out: usize, x: usize, n: usize, k: usize, least: f64): void { keep<f64>(out, x, n, k, least); }
export function prox_top_f32(indices: usize, x: usize, n: usize, k: usize, least: f32, sizes: bool): void {
  top<f32>(indices, x, n, k, least, sizes);
}
export function prox_top_f64(indices: usize, x: usize, n: usize, k: usize, least: f64, sizes: bool): void {
  top<f64>(indices, x, n, k, least, sizes);
}
