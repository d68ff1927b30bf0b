// H = Z*T*Z', T quasi-triangular: Francis' implicit steps with two shifts on an upper Hessenberg H, bulges of three rows.
// Golub and Van Loan, Matrix Computations, 4th ed., algorithms 7.5.1 and 7.5.2.

import { rot } from "../core/rot";
import { three } from "../core/spectral/three";

/** Steps per eigenvalue before giving up; two or three are usual. */
const TURNS: usize = 30;

/**
 * H: n x n without gaps, T out: blocks of two rows on its diagonal are those of complex pairs. z: n x n, Z' in and out by row, or 0
 * where the eigenvalues alone are wanted; T is then right on its diagonal blocks only. Returns how many rows from the top have not
 * been taken apart: 0 unless it did not converge.
 */
export function spectral_francis_f64(h: usize, z: usize, n: usize): usize {
  let hi = n, turns: usize = 0, left = TURNS * max(n, 10);
  while (hi > 0) {
    const lo = split(h, n, hi);
    if (hi - lo > 2) {
      if (left-- == 0) return hi;
      turns++;
      step(h, z, n, lo, hi, turns % 10 == 0);
      continue;
    }
    if (hi - lo == 2) pair(h, z, n, lo);
    hi = lo;
    turns = 0;
  }
  return 0;
}

// @ts-ignore: decorator
@inline function at(h: usize, n: usize, i: usize, j: usize): usize { return h + (i * n + j) * 8; }

/** Where the last block that does not fall apart begins; entries that are negligible beside it are set to 0. */
function split(h: usize, n: usize, hi: usize): usize {
  let lo = hi - 1;
  for (; lo > 0; lo--) {
    const below = at(h, n, lo, lo - 1), size = abs<f64>(load<f64>(below - n * 8)) + abs<f64>(load<f64>(below, 8));
    if (abs<f64>(load<f64>(below)) <= f64.EPSILON * size || abs<f64>(load<f64>(below)) < 1e-290) {
      store<f64>(below, 0);
      break;
    }
  }
  return lo;
}

/** One sweep over rows lo to before hi, more than two. */
function step(h: usize, z: usize, n: usize, lo: usize, hi: usize, odd: bool): void {
  const end = hi - 1, corner = at(h, n, end - 1, end - 1), first = at(h, n, lo, lo), line = n * 8;
  // The first column of (H - s)(H - t) over h_10, by differences from h_00, which may nearly be a double shift.
  const p = load<f64>(first), size = abs<f64>(load<f64>(corner + line)) + abs<f64>(load<f64>(corner - 8));
  const r = load<f64>(corner + line, 8) - p + (odd ? 0.75 * size : 0), s = odd ? r : load<f64>(corner) - p;
  const across = odd ? -0.4375 * size * size : load<f64>(corner, 8) * load<f64>(corner + line);
  let x = (r * s - across) / load<f64>(first + line) + load<f64>(first, 8), y = load<f64>(first + line, 8) - p - r - s;
  let w = load<f64>(first + 2 * line, 8);
  for (let k = lo; k < end; k++) {
    const wide = k + 2 < hi, top = max<f64>(abs<f64>(x), max<f64>(abs<f64>(y), abs<f64>(w)));
    if (top > 0) {
      x /= top;
      y /= top;
      w /= top;
      const norm = sqrt<f64>(x * x + y * y + w * w), beta = x > 0 ? -norm : norm, tau = (beta - x) / beta;
      const u = y / (x - beta), v = w / (x - beta), from = k > lo ? k - 1 : lo;
      const right = z == 0 ? hi : n, above: usize = z == 0 ? lo : 0;
      three(at(h, n, k, from), line, right - from, tau, u, v, wide);
      columns(at(h, n, above, k), line, min(k + 4, hi) - above, tau, u, v, wide);
      if (z != 0) three(z + k * line, line, n, tau, u, v, wide);
      if (k > lo) {
        store<f64>(at(h, n, k + 1, k - 1), 0);
        if (wide) store<f64>(at(h, n, k + 2, k - 1), 0);
      }
    }
    if (k + 1 == end) break;
    x = load<f64>(at(h, n, k + 1, k));
    y = load<f64>(at(h, n, k + 2, k));
    w = k + 3 < hi ? load<f64>(at(h, n, k + 3, k)) : 0;
  }
}

/** (x y w) -= tau*(x + u*y + v*w)*(1 u v) for `rows` rows of three, or two, elements side by side. */
function columns(p: usize, line: usize, rows: usize, tau: f64, u: f64, v: f64, three: bool): void {
  for (let i: usize = 0; i < rows; i++, p += line) {
    const x = load<f64>(p), y = load<f64>(p, 8), w: f64 = three ? load<f64>(p, 16) : 0, s = tau * (x + u * y + v * w);
    store<f64>(p, x - s);
    store<f64>(p, y - s * u, 8);
    if (three) store<f64>(p, w - s * v, 16);
  }
}

/** Two rows: made triangular by a rotation where their eigenvalues are real. */
function pair(h: usize, z: usize, n: usize, i: usize): void {
  const corner = at(h, n, i, i), line = n * 8;
  const a = load<f64>(corner), b = load<f64>(corner, 8), c = load<f64>(corner + line), d = load<f64>(corner + line, 8);
  const half = (a - d) / 2, square = half * half + b * c;
  if (!(square >= 0)) return;
  // (a - x, b; c, d - x): x is the root farther from d, so that its vector (x - d, c) does not cancel.
  const x = half + copysign<f64>(sqrt<f64>(square), half), norm = sqrt<f64>(x * x + c * c);
  const cosine = norm == 0 ? 1 : x / norm, sine = norm == 0 ? 0 : c / norm;
  const from: usize = z == 0 ? i : 0, right = z == 0 ? i + 2 : n;
  rot<f64>(at(h, n, i + 1, i), at(h, n, i, i), right - i, cosine, sine);
  for (let r = from; r < i + 2; r++) {
    const p = at(h, n, r, i), f = load<f64>(p), g = load<f64>(p, 8);
    store<f64>(p, cosine * f + sine * g);
    store<f64>(p, cosine * g - sine * f, 8);
  }
  store<f64>(corner + line, 0);
  if (z != 0) rot<f64>(z + (i + 1) * line, z + i * line, n, cosine, sine);
}
