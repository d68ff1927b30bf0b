// Y = f(alpha*A*X + beta*Y + bias) with A in compressed sparse rows, X and Y row-major.
// Columns of X are taken in strips of 8, then 2, then 1 vectors, whose sums stay in registers for a whole row of A;
// in the narrow strips four stored entries are in flight at once, so that no add waits for the one before it.
// A wide strip of an X with more columns is first copied together: read in place, its rows share few cache sets.

import { mv } from "../core/csrmv";
import { epilogue } from "../core/epilogue";
import { fma, lanes } from "../core/lane";

/**
 * A: m x n; X: n x k, rows ldx apart; Y: m x k, rows ldy apart, not read where beta = 0.
 * work: n * 8 * lanes elements. bias, perRow, activation: see core/epilogue.
 */
function mm<T>(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, work: usize, m: usize, n: usize, k: usize,
  ldx: usize, ldy: usize, alpha: T, beta: T, bias: usize, perRow: bool, activation: usize,
): void {
  const w = lanes<T>(), size = sizeof<T>();
  let j: usize = 0;
  if (k == 1 && ldx == 1 && ldy == 1) mv<T>(y, indptr, indices, values, x, m, alpha, beta), j = 1;
  for (; j + 8 * w <= k; j += 8 * w) {
    let strip = x + j * size;
    if (ldx != 8 * w) {
      gather(work, strip, n, ldx * size);
      strip = work;
    }
    wide<T>(y + j * size, indptr, indices, values, strip, m, ldy, alpha, beta);
  }
  for (; j + 2 * w <= k; j += 2 * w) narrow<T>(y + j * size, indptr, indices, values, x + j * size, m, ldx, ldy, alpha, beta);
  for (; j + w <= k; j += w) single<T>(y + j * size, indptr, indices, values, x + j * size, m, ldx, ldy, alpha, beta);
  for (; j < k; j++) scalar<T>(y + j * size, indptr, indices, values, x + j * size, m, ldx, ldy, alpha, beta);
  epilogue<T>(y, m, k, ldy, bias, activation, perRow);
}

/** Copies n rows of eight vectors, `stride` bytes apart, together. */
function gather(out: usize, x: usize, n: usize, stride: usize): void {
  for (let i: usize = 0; i < n; i++) {
    v128.store(out, v128.load(x));
    v128.store(out, v128.load(x, 16), 16);
    v128.store(out, v128.load(x, 32), 32);
    v128.store(out, v128.load(x, 48), 48);
    v128.store(out, v128.load(x, 64), 64);
    v128.store(out, v128.load(x, 80), 80);
    v128.store(out, v128.load(x, 96), 96);
    v128.store(out, v128.load(x, 112), 112);
    out += 128;
    x += stride;
  }
}

/** Eight vectors of columns, all that the rows of x hold. */
function wide<T>(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, m: usize, ldy: usize, alpha: T, beta: T,
): void {
  for (let i: usize = 0; i < m; i++) {
    let c0 = v128.splat<T>(0), c1 = c0, c2 = c0, c3 = c0, c4 = c0, c5 = c0, c6 = c0, c7 = c0;
    const start: usize = load<u32>(indptr + i * 4), end = indices + (<usize>load<u32>(indptr + i * 4, 4) << 2);
    let value = values + start * sizeof<T>();
    for (let index = indices + start * 4; index < end; index += 4) {
      const a = v128.load_splat<T>(value), row = x + (<usize>load<u32>(index) << 7);
      value += sizeof<T>();
      c7 = fma<T>(a, v128.load(row, 112), c7);
      c6 = fma<T>(a, v128.load(row, 96), c6);
      c5 = fma<T>(a, v128.load(row, 80), c5);
      c4 = fma<T>(a, v128.load(row, 64), c4);
      c3 = fma<T>(a, v128.load(row, 48), c3);
      c2 = fma<T>(a, v128.load(row, 32), c2);
      c1 = fma<T>(a, v128.load(row, 16), c1);
      c0 = fma<T>(a, v128.load(row), c0);
    }
    const out = y + i * ldy * sizeof<T>();
    put<T>(out, c0, alpha, beta);
    put<T>(out + 16, c1, alpha, beta);
    put<T>(out + 32, c2, alpha, beta);
    put<T>(out + 48, c3, alpha, beta);
    put<T>(out + 64, c4, alpha, beta);
    put<T>(out + 80, c5, alpha, beta);
    put<T>(out + 96, c6, alpha, beta);
    put<T>(out + 112, c7, alpha, beta);
  }
}

