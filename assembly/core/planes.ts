// Interleaved complex numbers to two planes and back, by rows of a part of a matrix: z = re + i im.

import { lanes, whole } from "./lane";

/** The even elements of two vectors: the real parts. */
// @ts-ignore: decorator
@inline export function evens<T>(a: v128, b: v128): v128 {
  return sizeof<T>() == 4 ? v128.shuffle<u32>(a, b, 0, 2, 4, 6) : v128.shuffle<u64>(a, b, 0, 2);
}

/** The odd elements: the imaginary parts. */
// @ts-ignore: decorator
@inline export function odds<T>(a: v128, b: v128): v128 {
  return sizeof<T>() == 4 ? v128.shuffle<u32>(a, b, 1, 3, 5, 7) : v128.shuffle<u64>(a, b, 1, 3);
}

/** The first halves of two vectors, element by element in turn. */
// @ts-ignore: decorator
@inline export function lows<T>(a: v128, b: v128): v128 {
  return sizeof<T>() == 4 ? v128.shuffle<u32>(a, b, 0, 4, 1, 5) : v128.shuffle<u64>(a, b, 0, 2);
}

/** The second halves. */
// @ts-ignore: decorator
@inline export function highs<T>(a: v128, b: v128): v128 {
  return sizeof<T>() == 4 ? v128.shuffle<u32>(a, b, 2, 6, 3, 7) : v128.shuffle<u64>(a, b, 1, 3);
}

/**
 * x: `rows` rows of `width` complex numbers, ld apart; out: their real parts without gaps, and h bytes further on their
 * imaginary parts times `sign`.
 */
export function split<T>(out: usize, x: usize, h: usize, rows: usize, width: usize, ld: usize, sign: T): void {
  const size = sizeof<T>(), signs = v128.splat<T>(sign);
  for (; rows > 0; rows--, x += 2 * ld * size) {
    let z = x;
    const fast = out + whole<T>(width) * size, end = out + width * size;
    for (; out < fast; out += 16, z += 32) {
      const a = v128.load(z), b = v128.load(z, 16);
      v128.store(out, evens<T>(a, b));
      v128.store(out + h, v128.mul<T>(signs, odds<T>(a, b)));
    }
    for (; out < end; out += size, z += 2 * size) {
      store<T>(out, load<T>(z));
      store<T>(out + h, sign * load<T>(z, sizeof<T>()));
    }
  }
}

/** The way back: real parts times `re`, imaginary parts times `im`. */
export function join<T>(out: usize, x: usize, h: usize, rows: usize, width: usize, ld: usize, re: T, im: T): void {
  const size = sizeof<T>(), res = v128.splat<T>(re), ims = v128.splat<T>(im);
  for (; rows > 0; rows--, out += 2 * ld * size) {
    let z = out;
    const fast = x + whole<T>(width) * size, end = x + width * size;
    for (; x < fast; x += 16, z += 32) {
      const a = v128.mul<T>(res, v128.load(x)), b = v128.mul<T>(ims, v128.load(x + h));
      v128.store(z, lows<T>(a, b));
      v128.store(z, highs<T>(a, b), 16);
    }
    for (; x < end; x += size, z += 2 * size) {
      store<T>(z, re * load<T>(x));
      store<T>(z, im * load<T>(x + h), sizeof<T>());
    }
  }
}
