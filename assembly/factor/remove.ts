// The Cholesky factor of A without row and column `at`: what was in column `at` below is added to what follows by rotations.
// Golub and Van Loan, Matrix Computations, 4th ed., section 6.5.4.

import { update } from "../core/rankone";

/** L: n x n lower, rows lda apart, n - 1 of them on return. Workspace: 3n elements. */
function remove<T>(l: usize, work: usize, n: usize, lda: usize, at: usize): void {
  const size = sizeof<T>(), wide = lda * size;
  for (let i = at + 1; i < n; i++) {
    const row = l + i * wide, to = row - wide;
    store<T>(work + (i - at - 1) * size, load<T>(row + at * size));
    memory.copy(to, row, at * size);
    memory.copy(to + at * size, row + (at + 1) * size, (i - at) * size);
  }
  update<T>(l + at * (wide + size), work, work + n * size, n - at - 1, lda);
}

export function factor_remove_f32(l: usize, work: usize, n: usize, lda: usize, at: usize): void {
  remove<f32>(l, work, n, lda, at);
}
export function factor_remove_f64(l: usize, work: usize, n: usize, lda: usize, at: usize): void {
  remove<f64>(l, work, n, lda, at);
}
