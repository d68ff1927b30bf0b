// L*L' + x*x' as the product of a new factor, by rotations, four rows at a time: their chains overlap.
// Golub and Van Loan, Matrix Computations, 4th ed., section 6.5.4.

/** L: n x n lower, rows lda apart; x: n elements, spoiled. Workspace: 2n elements. */
export function update<T>(l: usize, x: usize, work: usize, n: usize, lda: usize): void {
  const size = sizeof<T>(), wide = lda * size, cosines = work, sines = work + n * size;
  for (let i: usize = 0; i < n; i += 4) {
    const full = i + 4 <= n, row = l + i * wide, at = x + i * size;
    if (full) {
      let x0 = load<T>(at), x1 = load<T>(at, sizeof<T>()), x2 = load<T>(at, 2 * sizeof<T>()), x3 = load<T>(at, 3 * sizeof<T>());
      for (let k: usize = 0; k < i; k++) {
        const c = load<T>(cosines + k * size), s = load<T>(sines + k * size), p = row + k * size, q = p + 2 * wide;
        const t0 = load<T>(p), t1 = load<T>(p + wide), t2 = load<T>(q), t3 = load<T>(q + wide);
        store<T>(p, c * t0 + s * x0); x0 = c * x0 - s * t0;
        store<T>(p + wide, c * t1 + s * x1); x1 = c * x1 - s * t1;
        store<T>(q, c * t2 + s * x2); x2 = c * x2 - s * t2;
        store<T>(q + wide, c * t3 + s * x3); x3 = c * x3 - s * t3;
      }
      store<T>(at, x0); store<T>(at, x1, sizeof<T>()); store<T>(at, x2, 2 * sizeof<T>()); store<T>(at, x3, 3 * sizeof<T>());
    }
    const end = min(i + 4, n);
    for (let r = i; r < end; r++) {
      let rest = load<T>(x + r * size);
      const low = l + r * wide;
      for (let k: usize = full ? i : 0; k < r; k++) {
        const c = load<T>(cosines + k * size), s = load<T>(sines + k * size), t = load<T>(low + k * size);
        store<T>(low + k * size, c * t + s * rest);
        rest = c * rest - s * t;
      }
      const a = <f64>load<T>(low + r * size), b = <f64>rest, root = sqrt(a * a + b * b);
      store<T>(low + r * size, <T>root);
      store<T>(cosines + r * size, <T>(a / root));
      store<T>(sines + r * size, <T>(b / root));
    }
  }
}
