// T = V'*D*V for a symmetric tridiagonal T, V by rows: T is two of half the order and a change of rank one.
// Cuppen (1981), with the vectors of Gu and Eisenstat (1994); see secular.ts.

import { gemmWork } from "../core/gemm";
import { amax } from "../core/nrm2";
import { coefficients } from "../core/spectral/coefficients";
import { arrange, combine } from "../core/spectral/combine";
import { deflate } from "../core/spectral/deflate";
import { Frame, LOWER, UPPER, frame, frameBytes, negligible } from "../core/spectral/frame";
import { secular } from "../core/spectral/secular";
import { merge, ordered, orderedValues, settle } from "../core/spectral/settle";

/** Bytes of workspace. */
function workBytes<T>(n: usize): usize { return frameBytes<T>(n) + gemmWork<T>(n + 1, n + 1, n + 1) * sizeof<T>(); }

/**
 * d: n f64, the diagonal in and the eigenvalues out, ascending; e: the n - 1 beside it. V: n x n without gaps, eigenvectors by row.
 */
function divide<T>(v: usize, d: usize, e: usize, work: usize, n: usize): void {
  const f = frame<T>(work, n, d);
  memory.fill(v, 0, n * n * sizeof<T>());
  const norm = n == 0 ? 0 : max<f64>(amax<f64>(d, n), amax<f64>(e, n - 1));
  part<T>(f, v, e, n, 0, n, negligible<T>(norm));
  ordered<T>(f, v, n, false);
  orderedValues(f, n, false);
}

/** Rows and columns lo to lo + n. */
function part<T>(f: Frame, v: usize, e: usize, ld: usize, lo: usize, n: usize, tolerance: f64): void {
  const size = sizeof<T>(), d = f.values;
  if (n == 0) return;
  store<u32>(f.order + 4 * lo, <u32>lo);
  if (n == 1) return store<T>(v + lo * (ld + 1) * size, 1);
  const half = n / 2, cut = lo + half, high = lo + n, beta = load<f64>(e + 8 * (cut - 1)), rho = abs<f64>(beta);
  store<f64>(d + 8 * (cut - 1), load<f64>(d + 8 * (cut - 1)) - rho);
  store<f64>(d + 8 * cut, load<f64>(d + 8 * cut) - rho);
  part<T>(f, v, e, ld, lo, half, tolerance);
  part<T>(f, v, e, ld, cut, n - half, tolerance);

  const root = sqrt<f64>(rho), other = copysign<f64>(root, beta);
  let norm: f64 = 0;
  for (let i = lo; i < high; i++) {
    const z = i < cut ? root * <f64>load<T>(v + (i * ld + cut - 1) * size) : other * <f64>load<T>(v + (i * ld + cut) * size);
    store<f64>(f.z + 8 * i, z);
    store<u8>(f.kinds + i, i < cut ? UPPER : LOWER);
    norm += z * z;
  }
  merge(f.merged, d, f.order + 4 * lo, half, f.order + 4 * cut, n - half);
  const k = deflate<T>(f, v, 0, ld, lo, n, 0, n, 0, tolerance, tolerance / sqrt<f64>(norm));
  const counts = arrange(f, k);
  secular(f, k, false);
  coefficients<T>(f, k, false, false);
  combine<T>(f, v, ld, lo, cut, high, n, k, counts);
  settle(f, lo, n, k, false);
}

export function spectral_dividework_f32(n: usize): usize { return workBytes<f32>(n); }
export function spectral_dividework_f64(n: usize): usize { return workBytes<f64>(n); }
export function spectral_divide_f32(v: usize, d: usize, e: usize, work: usize, n: usize): void {
  divide<f32>(v, d, e, work, n);
}
export function spectral_divide_f64(v: usize, d: usize, e: usize, work: usize, n: usize): void {
  divide<f64>(v, d, e, work, n);
}
