// sum_j t(code_j) x_j by a table of the 256 pairs of numbers that a byte of two 4-bit codes stands for. For f64, and in f32 for
// engines whose look-up by bytes checks its indices, as plain SIMD has to.

import { fma, lanes, sum } from "./lane";

/** Bytes of a table of pairs. */
// @ts-ignore: decorator
@inline export function pairBytes<T>(): usize { return 512 * sizeof<T>(); }

/** out: pairBytes; table: 16 numbers. Pair b is table[b & 15], table[b >> 4]. */
export function pairTable<T>(out: usize, table: usize): void {
  for (let high: usize = 0; high < 16; high++) {
    const second = v128.load_splat<T>(table + high * sizeof<T>());
    for (let low: usize = 0; low < 16; low += lanes<T>(), out += 32) side<T>(out, v128.load(table + low * sizeof<T>()), second);
  }
}

/** out: x, n elements, a multiple of 32, in the order in which pairSum meets them: j and j + 16 side by side. */
export function pairUp<T>(out: usize, x: usize, n: usize): void {
  for (const end = x + n * sizeof<T>(); x < end; x += 16 * sizeof<T>()) {
    for (const half = x + 16 * sizeof<T>(); x < half; x += 16, out += 32) {
      side<T>(out, v128.load(x), v128.load(x, 16 * sizeof<T>()));
    }
  }
}

/** The elements of a and b side by side. */
// @ts-ignore: decorator
@inline function side<T>(out: usize, a: v128, b: v128): void {
  v128.store(out, sizeof<T>() == 4 ? v128.shuffle<u32>(a, b, 0, 4, 1, 5) : v128.shuffle<u64>(a, b, 0, 2));
  v128.store(out, sizeof<T>() == 4 ? v128.shuffle<u32>(a, b, 2, 6, 3, 7) : v128.shuffle<u64>(a, b, 1, 3), 16);
}

/** sum_g scale_g sum_{j in g} t(code_j) x_j over n columns of 4-bit codes, a multiple of 32; scale 0: ones; x: of pairUp. */
export function pairSum<T>(row: usize, pairs: usize, x: usize, n: usize, scale: usize, group: usize): T {
  const size = sizeof<T>();
  let all: T = 0;
  for (let j: usize = 0; j < n;) {
    let s0 = v128.splat<T>(0), s1 = s0;
    for (const end = min(n, j + group); j < end; j += 8 * lanes<T>()) {
      const c = row + j / 2, at = x + j * size;
      s0 = fma<T>(some<T>(pairs, c), v128.load(at), s0);
      s1 = fma<T>(some<T>(pairs, c + 8 / size), v128.load(at, 16), s1);
      s0 = fma<T>(some<T>(pairs, c + 16 / size), v128.load(at, 32), s0);
      s1 = fma<T>(some<T>(pairs, c + 24 / size), v128.load(at, 48), s1);
      s0 = fma<T>(some<T>(pairs, c + 32 / size), v128.load(at, 64), s0);
      s1 = fma<T>(some<T>(pairs, c + 40 / size), v128.load(at, 80), s1);
      s0 = fma<T>(some<T>(pairs, c + 48 / size), v128.load(at, 96), s0);
      s1 = fma<T>(some<T>(pairs, c + 56 / size), v128.load(at, 112), s1);
    }
    const part = sum<T>(v128.add<T>(s0, s1));
    if (scale == 0) all += part;
    else {
      all += load<T>(scale) * part;
      scale += size;
    }
  }
  return all;
}

/** A vector of what the bytes at `at` stand for: two pairs in f32, one in f64. */
// @ts-ignore: decorator
@inline function some<T>(pairs: usize, at: usize): v128 {
  if (sizeof<T>() == 8) return v128.load(pairs + (<usize>load<u8>(at) << 4));
  return v128.load64_lane(pairs + (<usize>load<u8>(at, 1) << 3), v128.load64_zero(pairs + (<usize>load<u8>(at) << 3)), 1);
}
