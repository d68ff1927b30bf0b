// A = L*L', in place, lower triangle, by halves: L11 of A11, L21 of A21 = L21*L11', L22 of A22 - L21*L21'.
// Golub and Van Loan, Matrix Computations, 4th ed., algorithm 4.2.2 and section 4.2.7 (recursive).

import { gemm } from "./gemm";
import { lanes, nfma, whole } from "./lane";
import { scal } from "./scal";
import { trsm } from "./trsm";

/** Below this, row by row. */
const SMALL: usize = 24;

/**
 * A: n x n, rows lda apart; only the lower triangle is read and written. Workspace: gemmWork(n, n, n) elements, 616 at least.
 * Returns n, or the index of the first pivot that is not > 0 (columns before it are finished).
 */
export function cholesky<T>(a: usize, work: usize, n: usize, lda: usize): usize {
  if (n <= SMALL) return small<T>(a, (work + 63) & ~63, n, lda);
  const size = sizeof<T>(), half = (n / 2 + SMALL - 1) / SMALL * SMALL, rest = n - half;
  const low = a + half * lda * size, corner = low + half * size;
  const done = cholesky<T>(a, work, half, lda);
  if (done < half) return done;
  trsm<T>(low, a, work, half, rest, 1, lda, 1, true, false, lda);
  gemm<T>(corner, low, low, work, rest, rest, half, lda, lda, 1, 1, lda, -1, 1, true);
  return half + cholesky<T>(corner, work, rest, lda);
}

/** Column after column, in a copy of which every column is a row: each takes itself off those to its right. */
function small<T>(a: usize, u: usize, n: usize, lda: usize): usize {
  const size = sizeof<T>(), side = SMALL * size;
  for (let i: usize = 0; i < n; i++) {
    for (let j: usize = 0; j <= i; j++) store<T>(u + j * side + i * size, load<T>(a + (i * lda + j) * size));
  }
  let k: usize = 0;
  for (; k < n; k++) {
    const row = u + k * side, pivot = load<T>(row + k * size);
    if (!(pivot > 0)) break;
    const root = sqrt<T>(pivot);
    store<T>(row + k * size, root);
    scal<T>(row + (k + 1) * size, n - k - 1, <T>1 / root);
    for (let i = k + 1; i < n; i++) {
      // From the vector that holds the diagonal on, to whole vectors: what lies outside the triangle is not copied back.
      const to = u + i * side, factor = v128.splat<T>(load<T>(row + i * size));
      for (let j = whole<T>(i); j < n; j += lanes<T>()) {
        v128.store(to + j * size, nfma<T>(factor, v128.load(row + j * size), v128.load(to + j * size)));
      }
    }
  }
  const done = min(k + 1, n);
  for (let i: usize = 0; i < n; i++) {
    const stop = min(i + 1, done);
    for (let j: usize = 0; j < stop; j++) store<T>(a + (i * lda + j) * size, load<T>(u + j * side + i * size));
  }
  return k;
}
