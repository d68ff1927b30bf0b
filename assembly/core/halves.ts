// sum_e v_e x_(j_e) where half of every 4 columns is kept, in f32: two entries choose from each vector of x, which a look-up by
// byte finds.

import { fma, sum, swizzle } from "./lane";

// Byte 0 of an index four times over, then byte 1, ...; the place in a group of 4; the four bytes of a number. In memory
// because V8 13 builds a constant vector anew at each use.
const SPREAD = memory.data<u8>([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]);
const PLACE = memory.data<u8>([3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]);
const BYTES = memory.data<u8>([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]);

/** The sum over `groups` groups of 8 columns, four entries each: two for each vector of x. */
export function halves(values: usize, indices: usize, x: usize, groups: usize): f32 {
  const spread = v128.load(SPREAD), place = v128.load(PLACE), bytes = v128.load(BYTES);
  let s0 = f32x4.splat(0), s1 = s0;
  const end = indices + groups * 4;
  for (; indices + 8 <= end; indices += 8, values += 32, x += 64) {
    const p = look(v128.load32_zero(indices), spread, place, bytes);
    s0 = fma<f32>(v128.load(values), choose(v128.load(x), v128.load(x, 16), p), s0);
    const q = look(v128.load32_zero(indices, 4), spread, place, bytes);
    s1 = fma<f32>(v128.load(values, 16), choose(v128.load(x, 32), v128.load(x, 48), q), s1);
  }
  if (indices < end) {
    const p = look(v128.load32_zero(indices), spread, place, bytes);
    s0 = fma<f32>(v128.load(values), choose(v128.load(x), v128.load(x, 16), p), s0);
  }
  return sum<f32>(f32x4.add(s0, s1));
}

/** Which bytes of a vector make the numbers that four indices name. */
// @ts-ignore: decorator
@inline function look(index: v128, spread: v128, place: v128, bytes: v128): v128 {
  return v128.or(i16x8.shl(v128.and(swizzle(index, spread), place), 2), bytes);
}

/** Two numbers of `low`, then two of `high`. */
// @ts-ignore: decorator
@inline function choose(low: v128, high: v128, at: v128): v128 {
  return v128.shuffle<u64>(swizzle(low, at), swizzle(high, at), 0, 3);
}
