// A = Q*T*Q', T tridiagonal, A symmetric: each reflector H takes a row of A to a multiple of its first unit vector.
// Dongarra, Hammarling and Sorensen, Block Reduction of Matrices to Condensed Forms (1989): the rank-two updates
// -(v*w' + w*v') of SIDE steps are put off and done by one product; till then each row is brought up to date as it is needed.

import { axpy } from "../core/axpy";
import { dot } from "../core/dot";
import { gemm } from "../core/gemm";
import { gemv } from "../core/gemv";
import { reflector } from "../core/reflector";
import { tgemv } from "../core/tgemv";
import { mirror } from "../core/spectral/mirror";
import { SIDE, column } from "../core/spectral/panel";

/**
 * A: n x n, both triangles; on return row j holds the reflector v_j from element j + 1 on. d: n f64, e: n - 1 f64 and a
 * spare, the diagonal and the one beside it; tau: n elements. work: 2*SIDE*(2n + 1) + gemmWork(n, n, 2*SIDE) elements.
 */
function reduce<T>(a: usize, d: usize, e: usize, tau: usize, work: usize, n: usize): void {
  const size = sizeof<T>(), left = work, right = left + 2 * SIDE * n * size, c = right + 2 * SIDE * n * size;
  const free = c + 2 * SIDE * size;
  for (let p: usize = 0; p < n; p += SIDE) {
    const width = min(SIDE, n - p), next = p + width, below = n - next;
    for (let i: usize = 0; i < width; i++) {
      const j = p + i, row = a + (j * n + j) * size, m = n - j - 1, at = (j + 1) * size;
      if (i > 0) {
        column<T>(c, right + j * size, 2 * i, n);
        tgemv<T>(row, left + j * size, c, 2 * i, n - j, n, -1, 1);
      }
      store<f64>(d + 8 * j, <f64>load<T>(row));
      store<T>(tau + j * size, 0);
      store<f64>(e + 8 * j, 0);
      if (m == 0) break;
      const v = row + size, w = left + (2 * i + 1) * n * size + at;
      store<f64>(e + 8 * j, <f64>reflector<T>(v, m, tau + j * size));
      const t = load<T>(tau + j * size);
      gemv<T>(w, a + (j + 1) * (n + 1) * size, v, m, m, n, t, 0);
      if (i > 0) {
        gemv<T>(c, right + at, v, 2 * i, m, n, t, 0);
        tgemv<T>(w, left + at, c, 2 * i, m, n, -1, 1);
      }
      axpy<T>(w, v, m, <T>-0.5 * t * dot<T>(w, v, m));
      memory.copy(left + 2 * i * n * size + at, v, m * size);
      memory.copy(right + 2 * i * n * size + at, w, m * size);
      memory.copy(right + (2 * i + 1) * n * size + at, v, m * size);
    }
    if (below == 0) continue;
    const corner = a + next * (n + 1) * size, skip = next * size;
    gemm<T>(corner, left + skip, right + skip, free, below, below, 2 * width, n, 1, n, n, 1, -1, 1, true);
    mirror<T>(corner, below, n);
  }
}

export function spectral_tridiagonal_f32(a: usize, d: usize, e: usize, tau: usize, work: usize, n: usize): void {
  reduce<f32>(a, d, e, tau, work, n);
}
export function spectral_tridiagonal_f64(a: usize, d: usize, e: usize, tau: usize, work: usize, n: usize): void {
  reduce<f64>(a, d, e, tau, work, n);
}
