// z w to two planes: the real parts at y, the imaginary ones h bytes further on.
// All passes work on such planes, in which a product with i costs nothing and no lane moves.

import { fma, nfma } from "./lane";

/** Stores z w, with w = (cos, sin) at `w`, or z itself where it is not `turned` (known when compiled). */
// @ts-ignore: decorator
@inline export function put<T>(y: usize, h: usize, re: v128, im: v128, w: usize, turned: bool): void {
  if (turned) {
    const c = v128.load_splat<T>(w), s = v128.load_splat<T>(w, sizeof<T>());
    v128.store(y, nfma<T>(im, s, v128.mul<T>(re, c)));
    v128.store(y + h, fma<T>(re, s, v128.mul<T>(im, c)));
  } else {
    v128.store(y, re);
    v128.store(y + h, im);
  }
}

/** Where the last vector of a run of `block` bytes starts: the one before it may overlap it. */
// @ts-ignore: decorator
@inline export function lastOf(block: usize): usize { return block > 16 ? block - 16 : 0; }

/**
 * Bytes from one plane of n elements to the next. A run shorter than a vector is stored whole, over what is stored after it,
 * so there is a vector more; and 2 KB and a line, without which the planes of a power of two share the sets of the
 * first-level cache: half the speed.
 */
// @ts-ignore: decorator
@inline export function planeOf<T>(n: usize): usize { return ((n * sizeof<T>() + 31) & ~(<usize>15)) + 2112; }
