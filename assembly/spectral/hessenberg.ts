// A = Q*H*Q', H upper Hessenberg: reflectors take columns to their first two elements below the diagonal, SIDE at a time.
// Quintana-Orti and van de Geijn, Improving the Performance of Reduction to Hessenberg Form, ACM TOMS 32 (2006): with
// Q = I - V*T*V' of a panel and Y = A*V*T, A becomes Q'*(A - Y*V').

import { gemm } from "../core/gemm";
import { gemv } from "../core/gemv";
import { reflector } from "../core/reflector";
import { SIDE, column } from "../core/spectral/panel";
import { tgemv } from "../core/tgemv";

/**
 * A: n x n without gaps, H out. v: n x n, row j the reflector v_j, zero before element j + 1, which is 1; tau: n numbers.
 * work: SIDE*(4n + SIDE + 2) + 2n + gemmWork(n, n, n) numbers.
 */
export function spectral_hessenberg_f64(a: usize, v: usize, tau: usize, work: usize, n: usize): void {
  const y = work, p = y + SIDE * n * 8, q = p + SIDE * n * 8, t = q + SIDE * n * 8, b = t + SIDE * SIDE * 8;
  const c = b + n * 8, free = c + (SIDE + n) * 8;
  memory.fill(v, 0, n * n * 8);
  memory.fill(tau, 0, n * 8);
  for (let from: usize = 0; from + 2 < n; from += SIDE) {
    const width = min(SIDE, n - 2 - from), top = from + 1, rows = n - top, panel = v + (from * n + top) * 8;
    memory.fill(t, 0, SIDE * SIDE * 8);
    for (let i: usize = 0; i < width; i++) {
      const j = from + i, below = j + 1, vj = v + (j * n + below) * 8, yi = y + (i * n + top) * 8;
      column<f64>(b, a + (top * n + j) * 8, rows, n);
      column<f64>(c, v + (from * n + j) * 8, i, n);
      tgemv<f64>(b, y + top * 8, c, i, rows, n, -1, 1);
      gemv<f64>(c, panel, b, i, rows, n, 1, 0);
      adjoint(c, t, i);
      tgemv<f64>(b, panel, c, i, rows, n, -1, 1);
      memory.copy(vj, b + i * 8, (n - below) * 8);
      store<f64>(b + i * 8, reflector<f64>(vj, n - below, tau + j * 8));
      for (let r: usize = 0; r < rows; r++) store<f64>(a + ((top + r) * n + j) * 8, r <= i ? load<f64>(b + r * 8) : 0);

      const scale = load<f64>(tau + j * 8);
      gemv<f64>(c, v + (from * n + below) * 8, vj, i, n - below, n, scale, 0);
      gemv<f64>(yi, a + (top * n + below) * 8, vj, rows, n - below, n, scale, 0);
      tgemv<f64>(yi, y + top * 8, c, i, rows, n, -1, 1);
      for (let r: usize = 0; r < i; r++) {
        let total: f64 = 0;
        for (let s = r; s < i; s++) total += load<f64>(t + (r * SIDE + s) * 8) * load<f64>(c + s * 8);
        store<f64>(t + (r * SIDE + i) * 8, -total);
      }
      store<f64>(t + i * (SIDE + 1) * 8, scale);
    }
    const next = from + width, cols = n - next;
    gemm<f64>(p, panel, a + top * 8, free, width, top, rows, n, n, 1, 1, n, 1, 0);
    gemm<f64>(y, t, p, free, width, top, width, n, 1, SIDE, n, 1, 1, 0);
    gemm<f64>(a + top * 8, y, panel, free, top, rows, width, n, 1, n, n, 1, -1, 1);
    gemm<f64>(a + (top * n + next) * 8, y + top * 8, v + (from * n + next) * 8, free, rows, cols, width, n, 1, n, n, 1, -1, 1);
    gemm<f64>(p, panel, a + (top * n + next) * 8, free, width, cols, rows, n, n, 1, n, 1, 1, 0);
    gemm<f64>(q, t, p, free, width, cols, width, n, 1, SIDE, n, 1, 1, 0);
    gemm<f64>(a + (top * n + next) * 8, panel, q, free, rows, cols, width, n, 1, n, n, 1, -1, 1);
  }
}

/** c = T'*c for the first n rows and columns of T. */
function adjoint(c: usize, t: usize, n: usize): void {
  for (let i = n; i > 0; i--) {
    let total: f64 = 0;
    for (let p: usize = 0; p < i; p++) total += load<f64>(t + (p * SIDE + i - 1) * 8) * load<f64>(c + p * 8);
    store<f64>(c + (i - 1) * 8, total);
  }
}
