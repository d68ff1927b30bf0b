// y = alpha*A*x + beta*y, rows at a time against one load of x. Long rows go by eight in the relaxed build: eight streams
// read memory at 0.86 of its bandwidth in f32 on Zen 3, four at 0.82. V8 11 gains nothing by it, short rows lose.

import { dot } from "./dot";
import { fma, floorTo, fused, lanes, sum, whole } from "./lane";

/** Elements of a row from which eight rows are faster than four. */
const LONG: usize = 512;

/** A: m x n, row-major, rows lda elements apart; x: n; y: m, not read where beta = 0. */
export function gemv<T>(y: usize, a: usize, x: usize, m: usize, n: usize, lda: usize, alpha: T, beta: T): void {
  const size = sizeof<T>(), stride = lda * size;
  let i: usize = 0;
  if (fused() && n >= LONG) {
    for (; i + 8 <= m; i += 8) eight<T>(y + i * size, a + i * stride, x, n, stride, alpha, beta);
  }
  for (; i + 4 <= m; i += 4) four<T>(y + i * size, a + i * stride, x, n, stride, alpha, beta);
  for (; i < m; i++) put<T>(y + i * size, alpha * dot<T>(a + i * stride, x, n), beta);
}

/** Four rows, a vector of each at a time. */
function four<T>(y: usize, a0: usize, x: usize, n: usize, stride: usize, alpha: T, beta: T): void {
  const size = sizeof<T>(), a1 = a0 + stride, a2 = a1 + stride, a3 = a2 + stride;
  let s0 = v128.splat<T>(0), s1 = s0, s2 = s0, s3 = s0;
  let j: usize = 0;
  for (; j < whole<T>(n); j += lanes<T>()) {
    const at = j * size, v = v128.load(x + at);
    s0 = fma<T>(v128.load(a0 + at), v, s0);
    s1 = fma<T>(v128.load(a1 + at), v, s1);
    s2 = fma<T>(v128.load(a2 + at), v, s2);
    s3 = fma<T>(v128.load(a3 + at), v, s3);
  }
  let t0 = sum<T>(s0), t1 = sum<T>(s1), t2 = sum<T>(s2), t3 = sum<T>(s3);
  for (; j < n; j++) {
    const at = j * size, v = load<T>(x + at);
    t0 += load<T>(a0 + at) * v;
    t1 += load<T>(a1 + at) * v;
    t2 += load<T>(a2 + at) * v;
    t3 += load<T>(a3 + at) * v;
  }
  put<T>(y, alpha * t0, beta);
  put<T>(y + size, alpha * t1, beta);
  put<T>(y + 2 * size, alpha * t2, beta);
  put<T>(y + 3 * size, alpha * t3, beta);
}

/** Eight rows, two vectors of each at a time. */
function eight<T>(y: usize, a0: usize, x: usize, n: usize, stride: usize, alpha: T, beta: T): void {
  const size = sizeof<T>(), pairs = floorTo(n, 2 * lanes<T>()) * size;
  const a1 = a0 + stride, a2 = a1 + stride, a3 = a2 + stride, a4 = a3 + stride, a5 = a4 + stride, a6 = a5 + stride, a7 = a6 + stride;
  let s0 = v128.splat<T>(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
  let at: usize = 0;
  for (; at < pairs; at += 32) {
    const v = v128.load(x + at), w = v128.load(x + at, 16);
    s7 = two<T>(a7 + at, v, w, s7);
    s6 = two<T>(a6 + at, v, w, s6);
    s5 = two<T>(a5 + at, v, w, s5);
    s4 = two<T>(a4 + at, v, w, s4);
    s3 = two<T>(a3 + at, v, w, s3);
    s2 = two<T>(a2 + at, v, w, s2);
    s1 = two<T>(a1 + at, v, w, s1);
    s0 = two<T>(a0 + at, v, w, s0);
  }
  if (at + 16 <= n * size) {
    const v = v128.load(x + at);
    s7 = fma<T>(v128.load(a7 + at), v, s7); s6 = fma<T>(v128.load(a6 + at), v, s6);
    s5 = fma<T>(v128.load(a5 + at), v, s5); s4 = fma<T>(v128.load(a4 + at), v, s4);
    s3 = fma<T>(v128.load(a3 + at), v, s3); s2 = fma<T>(v128.load(a2 + at), v, s2);
    s1 = fma<T>(v128.load(a1 + at), v, s1); s0 = fma<T>(v128.load(a0 + at), v, s0);
    at += 16;
  }
  row<T>(y, a0, x, s0, at, n, alpha, beta);
  row<T>(y + size, a1, x, s1, at, n, alpha, beta);
  row<T>(y + 2 * size, a2, x, s2, at, n, alpha, beta);
  row<T>(y + 3 * size, a3, x, s3, at, n, alpha, beta);
  row<T>(y + 4 * size, a4, x, s4, at, n, alpha, beta);
  row<T>(y + 5 * size, a5, x, s5, at, n, alpha, beta);
  row<T>(y + 6 * size, a6, x, s6, at, n, alpha, beta);
  row<T>(y + 7 * size, a7, x, s7, at, n, alpha, beta);
}

// @ts-ignore: decorator
@inline function two<T>(a: usize, v: v128, w: v128, s: v128): v128 {
  return fma<T>(v128.load(a, 16), w, fma<T>(v128.load(a), v, s));
}

/** The rest of one row, from `at` bytes on, and its element of y. */
function row<T>(y: usize, a: usize, x: usize, s: v128, at: usize, n: usize, alpha: T, beta: T): void {
  let total = sum<T>(s);
  for (let p = at; p < n * sizeof<T>(); p += sizeof<T>()) total += load<T>(a + p) * load<T>(x + p);
  put<T>(y, alpha * total, beta);
}

// @ts-ignore: decorator
@inline function put<T>(y: usize, value: T, beta: T): void {
  store<T>(y, beta == 0 ? value : beta * load<T>(y) + value);
}
