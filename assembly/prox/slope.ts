// prox of tau*sum_j lambda_j*|x|_(j), |x|_(1) >= |x|_(2) >= ... and lambda_1 >= lambda_2 >= ... >= 0 (SLOPE): the descending
// fit to |x|_(j) - tau*lambda_j by pooling neighbours in the wrong order, cut off at 0, with the places and signs of x.
// Bogdan, van den Berg, Sabatti, Su and Candes, SLOPE - Adaptive Variable Selection via Convex Optimization (2015), algorithm 4.

import { radixSort } from "../core/radix";

/**
 * x, out, lambda: n elements each, out may be x; no NaN. work: aligned to 8 bytes: n f64, then 1 KiB, 2n elements and n u32.
 * Returns sum_j lambda_j*|out|_(j).
 */
function slope<T>(out: usize, x: usize, lambda: usize, work: usize, n: usize, tau: T): T {
  const size = sizeof<T>(), counts = work + n * 8, sorted = counts + 1024, fitted = sorted + n * size, starts = fitted + n * size;
  for (let i: usize = 0; i < n; i++) store<T>(sorted + i * size, abs<T>(load<T>(x + i * size)));
  radixSort<T>(sorted, fitted, counts, n);
  // A block's sum is in `work`, the place of its first element in `starts`; equal magnitudes always end in one block or level.
  let blocks: usize = 0;
  for (let j: usize = 0; j < n; j++) {
    let total = <f64>load<T>(sorted + (n - 1 - j) * size) - <f64>tau * <f64>load<T>(lambda + j * size), start = j;
    while (blocks > 0) {
      const before: usize = load<u32>(starts + (blocks - 1) * 4), held = load<f64>(work + (blocks - 1) * 8);
      if (held / <f64>(start - before) > total / <f64>(j + 1 - start)) break;
      total += held;
      start = before;
      blocks--;
    }
    store<f64>(work + blocks * 8, total);
    store<u32>(starts + blocks * 4, <u32>start);
    blocks++;
  }
  let value: f64 = 0;
  for (let b: usize = 0; b < blocks; b++) {
    const start: usize = load<u32>(starts + b * 4), end: usize = b + 1 < blocks ? <usize>load<u32>(starts + b * 4, 4) : n;
    const level = max<f64>(load<f64>(work + b * 8) / <f64>(end - start), 0);
    for (let j = start; j < end; j++) {
      store<T>(fitted + (n - 1 - j) * size, <T>level);
      value += level * <f64>load<T>(lambda + j * size);
    }
  }
  for (let i: usize = 0; i < n; i++) {
    const v = load<T>(x + i * size);
    store<T>(out + i * size, copysign<T>(load<T>(fitted + place<T>(sorted, n, abs<T>(v)) * size), v));
  }
  return <T>value;
}

/** The first place in an ascending array whose value is not below v. */
function place<T>(sorted: usize, n: usize, v: T): usize {
  let low: usize = 0, high = n - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (load<T>(sorted + middle * sizeof<T>()) < v) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function prox_slope_f32(out: usize, x: usize, lambda: usize, work: usize, n: usize, tau: f32): f32 {
  return slope<f32>(out, x, lambda, work, n, tau);
}
export function prox_slope_f64(out: usize, x: usize, lambda: usize, work: usize, n: usize, tau: f64): f64 {
  return slope<f64>(out, x, lambda, work, n, tau);
}
