// (T - lambda*I)*x = 0 for each eigenvalue of a quasi-triangular T: x is 1 at its own row and follows by substitution upwards.
// Golub and Van Loan, Matrix Computations, 4th ed., section 7.6.4; a pivot that vanishes is replaced by rounding.

import { dot } from "../core/dot";
import { amax } from "../core/nrm2";
import { scal } from "../core/scal";

/**
 * T: n x n without gaps; real, imaginary: its eigenvalues by row, pairs with the positive part first. x: n x n out, row k the
 * vector of value k, or of a pair the real parts in its first row and the imaginary ones in its second, for the first of the pair.
 */
export function spectral_quasi_f64(x: usize, t: usize, real: usize, imaginary: usize, n: usize): void {
  memory.fill(x, 0, n * n * 8);
  const small = f64.EPSILON * max<f64>(amax<f64>(t, n * n), 1e-130);
  for (let k: usize = 0; k < n; k++) {
    const re = load<f64>(real + k * 8), im = load<f64>(imaginary + k * 8), p = x + k * n * 8, q = p + n * 8;
    if (im == 0) {
      store<f64>(p + k * 8, 1);
      upwards(t, p, 0, re, 0, n, k, k + 1, small);
      continue;
    }
    const corner = t + k * (n + 1) * 8, b = load<f64>(corner, 8), c = load<f64>(corner + n * 8);
    if (abs<f64>(b) >= abs<f64>(c)) {
      store<f64>(p + k * 8, b);
      store<f64>(p + k * 8, re - load<f64>(corner), 8);
      store<f64>(q + k * 8, im, 8);
    } else {
      store<f64>(p + k * 8, re - load<f64>(corner + n * 8, 8));
      store<f64>(q + k * 8, im);
      store<f64>(p + k * 8, c, 8);
    }
    upwards(t, p, q, re, im, n, k, k + 2, small);
    k++;
  }
}

/** Rows before `from` of x = p + iq (q is 0 for a real one) from those up to `to`. */
function upwards(t: usize, p: usize, q: usize, re: f64, im: f64, n: usize, from: usize, to: usize, small: f64): void {
  let i = from;
  while (i > 0) {
    i--;
    const row = t + (i * n + i) * 8, two = i > 0 && load<f64>(row - 8) != 0, skip = (i + 1) * 8, count = to - i - 1;
    const f = -dot<f64>(row + 8, p + skip, count), g: f64 = q == 0 ? 0 : -dot<f64>(row + 8, q + skip, count);
    if (!two) solve(p + i * 8, q == 0 ? 0 : q + i * 8, f, g, load<f64>(row) - re, -im, small);
    else {
      i--;
      const above = t + (i * n + i) * 8;
      const r = -dot<f64>(above + 16, p + skip, count), s: f64 = q == 0 ? 0 : -dot<f64>(above + 16, q + skip, count);
      block(p + i * 8, q == 0 ? 0 : q + i * 8, above, n * 8, r, s, f, g, re, im, small);
    }
    const top = max<f64>(amax<f64>(p + i * 8, to - i), q == 0 ? 0 : amax<f64>(q + i * 8, to - i));
    if (top > 1e100) {
      scal<f64>(p + i * 8, to - i, 1 / top);
      if (q != 0) scal<f64>(q + i * 8, to - i, 1 / top);
    }
  }
}

/** (p + iq) = (f + ig)/(a + ib) */
function solve(p: usize, q: usize, f: f64, g: f64, a: f64, b: f64, small: f64): void {
  if (abs<f64>(a) + abs<f64>(b) < small) a = small;
  const size = a * a + b * b;
  store<f64>(p, (f * a + g * b) / size);
  if (q != 0) store<f64>(q, (g * a - f * b) / size);
}

/** The two rows of a pair, (a - lambda, b; c, d - lambda)*(x; y) = (r + is; f + ig), by Cramer's rule. */
function block(
  p: usize, q: usize, corner: usize, line: usize, r: f64, s: f64, f: f64, g: f64, re: f64, im: f64, small: f64,
): void {
  const a = load<f64>(corner) - re, b = load<f64>(corner, 8), c = load<f64>(corner + line), d = load<f64>(corner + line, 8) - re;
  let x = a * d - im * im - b * c, y = -im * (a + d);
  const least = small * small;
  if (abs<f64>(x) + abs<f64>(y) < least) x = least;
  const size = max<f64>(abs<f64>(x), abs<f64>(y)), u = x / size, v = y / size, scale = 1 / ((u * u + v * v) * size);
  // (d - i im)(r + is) - b(f + ig) and (a - i im)(f + ig) - c(r + is), times the conjugate of the determinant
  const h = d * r + im * s - b * f, k = d * s - im * r - b * g, l = a * f + im * g - c * r, m = a * g - im * f - c * s;
  store<f64>(p, (h * u + k * v) * scale);
  store<f64>(p, (l * u + m * v) * scale, 8);
  if (q == 0) return;
  store<f64>(q, (k * u - h * v) * scale);
  store<f64>(q, (m * u - l * v) * scale, 8);
}
