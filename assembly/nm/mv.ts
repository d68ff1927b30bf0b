// y = alpha*A*x + beta*y with A in N:M form (see nm/compress).
// Where half of every 4 columns is kept, in f32, two entries choose from each vector of x: a look-up by byte finds them.

import { pickDot } from "../core/gather";
import { fma, lanes, sum, swizzle } from "../core/lane";
import { scal } from "../core/scal";
import { CHUNK, ROWS } from "./compress";

// Byte 0 of an index four times over, then byte 1, ...; the place in a group of 4; the four bytes of a number. In memory
// because V8 13 builds a constant vector anew at each use.
const SPREAD = memory.data<u8>([0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3]);
const PLACE = memory.data<u8>([3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3]);
const BYTES = memory.data<u8>([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]);

/** A: m x n; x: n; y: m, not read where beta = 0. half: two of each 4 columns are stored. */
function mv<T>(
  y: usize, starts: usize, indices: usize, values: usize, x: usize, m: usize, n: usize, half: bool, alpha: T, beta: T,
): void {
  const size = sizeof<T>();
  if (beta == 0) memory.fill(y, 0, m * size);
  else if (beta != 1) scal<T>(y, m, beta);
  for (let i: usize = 0; i < m; i += ROWS) {
    for (let c: usize = 0; c < n; c += CHUNK) {
      const groups = half && lanes<T>() == 4 ? min(CHUNK, n - c) / 8 : 0;
      for (let at = y + i * size, end = y + min(i + ROWS, m) * size; at < end; at += size, starts += 4) {
        const e = <usize>load<u32>(starts) + groups * 4, rest = <usize>load<u32>(starts, 4) - e;
        let total = pickDot<T, u8>(values + e * size, indices + e, x + c * size, rest);
        if (groups != 0) total += <T>halves(values + (e - groups * 4) * size, indices + e - groups * 4, x + c * size, groups);
        store<T>(at, load<T>(at) + alpha * total);
      }
    }
  }
}

/** The sum over `groups` groups of 8 columns, four entries each: two for each vector of x. */
function halves(values: usize, indices: usize, x: usize, groups: usize): f32 {
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

export function nm_mv_f32(
  y: usize, starts: usize, indices: usize, values: usize, x: usize, m: usize, n: usize, half: bool, alpha: f32, beta: f32,
): void { mv<f32>(y, starts, indices, values, x, m, n, half, alpha, beta); }
export function nm_mv_f64(
  y: usize, starts: usize, indices: usize, values: usize, x: usize, m: usize, n: usize, half: bool, alpha: f64, beta: f64,
): void { mv<f64>(y, starts, indices, values, x, m, n, half, alpha, beta); }
