// Between a dense matrix and compressed sparse rows: the entries with |a| > threshold (NaN is kept), and back.

import { lanes, maskOf, whole } from "../core/lane";

/** One bit for each lane that is kept. */
// @ts-ignore: decorator
@inline function kept<T>(v: v128, threshold: v128): u32 {
  return maskOf<T>(v128.not(v128.le<T>(v128.abs<T>(v), threshold)));
}

/** A: m x n, rows lda apart. The m + 1 row starts into indptr; returns the number of entries, which may be 2^32 or more. */
function count<T>(indptr: usize, a: usize, m: usize, n: usize, lda: usize, threshold: T): f64 {
  const size = sizeof<T>(), bound = v128.splat<T>(threshold);
  let total: f64 = 0;
  store<u32>(indptr, 0);
  for (let i: usize = 0; i < m; i++) {
    const row = a + i * lda * size;
    let here: u32 = 0;
    let j: usize = 0;
    for (; j < whole<T>(n); j += lanes<T>()) here += popcnt<u32>(kept<T>(v128.load(row + j * size), bound));
    for (; j < n; j++) here += <u32>!(abs<T>(load<T>(row + j * size)) <= threshold);
    total += <f64>here;
    store<u32>(indptr + i * 4, load<u32>(indptr + i * 4) + here, 4);
  }
  return total;
}

/** The entries that count counted. */
function compress<T>(indices: usize, values: usize, a: usize, m: usize, n: usize, lda: usize, threshold: T): void {
  const size = sizeof<T>(), bound = v128.splat<T>(threshold);
  for (let i: usize = 0; i < m; i++) {
    const row = a + i * lda * size;
    let j: usize = 0;
    for (; j < whole<T>(n); j += lanes<T>()) {
      for (let rest = kept<T>(v128.load(row + j * size), bound); rest != 0; rest &= rest - 1) {
        const at = j + <usize>ctz<u32>(rest);
        store<u32>(indices, <u32>at);
        store<T>(values, load<T>(row + at * size));
        indices += 4;
        values += size;
      }
    }
    for (; j < n; j++) {
      const v = load<T>(row + j * size);
      if (abs<T>(v) <= threshold) continue;
      store<u32>(indices, <u32>j);
      store<T>(values, v);
      indices += 4;
      values += size;
    }
  }
}

/** out: m x n, without gaps. */
function expand<T>(out: usize, indptr: usize, indices: usize, values: usize, m: usize, n: usize): void {
  const size = sizeof<T>();
  memory.fill(out, 0, m * n * size);
  for (let i: usize = 0; i < m; i++) {
    const row = out + i * n * size, end: usize = load<u32>(indptr + i * 4, 4);
    for (let p: usize = load<u32>(indptr + i * 4); p < end; p++) {
      store<T>(row + <usize>load<u32>(indices + p * 4) * size, load<T>(values + p * size));
    }
  }
}

export function csr_countdense_f32(indptr: usize, a: usize, m: usize, n: usize, lda: usize, threshold: f32): f64 {
  return count<f32>(indptr, a, m, n, lda, threshold);
}
export function csr_countdense_f64(indptr: usize, a: usize, m: usize, n: usize, lda: usize, threshold: f64): f64 {
  return count<f64>(indptr, a, m, n, lda, threshold);
}
export function csr_fromdense_f32(
  indices: usize, values: usize, a: usize, m: usize, n: usize, lda: usize, threshold: f32,
): void { compress<f32>(indices, values, a, m, n, lda, threshold); }
export function csr_fromdense_f64(
  indices: usize, values: usize, a: usize, m: usize, n: usize, lda: usize, threshold: f64,
): void { compress<f64>(indices, values, a, m, n, lda, threshold); }
export function csr_todense_f32(out: usize, indptr: usize, indices: usize, values: usize, m: usize, n: usize): void {
  expand<f32>(out, indptr, indices, values, m, n);
}
export function csr_todense_f64(out: usize, indptr: usize, indices: usize, values: usize, m: usize, n: usize): void {
  expand<f64>(out, indptr, indices, values, m, n);
}
