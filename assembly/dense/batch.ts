// C_b = alpha*A_b*B_b + beta*C_b for many small matrices that lie one after the other: nothing is packed, as all of a
// product is in the first-level cache; tiles of four rows and two vectors, then one vector, of columns stay in registers.

import { fma, lanes, loadPart, storePart } from "../core/lane";

/** A_b: m x k, B_b: k x n, C_b: m x n, `count` of each, without gaps. C is not read where beta = 0. */
function batch<T>(c: usize, a: usize, b: usize, count: usize, m: usize, n: usize, k: usize, alpha: T, beta: T): void {
  const size = sizeof<T>(), w = lanes<T>(), end = b + count * k * n * size;
  for (; count > 0; count--, a += m * k * size, b += k * n * size, c += m * n * size) {
    let j: usize = 0;
    for (; j + 2 * w <= n; j += 2 * w) {
      let i: usize = 0;
      for (; i + 4 <= m; i += 4) wide<T>(c + (i * n + j) * size, a + i * k * size, b + j * size, n, k, alpha, beta);
      for (; i < m; i++) row<T>(c + (i * n + j) * size, a + i * k * size, b + j * size, n, k, alpha, beta);
    }
    for (; j < n; j += w) {
      const live = min(w, n - j);
      let i: usize = 0;
      for (; i + 4 <= m; i += 4) narrow<T>(c + (i * n + j) * size, a + i * k * size, b + j * size, n, k, live, end, alpha, beta);
      for (; i < m; i++) single<T>(c + (i * n + j) * size, a + i * k * size, b + j * size, n, k, live, end, alpha, beta);
    }
  }
}

/** Four rows, two vectors of columns. */
function wide<T>(c: usize, a: usize, b: usize, n: usize, k: usize, alpha: T, beta: T): void {
  const size = sizeof<T>(), stride = n * size, a1 = a + k * size, a2 = a1 + k * size, a3 = a2 + k * size;
  let c00 = v128.splat<T>(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  for (let p: usize = 0, last = k * size; p < last; p += size, b += stride) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    const v0 = v128.load_splat<T>(a + p), v1 = v128.load_splat<T>(a1 + p);
    c00 = fma<T>(v0, b0, c00); c01 = fma<T>(v0, b1, c01);
    c10 = fma<T>(v1, b0, c10); c11 = fma<T>(v1, b1, c11);
    const v2 = v128.load_splat<T>(a2 + p), v3 = v128.load_splat<T>(a3 + p);
    c20 = fma<T>(v2, b0, c20); c21 = fma<T>(v2, b1, c21);
    c30 = fma<T>(v3, b0, c30); c31 = fma<T>(v3, b1, c31);
  }
  put<T>(c, c00, alpha, beta); put<T>(c + 16, c01, alpha, beta); c += stride;
  put<T>(c, c10, alpha, beta); put<T>(c + 16, c11, alpha, beta); c += stride;
  put<T>(c, c20, alpha, beta); put<T>(c + 16, c21, alpha, beta); c += stride;
  put<T>(c, c30, alpha, beta); put<T>(c + 16, c31, alpha, beta);
}

/** One row, two vectors of columns. */
function row<T>(c: usize, a: usize, b: usize, n: usize, k: usize, alpha: T, beta: T): void {
  const size = sizeof<T>();
  let c0 = v128.splat<T>(0), c1 = c0;
  for (const last = a + k * size; a < last; a += size, b += n * size) {
    const v = v128.load_splat<T>(a);
    c0 = fma<T>(v, v128.load(b), c0);
    c1 = fma<T>(v, v128.load(b, 16), c1);
  }
  put<T>(c, c0, alpha, beta);
  put<T>(c + 16, c1, alpha, beta);
}

/** Four rows, one vector of which `live` lanes are columns. end: the end of all of B. */
function narrow<T>(
  c: usize, a: usize, b: usize, n: usize, k: usize, live: usize, end: usize, alpha: T, beta: T,
): void {
  const size = sizeof<T>(), stride = n * size, a1 = a + k * size, a2 = a1 + k * size, a3 = a2 + k * size;
  let c0 = v128.splat<T>(0), c1 = c0, c2 = c0, c3 = c0;
  for (let p: usize = 0, last = k * size; p < last; p += size, b += stride) {
    const v = reach<T>(b, live, end);
    c0 = fma<T>(v128.load_splat<T>(a + p), v, c0);
    c1 = fma<T>(v128.load_splat<T>(a1 + p), v, c1);
    c2 = fma<T>(v128.load_splat<T>(a2 + p), v, c2);
    c3 = fma<T>(v128.load_splat<T>(a3 + p), v, c3);
  }
  putPart<T>(c, c0, live, alpha, beta);
  putPart<T>(c + stride, c1, live, alpha, beta);
  putPart<T>(c + 2 * stride, c2, live, alpha, beta);
  putPart<T>(c + 3 * stride, c3, live, alpha, beta);
}

/** One row, one vector of which `live` lanes are columns. */
function single<T>(
  c: usize, a: usize, b: usize, n: usize, k: usize, live: usize, end: usize, alpha: T, beta: T,
): void {
  const size = sizeof<T>();
  let sum = v128.splat<T>(0);
  for (const last = a + k * size; a < last; a += size, b += n * size) {
    sum = fma<T>(v128.load_splat<T>(a), reach<T>(b, live, end), sum);
  }
  putPart<T>(c, sum, live, alpha, beta);
}

/** A vector of B whose lanes past `live` are of no account: what follows in B, but never what follows all of B. */
// @ts-ignore: decorator
@inline function reach<T>(b: usize, live: usize, end: usize): v128 {
  return b + 16 <= end ? v128.load(b) : loadPart<T>(b, live);
}

// @ts-ignore: decorator
@inline function put<T>(c: usize, total: v128, alpha: T, beta: T): void {
  const scaled = v128.mul<T>(v128.splat<T>(alpha), total);
  v128.store(c, beta == 0 ? scaled : fma<T>(v128.splat<T>(beta), v128.load(c), scaled));
}

// @ts-ignore: decorator
@inline function putPart<T>(c: usize, total: v128, live: usize, alpha: T, beta: T): void {
  if (live == lanes<T>()) return put<T>(c, total, alpha, beta);
  const scaled = v128.mul<T>(v128.splat<T>(alpha), total);
  storePart<T>(c, beta == 0 ? scaled : fma<T>(v128.splat<T>(beta), loadPart<T>(c, live), scaled), live);
}

export function dense_batch_f32(
  c: usize, a: usize, b: usize, count: usize, m: usize, n: usize, k: usize, alpha: f32, beta: f32,
): void { batch<f32>(c, a, b, count, m, n, k, alpha, beta); }
export function dense_batch_f64(
  c: usize, a: usize, b: usize, count: usize, m: usize, n: usize, k: usize, alpha: f64, beta: f64,
): void { batch<f64>(c, a, b, count, m, n, k, alpha, beta); }
