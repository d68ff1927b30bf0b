// out = A', by tiles of 8 x 8 that stay in the first-level cache.

/** A: m x n, rows lda elements apart; out: n x m, rows ldo elements apart; not in place. */
export function transpose<T>(out: usize, a: usize, m: usize, n: usize, ldo: usize, lda: usize): void {
  const size = sizeof<T>(), side: usize = 8;
  for (let i: usize = 0; i < m; i += side) {
    const iEnd = min(i + side, m);
    for (let j: usize = 0; j < n; j += side) {
      const jEnd = min(j + side, n);
      for (let q = j; q < jEnd; q++) {
        for (let p = i; p < iEnd; p++) store<T>(out + (q * ldo + p) * size, load<T>(a + (p * lda + q) * size));
      }
    }
  }
}