/** Two vectors of columns, four stored entries at a time. */
function narrow<T>(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, m: usize, ldx: usize, ldy: usize, alpha: T, beta: T,
): void {
  const size = sizeof<T>(), stride = ldx * size;
  for (let i: usize = 0; i < m; i++) {
    let a0 = v128.splat<T>(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
    let p: usize = load<u32>(indptr + i * 4);
    const end: usize = load<u32>(indptr + i * 4, 4);
    for (; p + 4 <= end; p += 4) {
      const v = values + p * size, q = indices + p * 4;
      const r0 = x + <usize>load<u32>(q) * stride, v0 = v128.load_splat<T>(v);
      a0 = fma<T>(v0, v128.load(r0), a0);
      a1 = fma<T>(v0, v128.load(r0, 16), a1);
      const r1 = x + <usize>load<u32>(q, 4) * stride, v1 = v128.load_splat<T>(v, sizeof<T>());
      b0 = fma<T>(v1, v128.load(r1), b0);
      b1 = fma<T>(v1, v128.load(r1, 16), b1);
      const r2 = x + <usize>load<u32>(q, 8) * stride, v2 = v128.load_splat<T>(v, 2 * sizeof<T>());
      c0 = fma<T>(v2, v128.load(r2), c0);
      c1 = fma<T>(v2, v128.load(r2, 16), c1);
      const r3 = x + <usize>load<u32>(q, 12) * stride, v3 = v128.load_splat<T>(v, 3 * sizeof<T>());
      d0 = fma<T>(v3, v128.load(r3), d0);
      d1 = fma<T>(v3, v128.load(r3, 16), d1);
    }
    for (; p < end; p++) {
      const r = x + <usize>load<u32>(indices + p * 4) * stride, v = v128.load_splat<T>(values + p * size);
      a0 = fma<T>(v, v128.load(r), a0);
      a1 = fma<T>(v, v128.load(r, 16), a1);
    }
    const out = y + i * ldy * size;
    put<T>(out, v128.add<T>(v128.add<T>(a0, b0), v128.add<T>(c0, d0)), alpha, beta);
    put<T>(out + 16, v128.add<T>(v128.add<T>(a1, b1), v128.add<T>(c1, d1)), alpha, beta);
  }
}

/** One vector of columns. */
function single<T>(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, m: usize, ldx: usize, ldy: usize, alpha: T, beta: T,
): void {
  const size = sizeof<T>(), stride = ldx * size;
  for (let i: usize = 0; i < m; i++) {
    let s0 = v128.splat<T>(0), s1 = s0;
    let p: usize = load<u32>(indptr + i * 4);
    const end: usize = load<u32>(indptr + i * 4, 4);
    for (; p + 2 <= end; p += 2) {
      const q = indices + p * 4, v = values + p * size;
      s0 = fma<T>(v128.load_splat<T>(v), v128.load(x + <usize>load<u32>(q) * stride), s0);
      s1 = fma<T>(v128.load_splat<T>(v, sizeof<T>()), v128.load(x + <usize>load<u32>(q, 4) * stride), s1);
    }
    if (p < end) {
      const row = x + <usize>load<u32>(indices + p * 4) * stride;
      s0 = fma<T>(v128.load_splat<T>(values + p * size), v128.load(row), s0);
    }
    put<T>(y + i * ldy * size, v128.add<T>(s0, s1), alpha, beta);
  }
}

/** One column. */
function scalar<T>(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, m: usize, ldx: usize, ldy: usize, alpha: T, beta: T,
): void {
  const size = sizeof<T>();
  for (let i: usize = 0; i < m; i++) {
    let total: T = 0;
    const end: usize = load<u32>(indptr + i * 4, 4);
    for (let p: usize = load<u32>(indptr + i * 4); p < end; p++) {
      total += load<T>(values + p * size) * load<T>(x + <usize>load<u32>(indices + p * 4) * ldx * size);
    }
    const out = y + i * ldy * size;
    store<T>(out, beta == 0 ? alpha * total : beta * load<T>(out) + alpha * total);
  }
}

// @ts-ignore: decorator
@inline function put<T>(y: usize, total: v128, alpha: T, beta: T): void {
  const scaled = v128.mul<T>(v128.splat<T>(alpha), total);
  v128.store(y, beta == 0 ? scaled : fma<T>(v128.splat<T>(beta), v128.load(y), scaled));
}

export function csr_mm_f32(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, work: usize, m: usize, n: usize, k: usize,
  ldx: usize, ldy: usize, alpha: f32, beta: f32, bias: usize, perRow: bool, activation: usize,
): void { mm<f32>(y, indptr, indices, values, x, work, m, n, k, ldx, ldy, alpha, beta, bias, perRow, activation); }
export function csr_mm_f64(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, work: usize, m: usize, n: usize, k: usize,
  ldx: usize, ldy: usize, alpha: f64, beta: f64, bias: usize, perRow: bool, activation: usize,
): void { mm<f64>(y, indptr, indices, values, x, work, m, n, k, ldx, ldy, alpha, beta, bias, perRow, activation); }
