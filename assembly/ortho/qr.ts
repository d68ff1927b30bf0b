// A = Q R by Householder's reflectors in blocks: Q = prod (I - V T V').
// Golub and Van Loan, Matrix Computations, 4th ed., section 5.2.3 (block Householder QR).

import { gemm, gemmWork } from "../core/gemm";
import { above } from "../core/ortho/above";
import { panel } from "../core/ortho/panel";
import { applyWork, left, right, WIDTH } from "../core/ortho/wy";

/** Reflectors taken together: rows of T have as many elements. */
export function ortho_width_u32(): usize { return WIDTH; }

/** Elements of workspace of ortho_qr, ortho_applyq and ortho_formq for matrices of m rows and n columns. */
function qrWork<T>(m: usize, n: usize): usize {
  return 2 * WIDTH * WIDTH + applyWork<T>(m, n) + gemmWork<T>(WIDTH, WIDTH, max(m, n));
}

/**
 * V: n rows of m elements, A' in; its first k = min(m, n) rows are the reflectors on return: zeros before the diagonal,
 * which is 1. The rows after them are spent. R: k x n, upper trapezoidal, zeros below. T: k x WIDTH, of each block of
 * rows its triangle.
 */
function qr<T>(v: usize, r: usize, t: usize, work: usize, m: usize, n: usize): void {
  const size = sizeof<T>(), k = min(m, n);
  memory.fill(r, 0, k * n * size);
  for (let j: usize = 0; j < k; j += WIDTH) {
    const w = min(WIDTH, k - j), block = v + (j * m + j) * size, top = t + j * WIDTH * size;
    panel<T>(block, r + j * (n + 1) * size, top, work, m - j, w, m, n);
    right<T>(block + w * m * size, block, top, work, n - j - w, m - j, w, m, m, false);
    above<T>(r + j * size, v + j * m * size, j, w, m, n);
  }
  above<T>(r + k * size, v + k * m * size, k, n - k, m, n);
}

/** C = op(Q)*C for C of m x n, or with `after` C = C*op(Q) for C of n x m; op is the transpose where `adjoint`. */
function applyQ<T>(
  c: usize, v: usize, t: usize, work: usize, m: usize, k: usize, n: usize, adjoint: bool, after: bool,
): void {
  const size = sizeof<T>(), blocks = (k + WIDTH - 1) / WIDTH, ascending = adjoint != after;
  for (let b: usize = 0; b < blocks; b++) {
    const j = (ascending ? b : blocks - 1 - b) * WIDTH, w = min(WIDTH, k - j), block = v + (j * m + j) * size;
    const top = t + j * WIDTH * size;
    if (after) right<T>(c + j * size, block, top, work, n, m - j, w, m, m, adjoint);
    else left<T>(c + j * n * size, block, top, work, m - j, n, w, n, m, adjoint);
  }
}

/** The first n columns of Q, k <= n <= m, row-major: Q times columns of the identity, of which only the rest of a block is dense. */
function formQ<T>(q: usize, v: usize, t: usize, work: usize, m: usize, k: usize, n: usize): void {
  const size = sizeof<T>();
  memory.fill(q, 0, m * n * size);
  for (let i = k; i < n; i++) store<T>(q + i * (n + 1) * size, 1);
  for (let j = (k + WIDTH - 1) / WIDTH * WIDTH; j > 0;) {
    j -= WIDTH;
    const w = min(WIDTH, k - j), block = v + (j * m + j) * size, top = t + j * WIDTH * size, corner = q + j * (n + 1) * size;
    left<T>(corner + w * size, block, top, work, m - j, n - j - w, w, n, m, false);
    gemm<T>(work, top, block, work + WIDTH * WIDTH * size, w, w, w, w, WIDTH, 1, m, 1, 1, 0);
    gemm<T>(corner, block, work, work + WIDTH * WIDTH * size, m - j, w, w, n, 1, m, w, 1, -1, 0);
    for (let i: usize = 0; i < w; i++) {
      const at = corner + i * (n + 1) * size;
      store<T>(at, load<T>(at) + <T>1);
    }
  }
}

export function ortho_qrwork_f32(m: usize, n: usize): usize { return qrWork<f32>(m, n); }
export function ortho_qr_f32(v: usize, r: usize, t: usize, work: usize, m: usize, n: usize): void {
  qr<f32>(v, r, t, work, m, n);
}
export function ortho_applyq_f32(
  c: usize, v: usize, t: usize, work: usize, m: usize, k: usize, n: usize, adjoint: bool, after: bool,
): void { applyQ<f32>(c, v, t, work, m, k, n, adjoint, after); }
export function ortho_formq_f32(q: usize, v: usize, t: usize, work: usize, m: usize, k: usize, n: usize): void {
  formQ<f32>(q, v, t, work, m, k, n);
}
export function ortho_qrwork_f64(m: usize, n: usize): usize { return qrWork<f64>(m, n); }
export function ortho_qr_f64(v: usize, r: usize, t: usize, work: usize, m: usize, n: usize): void {
  qr<f64>(v, r, t, work, m, n);
}
export function ortho_applyq_f64(
  c: usize, v: usize, t: usize, work: usize, m: usize, k: usize, n: usize, adjoint: bool, after: bool,
): void { applyQ<f64>(c, v, t, work, m, k, n, adjoint, after); }
export function ortho_formq_f64(q: usize, v: usize, t: usize, work: usize, m: usize, k: usize, n: usize): void {
  formQ<f64>(q, v, t, work, m, k, n);
}
