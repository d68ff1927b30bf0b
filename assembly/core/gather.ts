// Sums over stored entries, each a value and the number of what it multiplies: an element of x, or a row of a panel of X.

import { fma, fused, lanes, sum } from "./lane";

/** sum_e values[e] * x[indices[e]] over n entries. I: the type of the indices. */
export function pickDot<T, I>(values: usize, indices: usize, x: usize, n: usize): T {
  const w = lanes<T>(), step = w + w;
  let s0 = v128.splat<T>(0), s1 = s0;
  let e: usize = 0;
  for (; e + step <= n; e += step) {
    const v = values + e * sizeof<T>(), j = indices + e * sizeof<I>();
    s0 = fma<T>(v128.load(v), pick<T, I>(x, j), s0);
    s1 = fma<T>(v128.load(v, 16), pick<T, I>(x, j + w * sizeof<I>()), s1);
  }
  let total = sum<T>(v128.add<T>(s0, s1));
  for (; e < n; e++) total += load<T>(values + e * sizeof<T>()) * load<T>(x + (<usize>load<I>(indices + e * sizeof<I>()) << alignof<T>()));
  return total;
}

/** The elements of x that lanes<T>() indices name. Loading lanes takes 0.7 of the time of loading and adding scalars. */
// @ts-ignore: decorator
@inline function pick<T, I>(x: usize, j: usize): v128 {
  const shift = alignof<T>();
  let v = v128.load_zero<T>(x + (<usize>load<I>(j) << shift));
  v = v128.load_lane<T>(x + (<usize>load<I>(j, sizeof<I>()) << shift), v, 1);
  if (lanes<T>() == 4) {
    v = v128.load_lane<T>(x + (<usize>load<I>(j, 2 * sizeof<I>()) << shift), v, 2);
    v = v128.load_lane<T>(x + (<usize>load<I>(j, 3 * sizeof<I>()) << shift), v, 3);
  }
  return v;
}

/** Vectors of a wide panel, and of a narrow one. */
export const WIDE: usize = 8, NARROW: usize = 4;

/**
 * y = alpha * sum_e values[e] * x[indices[e]] + beta*y over n entries, where y and each row of x are WIDE vectors long; y
 * is not read where beta = 0.
 *
 * V8 11 puts all loads of a stretch of code before its sums, and spills one of eight sums for them. So in the simd build a
 * test that never holds parts the loop in two: 0.74 of peak against 0.42 (V8 11, first-level cache). V8 13 needs no test.
 */
export function wide<T, I>(y: usize, values: usize, indices: usize, x: usize, n: usize, alpha: T, beta: T): void {
  let c0 = v128.splat<T>(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
  for (const end = values + n * sizeof<T>(); values < end; values += sizeof<T>(), indices += sizeof<I>()) {
    const p = x + (<usize>load<I>(indices) << 7), a = v128.load_splat<T>(values);
    c0 = fma<T>(a, v128.load(p), c0);
    c1 = fma<T>(a, v128.load(p, 16), c1);
    c2 = fma<T>(a, v128.load(p, 32), c2);
    c3 = fma<T>(a, v128.load(p, 48), c3);
    if (!fused() && values >= end) break;
    c4 = fma<T>(a, v128.load(p, 64), c4);
    c5 = fma<T>(a, v128.load(p, 80), c5);
    c6 = fma<T>(a, v128.load(p, 96), c6);
    c7 = fma<T>(a, v128.load(p, 112), c7);
  }
  four<T>(y, c0, c1, c2, c3, alpha, beta);
  four<T>(y + 64, c4, c5, c6, c7, alpha, beta);
}

/** As `wide`, for rows of NARROW vectors. */
export function narrow<T, I>(y: usize, values: usize, indices: usize, x: usize, n: usize, alpha: T, beta: T): void {
  let c0 = v128.splat<T>(0), c1 = c0, c2 = c0, c3 = c0;
  for (const end = values + n * sizeof<T>(); values < end; values += sizeof<T>(), indices += sizeof<I>()) {
    const p = x + (<usize>load<I>(indices) << 6), a = v128.load_splat<T>(values);
    c0 = fma<T>(a, v128.load(p), c0);
    c1 = fma<T>(a, v128.load(p, 16), c1);
    c2 = fma<T>(a, v128.load(p, 32), c2);
    c3 = fma<T>(a, v128.load(p, 48), c3);
  }
  four<T>(y, c0, c1, c2, c3, alpha, beta);
}

// @ts-ignore: decorator
@inline function four<T>(y: usize, c0: v128, c1: v128, c2: v128, c3: v128, alpha: T, beta: T): void {
  const a = v128.splat<T>(alpha), b = v128.splat<T>(beta);
  c0 = v128.mul<T>(a, c0); c1 = v128.mul<T>(a, c1); c2 = v128.mul<T>(a, c2); c3 = v128.mul<T>(a, c3);
  if (beta != 0) {
    c0 = fma<T>(b, v128.load(y), c0);
    c1 = fma<T>(b, v128.load(y, 16), c1);
    c2 = fma<T>(b, v128.load(y, 32), c2);
    c3 = fma<T>(b, v128.load(y, 48), c3);
  }
  v128.store(y, c0); v128.store(y, c1, 16); v128.store(y, c2, 32); v128.store(y, c3, 48);
}

/** y[indices[e]] += values[e] * scale over n entries. */
export function scatter<T, I>(y: usize, values: usize, indices: usize, n: usize, scale: T): void {
  for (const end = values + n * sizeof<T>(); values < end; values += sizeof<T>(), indices += sizeof<I>()) {
    const at = y + (<usize>load<I>(indices) << alignof<T>());
    store<T>(at, load<T>(at) + load<T>(values) * scale);
  }
}
