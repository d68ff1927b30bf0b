// A = U*B*V', B upper bidiagonal: reflectors from the left take columns, reflectors from the right take rows to multiples of
// unit vectors. Dongarra, Hammarling and Sorensen, Block Reduction of Matrices to Condensed Forms (1989): the updates
// -(u*y' + x*v') of SIDE steps are put off and done by one product; till then rows and columns are brought up to date one by one.

import { gemm } from "../core/gemm";
import { gemv } from "../core/gemv";
import { reflector } from "../core/reflector";
import { SIDE, column } from "../core/spectral/panel";
import { tgemv } from "../core/tgemv";

/**
 * A: m x n without gaps, m >= n; on return row j holds the reflector v_j from element j + 1 on. u: n x m, row j the reflector
 * u_j from element j on. d, e: n f64, the diagonal and the one above it; tau: 2n elements, of u and then of v.
 * work: 2*SIDE*(m + n + 1) + gemmWork(m, n, 2*SIDE) elements.
 */
function reduce<T>(a: usize, u: usize, d: usize, e: usize, tau: usize, work: usize, m: usize, n: usize): void {
  const size = sizeof<T>(), left = work, right = left + 2 * SIDE * m * size, c = right + 2 * SIDE * n * size;
  const free = c + 2 * SIDE * size;
  for (let p: usize = 0; p < n; p += SIDE) {
    const width = min(SIDE, n - p), next = p + width;
    for (let i: usize = 0; i < width; i++) {
      const j = p + i, k = i * 2, rows = m - j, cols = n - j - 1, at = (j + 1) * size, row = a + (j * n + j + 1) * size;
      const uj = u + (j * m + j) * size;
      column<T>(uj, row - size, rows, n);
      column<T>(c, right + j * size, k, n);
      tgemv<T>(uj, left + j * size, c, k, rows, m, -1, 1);
      store<f64>(d + 8 * j, <f64>reflector<T>(uj, rows, tau + j * size));
      store<f64>(e + 8 * j, 0);
      store<T>(tau + (n + j) * size, 0);
      if (cols == 0) break;
      memory.copy(left + (k * m + j) * size, uj, rows * size);

      const y = right + k * n * size + at, t = load<T>(tau + j * size);
      tgemv<T>(y, row, uj, rows, cols, n, t, 0);
      gemv<T>(c, left + j * size, uj, k, rows, m, t, 0);
      tgemv<T>(y, right + at, c, k, cols, n, -1, 1);

      column<T>(c, left + j * size, k + 1, m);
      tgemv<T>(row, right + at, c, k + 1, cols, n, -1, 1);
      store<f64>(e + 8 * j, <f64>reflector<T>(row, cols, tau + (n + j) * size));
      memory.copy(right + (k + 1) * n * size + at, row, cols * size);

      const x = left + (k + 1) * m * size + at, s = load<T>(tau + (n + j) * size);
      gemv<T>(x, row + n * size, row, rows - 1, cols, n, s, 0);
      gemv<T>(c, right + at, row, k + 1, cols, n, s, 0);
      tgemv<T>(x, left + at, c, k + 1, rows - 1, m, -1, 1);
    }
    const corner = a + next * (n + 1) * size, skip = next * size;
    if (next < n) gemm<T>(corner, left + skip, right + skip, free, m - next, n - next, 2 * width, n, 1, m, n, 1, -1, 1);
  }
}

export function spectral_bidiagonal_f32(
  a: usize, u: usize, d: usize, e: usize, tau: usize, work: usize, m: usize, n: usize,
): void { reduce<f32>(a, u, d, e, tau, work, m, n); }
export function spectral_bidiagonal_f64(
  a: usize, u: usize, d: usize, e: usize, tau: usize, work: usize, m: usize, n: usize,
): void { reduce<f64>(a, u, d, e, tau, work, m, n); }
