// The k-th largest of n numbers without sorting: the digits of its bits one by one from the top, each by a count of how many
// numbers that share the digits before have which. Knuth, The Art of Computer Programming 3 (1998), section 5.2.5.
// Keys are bits whose order is that of the numbers (or of their magnitudes), so ties and zeros are exact.

import { lanes, maskOf, whole } from "../core/lane";

/** Digits there can be at one place, and tables they are counted in. */
const DIGITS: usize = 8192, TABLES: usize = 4;

/** x: n numbers, 1 <= k <= n, no NaN; counts: 32768 u32 of scratch. Returns the k-th largest of x, or of |x| with `sizes`. */
function kth<T, K>(x: usize, n: usize, k: usize, counts: usize, sizes: bool): T {
  const width: usize = sizeof<T>() == 4 ? 10 : 13, total: usize = 8 * sizeof<T>();
  const signBit = <K>1 << <K>(total - 1);
  let left = <u32>k, prefix: K = 0;
  // Digits end at bits 20, 10, 0, or 52, 39, 26, 13, 0.
  for (let shift: usize = sizeof<T>() == 4 ? 20 : 52, top = true; ; shift -= width, top = false) {
    memory.fill(counts, 0, (top ? TABLES : 1) * DIGITS * 4);
    if (top) countAll<K>(x, n, counts, <K>shift, signBit, sizes);
    else {
      // What the bits above are in x itself, so that whole vectors are compared as they are.
      const digits = (<K>1 << <K>width) - 1, key = prefix << <K>(shift + width), high = <K>-1 << <K>(shift + width);
      const upper = sizes ? high & ~signBit : high, same = sizes ? key : key & signBit ? key ^ signBit : ~key & high;
      countSome<T, K>(x, n, counts, <K>shift, digits, upper, same, signBit, sizes);
    }
    let digit = DIGITS - 1;
    for (; digit > 0; digit--) {
      const here = load<u32>(counts + digit * 4);
      if (here >= left) break;
      left -= here;
    }
    prefix = top ? <K>digit : prefix << <K>width | <K>digit;
    if (shift == 0) break;
  }
  const bits = sizes ? prefix : prefix & signBit ? prefix ^ signBit : ~prefix;
  return sizeof<T>() == 4 ? <T>reinterpret<f32>(<u32>bits) : <T>reinterpret<f64>(<u64>bits);
}

/** The bits of a number in the order of the numbers, or of its magnitude. */
// @ts-ignore: decorator
@inline function keyOf<K>(bits: K, signBit: K, sizes: bool): K {
  return sizes ? bits & ~signBit : bits & signBit ? ~bits : bits | signBit;
}

/** Counts of the first digit. Neighbours go to different tables: one would wait for another where they share a digit. */
function countAll<K>(x: usize, n: usize, counts: usize, shift: K, signBit: K, sizes: bool): void {
  const table = DIGITS * 4;
  for (let i: usize = 0; i < n; i++) {
    const digit = <usize>(keyOf<K>(load<K>(x + i * sizeof<K>()), signBit, sizes) >> shift);
    const at = counts + i % TABLES * table + digit * 4;
    store<u32>(at, load<u32>(at) + 1);
  }
  for (let at = counts, end = counts + table; at < end; at += 16) {
    const two = i32x4.add(v128.load(at), v128.load(at, DIGITS * 4));
    const four = i32x4.add(v128.load(at, 2 * DIGITS * 4), v128.load(at, 3 * DIGITS * 4));
    v128.store(at, i32x4.add(two, four));
  }
}

/** Counts of a later digit, of numbers whose bits in `upper` are those of `same`: whole vectors without one are passed over. */
function countSome<T, K>(
  x: usize, n: usize, counts: usize, shift: K, digits: K, upper: K, same: K, signBit: K, sizes: bool,
): void {
  const size = sizeof<T>(), uppers = v128.splat<K>(upper), sames = v128.splat<K>(same);
  let i: usize = 0;
  for (; i < whole<T>(n); i += lanes<T>()) {
    const heads = v128.and(v128.load(x + i * size), uppers);
    let found = maskOf<T>(sizeof<T>() == 4 ? i32x4.eq(heads, sames) : i64x2.eq(heads, sames));
    for (; found != 0; found &= found - 1) {
      const key = keyOf<K>(load<K>(x + (i + <usize>ctz<u32>(found)) * size), signBit, sizes);
      const at = counts + <usize>(key >> shift & digits) * 4;
      store<u32>(at, load<u32>(at) + 1);
    }
  }
  for (; i < n; i++) {
    const bits = load<K>(x + i * size);
    if ((bits & upper) != same) continue;
    const at = counts + <usize>(keyOf<K>(bits, signBit, sizes) >> shift & digits) * 4;
    store<u32>(at, load<u32>(at) + 1);
  }
}

export function prox_kth_f32(x: usize, n: usize, k: usize, counts: usize, sizes: bool): f32 {
  return kth<f32, u32>(x, n, k, counts, sizes);
}
export function prox_kth_f64(x: usize, n: usize, k: usize, counts: usize, sizes: bool): f64 {
  return kth<f64, u64>(x, n, k, counts, sizes);
}
