// Z = H_0*H_1*...*H_{k-1}*Z in blocks of BACK reflectors: H_p*...*H_q = I - Y*T*Y', T upper triangular.
// Schreiber and Van Loan, A Storage-Efficient WY Representation for Products of Householder Transformations (1989).

import { dot } from "../core/dot";
import { gemm } from "../core/gemm";
import { BACK } from "../core/spectral/panel";

/**
 * y: k rows ldy apart; reflector j is row j from element j + shift on, a 1 there included; what is left of it is
 * overwritten. tau: k elements. Z: m x n, rows ldz apart; reflectors end with element m - 1.
 * work: BACK*(2*BACK + 2n) + gemmWork(m, n, m) elements.
 */
function apply<T>(
  z: usize, y: usize, tau: usize, work: usize, m: usize, n: usize, k: usize, ldz: usize, ldy: usize, shift: usize,
): void {
  const size = sizeof<T>(), g = work, t = g + BACK * BACK * size, w = t + BACK * BACK * size, u = w + BACK * n * size;
  const free = u + BACK * n * size;
  for (let done: usize = (k + BACK - 1) / BACK * BACK; done > 0; done -= BACK) {
    const p = done - BACK, width = min(BACK, k - p), from = p + shift, rows = m - from;
    const panel = y + (p * ldy + from) * size, target = z + from * ldz * size;
    for (let i: usize = 1; i < width; i++) memory.fill(panel + i * ldy * size, 0, i * size);
    gemm<T>(g, panel, panel, free, width, width, rows, width, ldy, 1, 1, ldy, 1, 0);
    triangle<T>(t, g, tau + p * size, width);
    gemm<T>(w, panel, target, free, width, n, rows, n, ldy, 1, ldz, 1, 1, 0);
    gemm<T>(u, t, w, free, width, n, width, n, width, 1, n, 1, 1, 0);
    gemm<T>(target, panel, u, free, rows, n, width, ldz, 1, ldy, n, 1, -1, 1);
  }
}

/** T from G = Y'Y, which is symmetric: column j is -tau_j T (Y'y_j), and tau_j on the diagonal. */
function triangle<T>(t: usize, g: usize, tau: usize, n: usize): void {
  const size = sizeof<T>();
  memory.fill(t, 0, n * n * size);
  for (let j: usize = 0; j < n; j++) {
    const scale = load<T>(tau + j * size);
    store<T>(t + j * (n + 1) * size, scale);
    for (let i: usize = 0; i < j; i++) {
      store<T>(t + (i * n + j) * size, -scale * dot<T>(t + i * (n + 1) * size, g + (j * n + i) * size, j - i));
    }
  }
}

export function spectral_reflect_f32(
  z: usize, y: usize, tau: usize, work: usize, m: usize, n: usize, k: usize, ldz: usize, ldy: usize, shift: usize,
): void { apply<f32>(z, y, tau, work, m, n, k, ldz, ldy, shift); }
export function spectral_reflect_f64(
  z: usize, y: usize, tau: usize, work: usize, m: usize, n: usize, k: usize, ldz: usize, ldy: usize, shift: usize,
): void { apply<f64>(z, y, tau, work, m, n, k, ldz, ldy, shift); }
