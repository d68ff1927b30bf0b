// One front: [U11 U12; . C] from [A11 A12; . C], U11'*U11 = A11, U12 = U11^-T A12, C -= U12'*U12. Rows of U are columns of L.
// Duff and Reid, ACM TOMS 9 (1983) 302-325.

import { axpy, axpy4 } from "./axpy";
import { gemm, gemmWork } from "./gemm";
import { scal } from "./scal";

/** Rows of a front that are finished before the rest sees them. */
const SIDE: usize = 32;

/** Rows of a strip of C: what of it lies under the diagonal is computed in vain. */
const STRIP: usize = 96;

/** Below so many multiply-adds, a strip's packing costs more than it saves. */
const SMALL: usize = 20000;

/** Elements of workspace for fronts of up to m rows. */
export function frontWork<T>(m: usize): usize { return gemmWork<T>(min(m, STRIP), m, m); }

/**
 * f: w x m, its upper trapezoid in and out; c: (m - w) x (m - w), its upper triangle in and out. What is under the diagonal in
 * either is overwritten. Returns w, or the first pivot that is not > 0.
 */
export function front<T>(f: usize, c: usize, work: usize, w: usize, m: usize): usize {
  const size = sizeof<T>();
  for (let j: usize = 0; j < w; j += SIDE) {
    const wide = min(SIDE, w - j), after = j + wide;
    for (let k = j; k < after; k++) {
      const row = f + (k * m + k) * size;
      subtract<T>(row, f + (j * m + k) * size, m, k - j, m - k);
      const pivot = load<T>(row);
      if (!(pivot > 0)) return k;
      const root = sqrt<T>(pivot);
      store<T>(row, root);
      scal<T>(row + size, m - k - 1, <T>1 / root);
    }
    update<T>(f + (after * m + after) * size, f + (j * m + after) * size, work, w - after, m - after, wide, m, m);
  }
  update<T>(c, f + w * size, work, m - w, m - w, w, m - w, m);
  return w;
}

/** The upper trapezoid of C (rows x cols) -= U'*U, U: depth x cols. */
function update<T>(
  c: usize, u: usize, work: usize, rows: usize, cols: usize, depth: usize, ldc: usize, ldu: usize,
): void {
  const size = sizeof<T>();
  if (rows * cols * depth < SMALL) {
    for (let i: usize = 0; i < rows; i++) subtract<T>(c + i * (ldc + 1) * size, u + i * size, ldu, depth, cols - i);
    return;
  }
  for (let i: usize = 0; i < rows; i += STRIP) {
    const at = u + i * size;
    gemm<T>(c + i * (ldc + 1) * size, at, at, work, min(STRIP, rows - i), cols - i, depth, ldc, 1, ldu, ldu, 1, -1, 1);
  }
}

/** y -= sum_p x_p0 x_p: `count` rows of n, each times its own first element. */
function subtract<T>(y: usize, x: usize, stride: usize, count: usize, n: usize): void {
  const step = stride * sizeof<T>();
  for (; count >= 4; count -= 4) {
    const x1 = x + step, x2 = x1 + step, x3 = x2 + step;
    axpy4<T>(y, x, stride, n, -load<T>(x), -load<T>(x1), -load<T>(x2), -load<T>(x3));
    x = x3 + step;
  }
  for (; count > 0; count--, x += step) axpy<T>(y, x, n, -load<T>(x));
}
