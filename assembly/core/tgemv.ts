// y = alpha*A'*x + beta*y, four rows of A at a time into one pass over y.

import { axpy, axpy4 } from "./axpy";
import { scal } from "./scal";

/** A: m x n, row-major, rows lda elements apart; x: m; y: n, not read where beta = 0. */
export function tgemv<T>(y: usize, a: usize, x: usize, m: usize, n: usize, lda: usize, alpha: T, beta: T): void {
  const size = sizeof<T>();
  if (beta == 0) memory.fill(y, 0, n * size);
  else if (beta != 1) scal<T>(y, n, beta);
  let i: usize = 0;
  for (; i + 4 <= m; i += 4) {
    const at = x + i * size;
    axpy4<T>(y, a + i * lda * size, lda, n, alpha * load<T>(at), alpha * load<T>(at, sizeof<T>()),
      alpha * load<T>(at, 2 * sizeof<T>()), alpha * load<T>(at, 3 * sizeof<T>()));
  }
  for (; i < m; i++) axpy<T>(y, a + i * lda * size, n, alpha * load<T>(x + i * size));
}


