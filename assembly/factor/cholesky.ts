// A = L*L', in place, lower triangle, right-looking in blocks of SIDE columns.
// Golub and Van Loan, Matrix Computations, 4th ed., algorithm 4.2.2 (outer product), blocked as in section 4.2.6.

import { dot } from "../core/dot";
import { gemm } from "../core/gemm";

const SIDE: usize = 48;

/**
 * A: n x n, rows lda apart; only the lower triangle is read and written. Workspace: gemmWork(n, n, SIDE) elements.
 * Returns n, or the index of the first pivot that is not > 0 (columns before it are finished).
 */
function cholesky<T>(a: usize, work: usize, n: usize, lda: usize): usize {
  const size = sizeof<T>();
  for (let j: usize = 0; j < n; j += SIDE) {
    const width = min(SIDE, n - j), below = n - j - width, block = a + (j * lda + j) * size;
    const done = diagonal<T>(block, width, lda);
    if (done < width) return j + done;
    const panel = block + width * lda * size;
    for (let i: usize = 0; i < below; i++) substitute<T>(panel + i * lda * size, block, width, lda);
    gemm<T>(panel + width * size, panel, panel, work, below, below, width, lda, lda, 1, 1, lda, -1, 1, true);
  }
  return n;
}

/** Unblocked: row i from the rows above it. */
function diagonal<T>(a: usize, n: usize, lda: usize): usize {
  const size = sizeof<T>();
  for (let i: usize = 0; i < n; i++) {
    const row = a + i * lda * size;
    substitute<T>(row, a, i, lda);
    const pivot = load<T>(row + i * size) - dot<T>(row, row, i);
    if (!(pivot > 0)) return i;
    store<T>(row + i * size, sqrt<T>(pivot));
  }
  return n;
}

/** row = row * L^-T for the n x n lower triangle L: the row's entries left of the diagonal. */
function substitute<T>(row: usize, l: usize, n: usize, lda: usize): void {
  const size = sizeof<T>();
  for (let k: usize = 0; k < n; k++) {
    const at = row + k * size, lk = l + k * lda * size;
    store<T>(at, (load<T>(at) - dot<T>(row, lk, k)) / load<T>(lk + k * size));
  }
}

export function factor_cholesky_f32(a: usize, work: usize, n: usize, lda: usize): usize {
  return cholesky<f32>(a, work, n, lda);
}
export function factor_cholesky_f64(a: usize, work: usize, n: usize, lda: usize): usize {
  return cholesky<f64>(a, work, n, lda);
}
