// P*A = L*U, in place, by halves of the columns; rows are exchanged for the largest entry of a column.
// Toledo, Locality of Reference in LU Decomposition with Partial Pivoting, SIAM J. Matrix Anal. Appl. 18 (1997) 1065-1081.

import { axpy, axpy4 } from "../core/axpy";
import { gemm, gemmWork } from "../core/gemm";
import { iamax } from "../core/iamax";
import { scal } from "../core/scal";
import { swap } from "../core/swap";
import { transpose } from "../core/transpose";
import { trsm } from "../core/trsm";

/** Columns of the panels that are worked off column after column. */
const PANEL: usize = 16;

/** Elements of workspace. */
function workOf<T>(n: usize): usize { return max(gemmWork<T>(n, n, n), PANEL * n); }

/**
 * A: m x n, m >= n, rows lda apart: L below its diagonal (of ones, not stored) and U on and above it. exchanges: n words,
 * row i was exchanged with row exchanges[i]. Returns the first i with U_ii = 0, or n.
 */
function lu<T>(a: usize, exchanges: usize, work: usize, m: usize, n: usize, lda: usize): usize {
  if (n <= PANEL) return panel<T>(a, exchanges, work, m, n, lda);
  const size = sizeof<T>(), unit = n > 96 ? <usize>24 : PANEL / 2, half = (n / 2 + unit - 1) / unit * unit, rest = n - half;
  const right = a + half * size, low = a + half * lda * size, corner = low + half * size, later = exchanges + half * 4;
  let zero = lu<T>(a, exchanges, work, m, half, lda);
  exchange<T>(right, exchanges, half, rest, lda);
  trsm<T>(right, a, work, half, rest, lda, lda, 1, true, true);
  gemm<T>(corner, low, right, work, m - half, rest, half, lda, lda, 1, lda, 1, -1, 1);
  const next = half + lu<T>(corner, later, work, m - half, rest, lda);
  exchange<T>(low, later, rest, half, lda);
  for (let i: usize = 0; i < rest; i++) store<u32>(later + i * 4, load<u32>(later + i * 4) + <u32>half);
  return zero < half ? zero : next;
}

/** The exchanges of n rows, on `cols` columns. */
function exchange<T>(a: usize, exchanges: usize, n: usize, cols: usize, lda: usize): void {
  const stride = lda * sizeof<T>();
  for (let i: usize = 0; i < n; i++) {
    const j: usize = load<u32>(exchanges + i * 4);
    if (i != j) swap<T>(a + i * stride, a + j * stride, cols);
  }
}

/** A few columns, in a copy that has them as rows: each takes off what those before it have, then looks for its pivot. */
function panel<T>(a: usize, exchanges: usize, t: usize, m: usize, n: usize, lda: usize): usize {
  const size = sizeof<T>(), long = m * size;
  let zero = n;
  transpose<T>(t, a, m, n, m, lda);
  for (let k: usize = 0; k < n; k++) {
    const column = t + k * long, at = column + k * size;
    for (let p: usize = 0; p + 1 < k; p++) {
      axpy<T>(column + (p + 1) * size, t + p * long + (p + 1) * size, k - p - 1, -load<T>(column + p * size));
    }
    let p: usize = 0;
    for (; p + 4 <= k; p += 4) {
      const head = column + p * size;
      axpy4<T>(at, t + p * long + k * size, m, m - k, -load<T>(head), -load<T>(head, sizeof<T>()),
        -load<T>(head, 2 * sizeof<T>()), -load<T>(head, 3 * sizeof<T>()));
    }
    for (; p < k; p++) axpy<T>(at, t + p * long + k * size, m - k, -load<T>(column + p * size));
    const top = k + iamax<T>(at, m - k);
    store<u32>(exchanges + k * 4, <u32>top);
    if (top != k) {
      for (let j: usize = 0; j < n; j++) {
        const row = t + j * long, held = load<T>(row + k * size);
        store<T>(row + k * size, load<T>(row + top * size));
        store<T>(row + top * size, held);
      }
    }
    const pivot = load<T>(at), inverse = <T>1 / pivot;
    if (pivot == 0) zero = min(zero, k);
    else if (abs<T>(inverse) != Infinity) scal<T>(at + size, m - k - 1, inverse);
    else for (let i: usize = 1; i < m - k; i++) store<T>(at + i * size, load<T>(at + i * size) / pivot);
  }
  transpose<T>(a, t, n, m, lda, m);
  return zero;
}

/** A: n x n. */
export function factor_lu_f32(a: usize, exchanges: usize, work: usize, n: usize): usize {
  return lu<f32>(a, exchanges, work, n, n, n);
}
export function factor_lu_f64(a: usize, exchanges: usize, work: usize, n: usize): usize {
  return lu<f64>(a, exchanges, work, n, n, n);
}

export function factor_luwork_f32(n: usize): usize { return workOf<f32>(n); }
export function factor_luwork_f64(n: usize): usize { return workOf<f64>(n); }
