// min over c of sum_j omega_j (z_j - c_k(j))^2 with k centres, exactly: F_k(j) = max_i F_{k-1}(i) + g(i, j), where
// g(i, j) = (sum of omega z)^2 / (sum of omega) over the sorted values i to j - 1 is what their mean explains.
// Wang and Song, Ckmeans.1d.dp (The R Journal 3/2, 2011); the best i rises with j, so that halving the range of j halves
// the search too (Gronlund et al., arXiv:1701.07204, section 2.2): k n log n steps.

import { distinct, keep, mean, prepare, rest, valueSums, weightSums } from "../core/sorted";

/** Below any weight that counts, above 0: clusters without weight explain 0. */
const TINY: f64 = 2.2250738585072014e-308;

/**
 * tables: m x k out, ascending; z: m x n; weights: n, none < 0 and not all 0, or 0 for ones; scales: m x n/group;
 * work: (3n + 2 + 2(n + 1) + k) f64 and k(n + 1) u32, or if more (3n + 2) f64 and 2n + 256 u32; aligned to 8 bytes.
 */
function optimal<T>(
  tables: usize, z: usize, weights: usize, scales: usize, work: usize, m: usize, n: usize, k: usize, group: usize, power: u32,
): void {
  const size = sizeof<T>(), row = (n + 1) * 8, centres = rest(work, n);
  const splits = centres + k * 8 + 2 * row;
  for (let r: usize = 0; r < m; r++) {
    const table = tables + r * k * size;
    if (n == 0) { memory.fill(table, 0, k * size); continue; }
    const middle = prepare<T>(work, z + r * n * size, weights, scales + r * (n / group) * size, n, group, power);
    if (!distinct(centres, work, n, k)) {
      let previous = centres + k * 8, next = previous + row;
      for (let j: usize = 1; j <= n; j++) store<f64>(next + j * 8, explained(work, n, 0, j));
      memory.fill(splits, 0, (n + 1) * 4);
      for (let c: usize = 1; c < k; c++) {
        const swap = previous;
        previous = next;
        next = swap;
        const first = c + 1 == k ? n : c + 1;
        layer(next, previous, splits + c * (n + 1) * 4, work, n, first, n, c, n - 1);
      }
      let end = n;
      for (let c = k - 1; c > 0; c--) {
        const start: usize = load<u32>(splits + (c * (n + 1) + end) * 4);
        store<f64>(centres + c * 8, mean(work, n, start, end));
        end = start;
      }
      store<f64>(centres, mean(work, n, 0, end));
    }
    keep<T>(table, centres, middle, k);
  }
}

function explained(work: usize, n: usize, i: usize, j: usize): f64 {
  const omega = weightSums(work, n), moment = valueSums(work, n);
  const value = load<f64>(moment + j * 8) - load<f64>(moment + i * 8);
  return value * value / max(load<f64>(omega + j * 8) - load<f64>(omega + i * 8), TINY);
}

/**
 * next_j and its best i for j from `first` to `last`, the best i lying from `low` to `high`; and not below that of one centre
 * less, which lies n + 1 places before.
 */
function layer(
  next: usize, previous: usize, split: usize, work: usize, n: usize, first: usize, last: usize, low: usize, high: usize,
): void {
  while (first <= last) {
    if (last - first < 4 && high < first) return four(next, previous, split, work, n, first, last + 1 - first, low, high);
    const j = first + (last - first) / 2, least = max<usize>(low, load<u32>(split + j * 4 - (n + 1) * 4));
    const best = search(next, previous, work, n, least, min(high, j - 1), j);
    store<u32>(split + j * 4, <u32>best);
    if (first < j) layer(next, previous, split, work, n, first, j - 1, low, best);
    first = j + 1;
    low = best;
  }
}

