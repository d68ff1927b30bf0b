// L*L' + x*x' and L*L' - x*x' as the products of new factors, by rotations.
// Golub and Van Loan, Matrix Computations, 4th ed., section 6.5.4; the difference as in Stewart, The Effects of Rounding
// Error on an Algorithm for Downdating a Cholesky Factorization, J. Inst. Math. Appl. 23 (1979) 203-213.

import { update } from "../core/rankone";
import { trsv } from "../core/trsv";

/**
 * L*L' - x*x'. L: n x n lower, rows lda apart; x: n elements, spoiled. Workspace: 2n elements. Returns n, or the index of the
 * first pivot that would not be > 0, and then L is as it was. The rotations are those that take (L^-1 x, what is missing to
 * length 1) to (0, 1).
 */
function downdate<T>(l: usize, x: usize, work: usize, n: usize, lda: usize): usize {
  const size = sizeof<T>(), wide = lda * size, cosines = work, sines = work + n * size;
  trsv<T>(x, l, n, lda, 1, true, false);
  let left: f64 = 1;
  for (let k: usize = 0; k < n; k++) {
    const p = <f64>load<T>(x + k * size);
    left -= p * p;
    if (!(left > 0)) return k;
  }
  let length = sqrt(left);
  for (let k = n; k-- > 0;) {
    const p = <f64>load<T>(x + k * size), next = sqrt(length * length + p * p);
    store<T>(cosines + k * size, <T>(length / next));
    store<T>(sines + k * size, <T>(p / next));
    length = next;
  }
  for (let i: usize = 0; i < n; i += 4) {
    const rows = min<usize>(4, n - i), row = l + i * wide;
    if (rows < 4) {
      for (let r: usize = 0; r < rows; r++) turn<T>(row + r * wide, cosines, sines, i + r + 1, 0, 0);
      continue;
    }
    let x0: T = 0, x1 = turn<T>(row + wide, cosines, sines, i + 2, i + 1, 0);
    let x2 = turn<T>(row + 2 * wide, cosines, sines, i + 3, i + 1, 0);
    let x3 = turn<T>(row + 3 * wide, cosines, sines, i + 4, i + 1, 0);
    for (let k = i + 1; k-- > 0;) {
      const c = load<T>(cosines + k * size), s = load<T>(sines + k * size), p = row + k * size, q = p + 2 * wide;
      const t0 = load<T>(p), t1 = load<T>(p + wide), t2 = load<T>(q), t3 = load<T>(q + wide);
      store<T>(p, c * t0 - s * x0); x0 = c * x0 + s * t0;
      store<T>(p + wide, c * t1 - s * x1); x1 = c * x1 + s * t1;
      store<T>(q, c * t2 - s * x2); x2 = c * x2 + s * t2;
      store<T>(q + wide, c * t3 - s * x3); x3 = c * x3 + s * t3;
    }
  }
  return n;
}

/** Columns `from` - 1 down to `to` of one row. */
function turn<T>(row: usize, cosines: usize, sines: usize, from: usize, to: usize, x: T): T {
  const size = sizeof<T>();
  for (let k = from; k-- > to;) {
    const c = load<T>(cosines + k * size), s = load<T>(sines + k * size), t = load<T>(row + k * size);
    store<T>(row + k * size, c * t - s * x);
    x = c * x + s * t;
  }
  return x;
}

/** L*L' + x*x': see core/rankone. */
export function factor_update_f32(l: usize, x: usize, work: usize, n: usize, lda: usize): void {
  update<f32>(l, x, work, n, lda);
}
export function factor_update_f64(l: usize, x: usize, work: usize, n: usize, lda: usize): void {
  update<f64>(l, x, work, n, lda);
}

export function factor_downdate_f32(l: usize, x: usize, work: usize, n: usize, lda: usize): usize {
  return downdate<f32>(l, x, work, n, lda);
}
export function factor_downdate_f64(l: usize, x: usize, work: usize, n: usize, lda: usize): usize {
  return downdate<f64>(l, x, work, n, lda);
}
