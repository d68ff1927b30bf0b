// A_ij = A_ji above the diagonal.

import { transpose } from "../transpose";
import { SIDE } from "./panel";

/** The upper triangle of an n x n matrix, rows lda apart, from its lower one. */
export function mirror<T>(a: usize, n: usize, lda: usize): void {
  const size = sizeof<T>();
  for (let i: usize = 0; i < n; i += SIDE) {
    const live = min(SIDE, n - i), corner = a + i * (lda + 1) * size;
    transpose<T>(corner + live * size, corner + live * lda * size, n - i - live, live, lda, lda);
    for (let p: usize = 1; p < live; p++) {
      for (let q: usize = 0; q < p; q++) store<T>(corner + (q * lda + p) * size, load<T>(corner + (p * lda + q) * size));
    }
  }
}
