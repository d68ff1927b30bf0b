// B = U'*D*V for an upper bidiagonal B, U and V by rows: B is two of half the order with one row between them.
// Gu and Eisenstat, A Divide-and-Conquer Algorithm for the Bidiagonal SVD, SIAM J. Matrix Anal. Appl. 16 (1995) 79-92.

import { amax } from "../core/nrm2";
import { rot } from "../core/rot";
import { coefficients } from "../core/spectral/coefficients";
import { arrange, combine } from "../core/spectral/combine";
import { deflate } from "../core/spectral/deflate";
import { DENSE, Frame, LOWER, UPPER, frame, negligible } from "../core/spectral/frame";
import { secular } from "../core/spectral/secular";
import { merge, ordered, orderedValues, settle } from "../core/spectral/settle";

/**
 * d: n f64, the diagonal in and the singular values out, descending; e: the n - 1 above it and a spare. U, V: n x n without
 * gaps, singular vectors by row. work: spectral_dividework(n) bytes.
 */
function divide<T>(u: usize, v: usize, d: usize, e: usize, work: usize, n: usize): void {
  const f = frame<T>(work, n, d);
  memory.fill(u, 0, n * n * sizeof<T>());
  memory.fill(v, 0, n * n * sizeof<T>());
  const norm = max<f64>(amax<f64>(d, n), amax<f64>(e, n));
  part<T>(f, u, v, e, n, 0, n, 0, negligible<T>(norm));
  ordered<T>(f, u, n, true);
  ordered<T>(f, v, n, true);
  if (norm > 0) orderedValues(f, n, true);
  else memory.fill(d, 0, 8 * n);
}

/** Rows lo to lo + n, columns lo to lo + n + wider; where that is one more, row lo + n of V spans the null space. */
function part<T>(
  f: Frame, u: usize, v: usize, e: usize, ld: usize, lo: usize, n: usize, wider: usize, tolerance: f64,
): void {
  const size = sizeof<T>(), d = f.values;
  if (n < 2) return leaf<T>(f, u, v, e, ld, lo, n, wider);
  // Keeps the first two poles apart, and the first root from its pole, far below rounding.
  const least = tolerance / 1024;
  const mid = lo + n / 2, cut = mid + 1, high = lo + n, alpha = load<f64>(d + 8 * mid), beta = load<f64>(e + 8 * mid);
  part<T>(f, u, v, e, ld, lo, mid - lo, 1, tolerance);
  part<T>(f, u, v, e, ld, cut, high - cut, wider, tolerance);

  for (let i = lo; i < high; i++) {
    const z = i <= mid ? alpha * <f64>load<T>(v + (i * ld + mid) * size) : beta * <f64>load<T>(v + (i * ld + cut) * size);
    store<f64>(f.z + 8 * i, z);
    store<u8>(f.kinds + i, i < mid ? UPPER : i > mid ? LOWER : DENSE);
  }
  const own = load<f64>(f.z + 8 * mid);
  if (wider == 1) {
    const other = beta * <f64>load<T>(v + (high * ld + cut) * size), norm = sqrt<f64>(own * own + other * other);
    if (norm > 0) {
      const width = high + 1 - lo;
      rot<T>(v + (high * ld + lo) * size, v + (mid * ld + lo) * size, width, <T>(own / norm), <T>(other / norm));
      store<f64>(f.z + 8 * mid, norm);
    }
  }
  if (abs<f64>(load<f64>(f.z + 8 * mid)) <= least) store<f64>(f.z + 8 * mid, least);
  store<f64>(d + 8 * mid, 0);
  store<T>(u + mid * (ld + 1) * size, 1);
  store<u32>(f.merged, <u32>mid);
  merge(f.merged + 4, d, f.order + 4 * lo, mid - lo, f.order + 4 * cut, high - cut);

  const k = deflate<T>(f, v, u, ld, lo, high + wider - lo, wider, n, 1, tolerance, tolerance);
  if (k > 1) store<f64>(f.poles + 8, max<f64>(load<f64>(f.poles + 8), least));
  const counts = arrange(f, k);
  secular(f, k, true);
  coefficients<T>(f, k, true, false);
  combine<T>(f, v, ld, lo, cut, high + wider, n, k, counts);
  coefficients<T>(f, k, true, true);
  combine<T>(f, u, ld, lo, cut, high, n, k, counts);
  settle(f, lo, n, k, true);
}

/** No row, or one. */
function leaf<T>(f: Frame, u: usize, v: usize, e: usize, ld: usize, lo: usize, n: usize, wider: usize): void {
  const size = sizeof<T>(), at = v + lo * (ld + 1) * size, below = at + ld * size;
  if (n == 0) {
    if (wider == 1) store<T>(at, 1);
    return;
  }
  const a = load<f64>(f.values + 8 * lo), b: f64 = wider == 1 ? load<f64>(e + 8 * lo) : 0, norm = sqrt<f64>(a * a + b * b);
  const c: f64 = norm > 0 ? a / norm : 1, s: f64 = norm > 0 ? b / norm : 0;
  store<f64>(f.values + 8 * lo, norm);
  store<u32>(f.order + 4 * lo, <u32>lo);
  store<T>(u + lo * (ld + 1) * size, 1);
  store<T>(at, <T>c);
  if (wider == 0) return;
  store<T>(at, <T>s, sizeof<T>());
  store<T>(below, <T>-s);
  store<T>(below, <T>c, sizeof<T>());
}

export function spectral_bidivide_f32(u: usize, v: usize, d: usize, e: usize, work: usize, n: usize): void {
  divide<f32>(u, v, d, e, work, n);
}
export function spectral_bidivide_f64(u: usize, v: usize, d: usize, e: usize, work: usize, n: usize): void {
  divide<f64>(u, v, d, e, work, n);
}
