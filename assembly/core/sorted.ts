// What both fits of a table start from: a row in ascending order, less its middle value (so that little cancels), with
// its weights omega_j = a_j scale_g(j)^power, and running sums of omega and of omega z.

import { argsort } from "./argsort";

/** Where the parts of a row's workspace lie, from its start on: n values, n + 1 sums of weights, n + 1 of weighted values. */
// @ts-ignore: decorator
@inline export function weightSums(work: usize, n: usize): usize { return work + n * 8; }
// @ts-ignore: decorator
@inline export function valueSums(work: usize, n: usize): usize { return work + (2 * n + 1) * 8; }
/** What is free for a fit: at first it holds the order. */
// @ts-ignore: decorator
@inline export function rest(work: usize, n: usize): usize { return work + (3 * n + 2) * 8; }

/** z: n > 0 numbers; weights: n, or 0 for ones; scales: those of the groups. Returns the middle value. */
export function prepare<T>(work: usize, z: usize, weights: usize, scales: usize, n: usize, group: usize, power: u32): f64 {
  const size = sizeof<T>(), order = rest(work, n), omega = weightSums(work, n), moment = valueSums(work, n);
  argsort<T>(order, order + n * 4, order + n * 8, z, n);
  const middle = <f64>load<T>(z + <usize>load<u32>(order + n / 2 * 4) * size);
  let weight: f64 = 0, value: f64 = 0;
  store<f64>(omega, 0);
  store<f64>(moment, 0);
  for (let i: usize = 0; i < n; i++) {
    const j: usize = load<u32>(order + i * 4), v = <f64>load<T>(z + j * size) - middle;
    const scale = <f64>load<T>(scales + j / group * size);
    let w: f64 = weights == 0 ? 1 : <f64>load<T>(weights + j * size);
    for (let p: u32 = 0; p < power; p++) w *= scale;
    store<f64>(work + i * 8, v);
    weight += w;
    value += w * v;
    store<f64>(omega + (i + 1) * 8, weight);
    store<f64>(moment + (i + 1) * 8, value);
  }
  return middle;
}

/** The weighted mean of the sorted values i to j - 1, j > i; the plain one where their weights are all 0. */
export function mean(work: usize, n: usize, i: usize, j: usize): f64 {
  const omega = weightSums(work, n), moment = valueSums(work, n);
  const weight = load<f64>(omega + j * 8) - load<f64>(omega + i * 8);
  const low = load<f64>(work + i * 8), high = load<f64>(work + (j - 1) * 8);
  let total: f64 = 0;
  if (weight > 0) total = (load<f64>(moment + j * 8) - load<f64>(moment + i * 8)) / weight;
  else {
    for (let p = i; p < j; p++) total += load<f64>(work + p * 8);
    total /= <f64>(j - i);
  }
  return min(high, max(low, total));
}

/** Where at most k values are distinct: they are the centres, the last one repeated. Else false. */
export function distinct(centres: usize, work: usize, n: usize, k: usize): bool {
  let count: usize = 0, last: f64 = NaN;
  for (let i: usize = 0; i < n; i++) {
    const v = load<f64>(work + i * 8);
    if (v == last) continue;
    if (count == k) return false;
    store<f64>(centres + count++ * 8, v);
    last = v;
  }
  for (; count < k; count++) store<f64>(centres + count * 8, last);
  return true;
}

/** A row's table: its centres, each with the middle value again. */
export function keep<T>(table: usize, centres: usize, middle: f64, k: usize): void {
  for (let c: usize = 0; c < k; c++) store<T>(table + c * sizeof<T>(), <T>(load<f64>(centres + c * 8) + middle));
}
