// out_i = x_i + x_(i+1) + ... + x_(n-1)
// By halves within two vectors (Sklansky, Conditional-Sum Addition Logic, 1960), with a running total from pair to pair:
// one addition in a chain of 4 or 8 elements. Rounding keeps the order: of numbers >= 0, no sum is below the one after it.

import { first, floorTo, lanes, suffix } from "../core/lane";

/** out, x: n elements each, may be the same array. */
function suffixSums<T>(out: usize, x: usize, n: usize): void {
  const size = sizeof<T>(), step: usize = 2 * lanes<T>(), pairs = floorTo(n, step);
  let total: T = 0;
  for (let i = n; i > pairs; ) {
    i--;
    total += load<T>(x + i * size);
    store<T>(out + i * size, total);
  }
  let totals = v128.splat<T>(total);
  for (let i = pairs; i > 0; ) {
    i -= step;
    const right = suffix<T>(v128.load(x + i * size, 16));
    const left = v128.add<T>(suffix<T>(v128.load(x + i * size)), first<T>(right));
    v128.store(out + i * size, v128.add<T>(right, totals), 16);
    v128.store(out + i * size, v128.add<T>(left, totals));
    totals = v128.add<T>(first<T>(left), totals);
  }
}

export function scan_suffix_f32(out: usize, x: usize, n: usize): void { suffixSums<f32>(out, x, n); }
export function scan_suffix_f64(out: usize, x: usize, n: usize): void { suffixSums<f64>(out, x, n); }
