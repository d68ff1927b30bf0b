// sum_j t(code_j) x_j by a table of the 256 pairs of numbers that a byte of two 4-bit codes stands for. For engines whose
// look-up by bytes checks its indices, as plain SIMD has to.

import { fma, sum } from "./lane";

/** Bytes of a table of pairs. */
export const PAIRS: usize = 2048;

/** out: PAIRS bytes; table: 16 numbers. Pair b is table[b & 15], table[b >> 4]. */
export function pairTable(out: usize, table: usize): void {
  for (let high: usize = 0; high < 16; high++) {
    const second = v128.load32_splat(table + high * 4);
    for (let low: usize = 0; low < 16; low += 4, out += 32) {
      const first = v128.load(table + low * 4);
      v128.store(out, v128.shuffle<u32>(first, second, 0, 4, 1, 5));
      v128.store(out, v128.shuffle<u32>(first, second, 2, 6, 3, 7), 16);
    }
  }
}

/** out: x, n elements, a multiple of 32, in the order in which pairSum meets them: j and j + 16 side by side. */
export function pairUp(out: usize, x: usize, n: usize): void {
  for (const end = x + n * 4; x < end; x += 64) {
    for (const half = x + 64; x < half; x += 16, out += 32) {
      const first = v128.load(x), second = v128.load(x, 64);
      v128.store(out, v128.shuffle<u32>(first, second, 0, 4, 1, 5));
      v128.store(out, v128.shuffle<u32>(first, second, 2, 6, 3, 7), 16);
    }
  }
}

/** sum_g scale_g sum_{j in g} t(code_j) x_j over n columns of 4-bit codes, a multiple of 32; scale 0: ones; x: of pairUp. */
export function pairSum(row: usize, pairs: usize, x: usize, n: usize, scale: usize, group: usize): f32 {
  let all: f32 = 0;
  for (let j: usize = 0; j < n;) {
    let s0 = f32x4.splat(0), s1 = s0;
    for (const end = min(n, j + group); j < end; j += 32) {
      const c = row + j / 2, at = x + j * 4;
      s0 = fma<f32>(two(pairs, c), v128.load(at), s0);
      s1 = fma<f32>(two(pairs, c + 2), v128.load(at, 16), s1);
      s0 = fma<f32>(two(pairs, c + 4), v128.load(at, 32), s0);
      s1 = fma<f32>(two(pairs, c + 6), v128.load(at, 48), s1);
      s0 = fma<f32>(two(pairs, c + 8), v128.load(at, 64), s0);
      s1 = fma<f32>(two(pairs, c + 10), v128.load(at, 80), s1);
      s0 = fma<f32>(two(pairs, c + 12), v128.load(at, 96), s0);
      s1 = fma<f32>(two(pairs, c + 14), v128.load(at, 112), s1);
    }
    const part = sum<f32>(f32x4.add(s0, s1));
    if (scale == 0) all += part;
    else {
      all += load<f32>(scale) * part;
      scale += 4;
    }
  }
  return all;
}

/** The two pairs of the two bytes at `at`. */
// @ts-ignore: decorator
@inline function two(pairs: usize, at: usize): v128 {
  const first = v128.load64_zero(pairs + (<usize>load<u8>(at) << 3));
  return v128.load64_lane(pairs + (<usize>load<u8>(at, 1) << 3), first, 1);
}
