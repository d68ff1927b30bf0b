// The k-th largest of n numbers without sorting: the digits of its bits one by one from the top, each by a count of how many
// numbers that share the digits before have which. Knuth, The Art of Computer Programming 3 (1998), section 5.2.5.
// Keys are bits whose order is that of the numbers (or of their magnitudes), so ties and zeros are exact.

import { lanes, maskOf, whole } from "../core/lane";

/** Bits of a digit after the first; the first has two more in f32 and one less in f64. Counts: 2 x 8192 u32. */
const DIGITS: usize = 8192;

/** x: n numbers, 1 <= k <= n, no NaN; counts: 16384 u32 of scratch. Returns the k-th largest of x, or of |x| with `sizes`. */
function kth<T, K>(x: usize, n: usize, k: usize, counts: usize, sizes: bool): T {
  const width: usize = sizeof<T>() == 4 ? 10 : 13, total: usize = 8 * sizeof<T>();
  const signBit = <K>1 << <K>(total - 1);
  let left = <u32>k, prefix: K = 0;
  // Digits end at bits 20, 10, 0, or 52, 39, 26, 13, 0.
  for (let shift: usize = sizeof<T>() == 4 ? 20 : 52, top = true; ; shift -= width, top = false) {
    memory.fill(counts, 0, 2 * DIGITS * 4);
    const mask = top ? <K>-1 : (<K>1 << <K>width) - 1;
    if (top) countAll<K>(x, n, counts, <K>shift, signBit, sizes);
    else countSome<T, K>(x, n, counts, <K>shift, <K>(shift + width), mask, prefix, signBit, sizes);
    let digit = DIGITS - 1;
    for (; digit > 0; digit--) {
      const here = load<u32>(counts + digit * 4) + load<u32>(counts + (digit + DIGITS) * 4);
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

/** Counts of the first digit. Neighbours go to two tables: one would wait for the other where they share a digit. */
function countAll<K>(x: usize, n: usize, counts: usize, shift: K, signBit: K, sizes: bool): void {
  const size = sizeof<K>(), second = counts + DIGITS * 4;
  let i: usize = 0;
  for (; i + 2 <= n; i += 2) {
    const a = counts + <usize>(keyOf<K>(load<K>(x + i * size), signBit, sizes) >> shift) * 4;
    store<u32>(a, load<u32>(a) + 1);
    const b = second + <usize>(keyOf<K>(load<K>(x + i * size, sizeof<K>()), signBit, sizes) >> shift) * 4;
    store<u32>(b, load<u32>(b) + 1);
  }
  if (i < n) {
    const a = counts + <usize>(keyOf<K>(load<K>(x + i * size), signBit, sizes) >> shift) * 4;
    store<u32>(a, load<u32>(a) + 1);
  }
}

/** Counts of a later digit, of keys whose digits above are `prefix`: whole vectors without one are passed over. */
function countSome<T, K>(
  x: usize, n: usize, counts: usize, shift: K, above: K, mask: K, prefix: K, signBit: K, sizes: bool,
): void {
  const size = sizeof<T>(), prefixes = v128.splat<K>(prefix), flips = v128.splat<K>(signBit);
  let i: usize = 0;
  for (; i < whole<T>(n); i += lanes<T>()) {
    const bits = v128.load(x + i * size);
    const signs = sizeof<T>() == 4 ? i32x4.shr_s(bits, 31) : i64x2.shr_s(bits, 63);
    const keys = sizes ? v128.andnot(bits, flips) : v128.xor(bits, v128.or(signs, flips));
    const heads = sizeof<T>() == 4 ? i32x4.shr_u(keys, <i32>above) : i64x2.shr_u(keys, <i32>above);
    let found = maskOf<T>(sizeof<T>() == 4 ? i32x4.eq(heads, prefixes) : i64x2.eq(heads, prefixes));
    for (; found != 0; found &= found - 1) {
      const key = keyOf<K>(load<K>(x + (i + <usize>ctz<u32>(found)) * size), signBit, sizes);
      const at = counts + <usize>(key >> shift & mask) * 4;
      store<u32>(at, load<u32>(at) + 1);
    }
  }
  for (; i < n; i++) {
    const key = keyOf<K>(load<K>(x + i * size), signBit, sizes);
    if (key >> above != prefix) continue;
    const at = counts + <usize>(key >> shift & mask) * 4;
    store<u32>(at, load<u32>(at) + 1);
  }
}

export function prox_kth_f32(x: usize, n: usize, k: usize, counts: usize, sizes: bool): f32 {
  return kth<f32, u32>(x, n, k, counts, sizes);
}
export function prox_kth_f64(x: usize, n: usize, k: usize, counts: usize, sizes: bool): f64 {
  return kth<f64, u64>(x, n, k, counts, sizes);
}
