// A = L*L', in place, and more rows of L from more rows of A

import { cholesky } from "../core/cholesky";
import { gemm } from "../core/gemm";
import { trsm } from "../core/trsm";

/**
 * L: n x n in the upper left, and k more rows of A below, n + j + 1 elements in row j; all rows lda apart. The new rows become
 * those of L. Workspace: gemmWork(n + k, n + k, n + k) elements, 616 at least. Returns n + k, or the index of
 * the first pivot that is not > 0.
 */
function append<T>(l: usize, work: usize, n: usize, k: usize, lda: usize): usize {
  const low = l + n * lda * sizeof<T>(), corner = low + n * sizeof<T>();
  trsm<T>(low, l, work, n, k, 1, lda, 1, true, false, lda);
  gemm<T>(corner, low, low, work, k, k, n, lda, lda, 1, 1, lda, -1, 1, true);
  return n + cholesky<T>(corner, work, k, lda);
}

export function factor_append_f32(l: usize, work: usize, n: usize, k: usize, lda: usize): usize {
  return append<f32>(l, work, n, k, lda);
}
export function factor_append_f64(l: usize, work: usize, n: usize, k: usize, lda: usize): usize {
  return append<f64>(l, work, n, k, lda);
}

/** See core/cholesky. */
export function factor_cholesky_f32(a: usize, work: usize, n: usize, lda: usize): usize {
  return cholesky<f32>(a, work, n, lda);
}
export function factor_cholesky_f64(a: usize, work: usize, n: usize, lda: usize): usize {
  return cholesky<f64>(a, work, n, lda);
}
