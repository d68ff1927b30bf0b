// Sampled product: the entries of alpha*A*B' at the places of a matrix S in compressed sparse rows, times S's values if
// asked. Four places of a row at a time, so that a row of A is loaded once for four rows of B.

import { dot } from "../core/dot";
import { fma, lanes, sum, whole } from "../core/lane";

/** out: nnz values; S: m rows, its values or 0; A: m x k, rows lda apart; B: as many rows as S has columns, k columns, ldb. */
function sddmm<T>(
  out: usize, indptr: usize, indices: usize, values: usize, a: usize, b: usize, m: usize, k: usize,
  lda: usize, ldb: usize, alpha: T,
): void {
  const size = sizeof<T>(), stride = ldb * size;
  for (let i: usize = 0; i < m; i++) {
    const row = a + i * lda * size, end: usize = load<u32>(indptr + i * 4, 4);
    let p: usize = load<u32>(indptr + i * 4);
    for (; p + 4 <= end; p += 4) {
      const q = indices + p * 4, to = out + p * size;
      const b0 = b + <usize>load<u32>(q) * stride, b1 = b + <usize>load<u32>(q, 4) * stride;
      const b2 = b + <usize>load<u32>(q, 8) * stride, b3 = b + <usize>load<u32>(q, 12) * stride;
      let s0 = v128.splat<T>(0), s1 = s0, s2 = s0, s3 = s0;
      let c: usize = 0;
      for (; c < whole<T>(k); c += lanes<T>()) {
        const at = c * size, v = v128.load(row + at);
        s0 = fma<T>(v, v128.load(b0 + at), s0);
        s1 = fma<T>(v, v128.load(b1 + at), s1);
        s2 = fma<T>(v, v128.load(b2 + at), s2);
        s3 = fma<T>(v, v128.load(b3 + at), s3);
      }
      let t0 = sum<T>(s0), t1 = sum<T>(s1), t2 = sum<T>(s2), t3 = sum<T>(s3);
      for (; c < k; c++) {
        const at = c * size, v = load<T>(row + at);
        t0 += v * load<T>(b0 + at);
        t1 += v * load<T>(b1 + at);
        t2 += v * load<T>(b2 + at);
        t3 += v * load<T>(b3 + at);
      }
      store<T>(to, alpha * t0);
      store<T>(to, alpha * t1, sizeof<T>());
      store<T>(to, alpha * t2, 2 * sizeof<T>());
      store<T>(to, alpha * t3, 3 * sizeof<T>());
    }
    for (; p < end; p++) {
      store<T>(out + p * size, alpha * dot<T>(row, b + <usize>load<u32>(indices + p * 4) * stride, k));
    }
  }
  if (values == 0) return;
  for (let p: usize = 0, nnz: usize = load<u32>(indptr + m * 4); p < nnz; p++) {
    store<T>(out + p * size, load<T>(out + p * size) * load<T>(values + p * size));
  }
}

export function csr_sddmm_f32(
  out: usize, indptr: usize, indices: usize, values: usize, a: usize, b: usize, m: usize, k: usize,
  lda: usize, ldb: usize, alpha: f32,
): void { sddmm<f32>(out, indptr, indices, values, a, b, m, k, lda, ldb, alpha); }
export function csr_sddmm_f64(
  out: usize, indptr: usize, indices: usize, values: usize, a: usize, b: usize, m: usize, k: usize,
  lda: usize, ldb: usize, alpha: f64,
): void { sddmm<f64>(out, indptr, indices, values, a, b, m, k, lda, ldb, alpha); }