/** next_j = max over i from `low` to `high` < j of previous_i + g(i, j). Returns the first i that gives it, but for rounding. */
function search(next: usize, previous: usize, work: usize, n: usize, low: usize, high: usize, j: usize): usize {
  const omega = weightSums(work, n), moment = valueSums(work, n), tiny = f64x2.splat(TINY), two = f64x2.splat(2);
  const weight = v128.load_splat<f64>(omega + j * 8), value = v128.load_splat<f64>(moment + j * 8);
  let most = f64x2.splat(-Infinity), places = f64x2.splat(<f64>low), place = f64x2.add(places, f64x2(0, 1));
  let i = low;
  for (; i + 1 <= high; i += 2) {
    const v = reached(v128.load(previous + i * 8), weight, v128.load(omega + i * 8), value, v128.load(moment + i * 8), tiny);
    const more = f64x2.gt(v, most);
    most = v128.bitselect(v, most, more);
    places = v128.bitselect(place, places, more);
    place = f64x2.add(place, two);
  }
  const even = f64x2.extract_lane(most, 0), odd = f64x2.extract_lane(most, 1);
  let best = <usize>(odd > even ? f64x2.extract_lane(places, 1) : f64x2.extract_lane(places, 0)), top = max(even, odd);
  if (i == high) {
    const v = load<f64>(previous + i * 8) + explained(work, n, i, j);
    if (v > top) { top = v; best = i; }
  }
  store<f64>(next + j * 8, top);
  return best;
}

/** As layer for `count` <= 4 neighbours j from `first` > high on, two a vector. */
function four(
  next: usize, previous: usize, split: usize, work: usize, n: usize, first: usize, count: usize, low: usize, high: usize,
): void {
  const omega = weightSums(work, n), moment = valueSums(work, n), tiny = f64x2.splat(TINY);
  const w0 = v128.load(omega + first * 8), w1 = v128.load(omega + first * 8, 16);
  const v0 = v128.load(moment + first * 8), v1 = v128.load(moment + first * 8, 16);
  let most0 = f64x2.splat(-Infinity), most1 = most0, places0 = f64x2.splat(<f64>low), places1 = places0;
  for (let i = low; i <= high; i++) {
    const before = v128.load_splat<f64>(previous + i * 8), place = f64x2.splat(<f64>i);
    const weight = v128.load_splat<f64>(omega + i * 8), value = v128.load_splat<f64>(moment + i * 8);
    const r0 = reached(before, w0, weight, v0, value, tiny), r1 = reached(before, w1, weight, v1, value, tiny);
    const more0 = f64x2.gt(r0, most0), more1 = f64x2.gt(r1, most1);
    most0 = v128.bitselect(r0, most0, more0);
    most1 = v128.bitselect(r1, most1, more1);
    places0 = v128.bitselect(place, places0, more0);
    places1 = v128.bitselect(place, places1, more1);
  }
  const at = next + first * 8, best = split + first * 4;
  const p = i32x4.trunc_sat_f64x2_u_zero(places0), q = i32x4.trunc_sat_f64x2_u_zero(places1);
  v128.store32_lane(best, p, 0);
  v128.store64_lane(at, most0, 0);
  if (count > 1) { v128.store64_lane(at, most0, 1, 8); v128.store32_lane(best, p, 1, 4); }
  if (count > 2) { v128.store64_lane(at, most1, 0, 16); v128.store32_lane(best, q, 0, 8); }
  if (count > 3) { v128.store64_lane(at, most1, 1, 24); v128.store32_lane(best, q, 1, 12); }
}

/** previous_i + g(i, j) for two i or two j, from the sums of weights and of weighted values at j and at i. */
// @ts-ignore: decorator
@inline function reached(previous: v128, weight: v128, weightBefore: v128, value: v128, valueBefore: v128, tiny: v128): v128 {
  const d = f64x2.sub(value, valueBefore);
  return f64x2.add(previous, f64x2.div(f64x2.mul(d, d), f64x2.pmax(f64x2.sub(weight, weightBefore), tiny)));
}

export function lut_optimal_f32(
  tables: usize, z: usize, weights: usize, scales: usize, work: usize, m: usize, n: usize, k: usize, group: usize, power: u32,
): void { optimal<f32>(tables, z, weights, scales, work, m, n, k, group, power); }
export function lut_optimal_f64(
  tables: usize, z: usize, weights: usize, scales: usize, work: usize, m: usize, n: usize, k: usize, group: usize, power: u32,
): void { optimal<f64>(tables, z, weights, scales, work, m, n, k, group, power); }
