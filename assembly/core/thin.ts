// C = alpha*op(A)*op(B) + beta*C where one of the three sizes is so small that a register tile would be mostly padding, or
// packing would cost more than the product: vectors, few rows, few columns, an outer product.

import { axpy, axpy4 } from "./axpy";
import { gemv } from "./gemv";
import { fma, sum, whole } from "./lane";
import { scal } from "./scal";
import { tgemv } from "./tgemv";
import { DEPTH } from "./tile";

/** Rows of C up to which B is read in place. */
const FLAT: usize = 6;

/** Columns of a strip: four rows of B and the rows of C stay in the first-level cache. */
const STRIP: usize = 512;

/** Columns of the tile of few columns. */
const SLIM: usize = 4;

/** Whether the product was done here; operands as in core/gemm. work: min(k, DEPTH) * SLIM elements. */
export function thin<T>(
  c: usize, a: usize, b: usize, work: usize, m: usize, n: usize, k: usize,
  ldc: usize, ra: usize, ca: usize, rb: usize, cb: usize, alpha: T, beta: T,
): bool {
  if (n == 1 && rb == 1 && ldc == 1) {
    if (ca == 1) gemv<T>(c, a, b, m, k, ra, alpha, beta);
    else tgemv<T>(c, a, b, k, m, ca, alpha, beta);
    return true;
  }
  if (m <= 2 && ca == 1 && cb != 1) {
    for (let i: usize = 0; i < m; i++) gemv<T>(c + i * ldc * sizeof<T>(), b, a + i * ra * sizeof<T>(), n, k, cb, alpha, beta);
    return true;
  }
  if (n <= SLIM && ca == 1 && m > FLAT) {
    slim<T>(c, a, b, work, m, n, k, ldc, ra, rb, cb, alpha, beta);
    return true;
  }
  if (cb == 1 && (k == 1 || m <= FLAT)) {
    flat<T>(c, a, b, m, n, k, ldc, ra, ca, rb, alpha, beta);
    return true;
  }
  return false;
}

/** Rows of C += multiples of rows of B, four at a time, strip by strip. */
function flat<T>(
  c: usize, a: usize, b: usize, m: usize, n: usize, k: usize, ldc: usize, ra: usize, ca: usize, rb: usize, alpha: T, beta: T,
): void {
  const size = sizeof<T>(), step = ca * size, quads = k & ~3;
  for (let j: usize = 0; j < n; j += STRIP) {
    const cols = min(STRIP, n - j);
    for (let p: usize = 0; p < quads; p += 4) {
      for (let i: usize = 0; i < m; i++) {
        const row = c + (i * ldc + j) * size, x = a + (i * ra + p * ca) * size;
        if (p == 0) start<T>(row, cols, beta);
        axpy4<T>(row, b + (p * rb + j) * size, rb, cols, alpha * load<T>(x), alpha * load<T>(x + step),
          alpha * load<T>(x + 2 * step), alpha * load<T>(x + 3 * step));
      }
    }
    for (let i: usize = 0; i < m; i++) {
      const row = c + (i * ldc + j) * size;
      if (quads == 0) start<T>(row, cols, beta);
      for (let p = quads; p < k; p++) axpy<T>(row, b + (p * rb + j) * size, cols, alpha * load<T>(a + (i * ra + p * ca) * size));
    }
  }
}

// @ts-ignore: decorator
@inline function start<T>(row: usize, n: usize, beta: T): void {
  if (beta == 0) memory.fill(row, 0, n * sizeof<T>());
  else if (beta != 1) scal<T>(row, n, beta);
}

/** Up to SLIM columns: rows of A, which lie along memory, by the columns of B, laid along `work`; DEPTH of k at a time. */
function slim<T>(
  c: usize, a: usize, b: usize, work: usize, m: usize, n: usize, k: usize,
  ldc: usize, ra: usize, rb: usize, cb: usize, alpha: T, beta: T,
): void {
  const size = sizeof<T>(), stride = ra * size, depth = min(k, DEPTH);
  memory.fill(work, 0, SLIM * depth * size);
  for (let p: usize = 0; p < k; p += DEPTH) {
    const kc = min(k - p, DEPTH), keep = p == 0 ? beta : <T>1;
    for (let j: usize = 0; j < n; j++) {
      for (let q: usize = 0; q < kc; q++) store<T>(work + (j * depth + q) * size, load<T>(b + ((p + q) * rb + j * cb) * size));
    }
    const from = a + p * size;
    let i: usize = 0;
    for (; i + 2 <= m; i += 2) pair<T>(c + i * ldc * size, ldc * size, from + i * stride, stride, work, depth, n, kc, alpha, keep);
    if (i < m) pair<T>(c + i * ldc * size, 0, from + i * stride, 0, work, depth, n, kc, alpha, keep);
  }
}

/** Two rows (the same one twice where the strides are 0) by SLIM columns, of which n are stored. */
function pair<T>(
  c: usize, next: usize, a: usize, stride: usize, b: usize, depth: usize, n: usize, k: usize, alpha: T, beta: T,
): void {
  const size = sizeof<T>(), b1 = b + depth * size, b2 = b1 + depth * size, b3 = b2 + depth * size, other = a + stride;
  let s0 = v128.splat<T>(0), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0;
  let at: usize = 0;
  for (const end = whole<T>(k) * size; at < end; at += 16) {
    const u = v128.load(a + at), v = v128.load(other + at);
    const x3 = v128.load(b3 + at);
    t3 = fma<T>(v, x3, t3); s3 = fma<T>(u, x3, s3);
    const x2 = v128.load(b2 + at);
    t2 = fma<T>(v, x2, t2); s2 = fma<T>(u, x2, s2);
    const x1 = v128.load(b1 + at);
    t1 = fma<T>(v, x1, t1); s1 = fma<T>(u, x1, s1);
    const x0 = v128.load(b + at);
    t0 = fma<T>(v, x0, t0); s0 = fma<T>(u, x0, s0);
  }
  put<T>(c, s0, a, b, at, k, alpha, beta);
  if (n > 1) put<T>(c + size, s1, a, b1, at, k, alpha, beta);
  if (n > 2) put<T>(c + 2 * size, s2, a, b2, at, k, alpha, beta);
  if (n > 3) put<T>(c + 3 * size, s3, a, b3, at, k, alpha, beta);
  if (next == 0) return;
  c += next;
  put<T>(c, t0, other, b, at, k, alpha, beta);
  if (n > 1) put<T>(c + size, t1, other, b1, at, k, alpha, beta);
  if (n > 2) put<T>(c + 2 * size, t2, other, b2, at, k, alpha, beta);
  if (n > 3) put<T>(c + 3 * size, t3, other, b3, at, k, alpha, beta);
}

/** One element of C, with the rest of its sum from `at` bytes on. */
function put<T>(c: usize, s: v128, a: usize, b: usize, at: usize, k: usize, alpha: T, beta: T): void {
  let total = sum<T>(s);
  for (; at < k * sizeof<T>(); at += sizeof<T>()) total += load<T>(a + at) * load<T>(b + at);
  store<T>(c, beta == 0 ? alpha * total : beta * load<T>(c) + alpha * total);
}
