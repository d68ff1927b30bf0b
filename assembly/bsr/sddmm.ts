// C_ij = alpha*(a_i'b_j) + beta*C_ij where a block of C is stored: a sampled dense-dense product, A*B' at the blocks only.
// C lies in strips of four rows as bsr/mm says. Two rows of A meet four rows of B: eight sums along k, six loads for them.

import { fma, lanes, sum, whole } from "../core/lane";

/** C: m x n in blocks of br x bc; A: m x k, rows lda elements apart; B: n x k, rows ldb apart. */
function sddmm<T>(
  values: usize, indptr: usize, indices: usize, a: usize, b: usize, m: usize, n: usize, k: usize, br: usize, bc: usize,
  lda: usize, ldb: usize, alpha: T, beta: T,
): void {
  const size = sizeof<T>(), strideA = lda * size, strideB = ldb * size;
  for (let i: usize = 0; i < m; i += br) {
    const q = indices + <usize>load<u32>(indptr) * 4, end = indices + <usize>load<u32>(indptr, 4) * 4;
    const run = (end - q) * bc * size;
    for (let p = q; p < end; p += 4) {
      const j = <usize>load<u32>(p) * bc, block = values + (p - q) * bc * size, cols = min(bc, n - j);
      for (let c: usize = 0; c < cols; c += 4) {
        for (let r: usize = 0, live = min(br, m - i); r < live; r += 2) {
          const out = block + (r >> 2) * run + (c * 4 + (r & 2)) * size;
          tile<T>(out, a + (i + r) * strideA, b + (j + c) * strideB, min(2, live - r), min(4, cols - c), k,
            strideA, strideB, alpha, beta);
        }
      }
    }
    values += (br + 3) / 4 * run;
    indptr += 4;
  }
}

/** `rows` of two rows of A against `cols` of four rows of B. Past the last row the last is read again and not stored. */
function tile<T>(
  out: usize, a: usize, b: usize, rows: usize, cols: usize, k: usize, strideA: usize, strideB: usize, alpha: T, beta: T,
): void {
  const zero = v128.splat<T>(0), size = sizeof<T>(), last = cols - 1;
  const a1 = a + (rows - 1) * strideA, b1 = b + min(1, last) * strideB, b2 = b + min(2, last) * strideB, b3 = b + last * strideB;
  let c00 = zero, c01 = zero, c02 = zero, c03 = zero, c10 = zero, c11 = zero, c12 = zero, c13 = zero;
  let p: usize = 0;
  for (const stop = whole<T>(k) * size; p < stop; p += 16) {
    const y0 = v128.load(b + p), y1 = v128.load(b1 + p), y2 = v128.load(b2 + p), y3 = v128.load(b3 + p);
    const x1 = v128.load(a1 + p);
    c13 = fma<T>(x1, y3, c13); c12 = fma<T>(x1, y2, c12); c11 = fma<T>(x1, y1, c11); c10 = fma<T>(x1, y0, c10);
    const x0 = v128.load(a + p);
    c03 = fma<T>(x0, y3, c03); c02 = fma<T>(x0, y2, c02); c01 = fma<T>(x0, y1, c01); c00 = fma<T>(x0, y0, c00);
  }
  let s00 = sum<T>(c00), s01 = sum<T>(c01), s02 = sum<T>(c02), s03 = sum<T>(c03);
  let s10 = sum<T>(c10), s11 = sum<T>(c11), s12 = sum<T>(c12), s13 = sum<T>(c13);
  for (const stop = k * size; p < stop; p += size) {
    const x0 = load<T>(a + p), x1 = load<T>(a1 + p), y0 = load<T>(b + p), y1 = load<T>(b1 + p);
    const y2 = load<T>(b2 + p), y3 = load<T>(b3 + p);
    s00 += x0 * y0; s01 += x0 * y1; s02 += x0 * y2; s03 += x0 * y3;
    s10 += x1 * y0; s11 += x1 * y1; s12 += x1 * y2; s13 += x1 * y3;
  }
  column<T>(out, s00, s10, rows, alpha, beta);
  if (cols > 1) column<T>(out + 4 * size, s01, s11, rows, alpha, beta);
  if (cols > 2) column<T>(out + 8 * size, s02, s12, rows, alpha, beta);
  if (cols > 3) column<T>(out + 12 * size, s03, s13, rows, alpha, beta);
}

// @ts-ignore: decorator
@inline function column<T>(out: usize, s0: T, s1: T, rows: usize, alpha: T, beta: T): void {
  put<T>(out, alpha * s0, beta);
  if (rows == 2) put<T>(out + sizeof<T>(), alpha * s1, beta);
}

// @ts-ignore: decorator
@inline function put<T>(out: usize, value: T, beta: T): void {
  store<T>(out, beta == 0 ? value : beta * load<T>(out) + value);
}

export function bsr_sddmm_f32(
  values: usize, indptr: usize, indices: usize, a: usize, b: usize, m: usize, n: usize, k: usize, br: usize, bc: usize,
  lda: usize, ldb: usize, alpha: f32, beta: f32,
): void { sddmm<f32>(values, indptr, indices, a, b, m, n, k, br, bc, lda, ldb, alpha, beta); }
export function bsr_sddmm_f64(
  values: usize, indptr: usize, indices: usize, a: usize, b: usize, m: usize, n: usize, k: usize, br: usize, bc: usize,
  lda: usize, ldb: usize, alpha: f64, beta: f64,
): void { sddmm<f64>(values, indptr, indices, a, b, m, n, k, br, bc, lda, ldb, alpha, beta); }
