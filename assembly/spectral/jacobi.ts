// W = diag(s)*U' and V with W_in = V'*W: rows of W are turned against each other, two by two, until all are orthogonal.
// Hestenes (1958), one-sided; de Rijk, A One-Sided Jacobi Algorithm for Computing the SVD on a Vector Computer, SIAM J. Sci.
// Stat. Comput. 10 (1989) 359-371: the longest row first. Each value comes out to its own digits (Demmel and Veselic, 1992).

import { axpy } from "../core/axpy";
import { dot } from "../core/dot";
import { nrm2 } from "../core/nrm2";
import { rot } from "../core/rot";
import { scal } from "../core/scal";

/** Squared norms below this count as 0: their rounding is no longer relative. */
const LEAST: f64 = 1e-290;

/**
 * W: n rows of m >= n numbers in, U' out; V: n x n, I in, V' out; s: n numbers out, descending. Returns the sweeps made, or
 * `sweeps` + 1 where that many were not enough.
 */
export function spectral_jacobi_f64(w: usize, v: usize, s: usize, m: usize, n: usize, sweeps: usize): usize {
  const close = f64.EPSILON * sqrt<f64>(<f64>m);
  let made: usize = 0, turned = true;
  for (; turned && made < sweeps; made++) {
    turned = false;
    for (let i: usize = 0; i < n; i++) store<f64>(s + 8 * i, dot<f64>(w + i * m * 8, w + i * m * 8, m));
    for (let p: usize = 0; p < n; p++) {
      foremost(w, v, s, m, n, p);
      for (let q = p + 1; q < n; q++) turned = turn(w, v, s, m, n, p, q, close) || turned;
    }
  }
  for (let i: usize = 0; i < n; i++) {
    const row = w + i * m * 8, size = nrm2<f64>(row, m), square = load<f64>(s + 8 * i);
    store<f64>(s + 8 * i, square < LEAST ? 0 : size);
    if (square < LEAST) complete(w, m, i);
    else scal<f64>(row, m, 1 / size);
  }
  return turned ? sweeps + 1 : made;
}

/** Makes row p the longest of those from p on. */
function foremost(w: usize, v: usize, s: usize, m: usize, n: usize, p: usize): void {
  let top = p;
  for (let i = p + 1; i < n; i++) if (load<f64>(s + 8 * i) > load<f64>(s + 8 * top)) top = i;
  if (top == p) return;
  rot<f64>(w + p * m * 8, w + top * m * 8, m, 0, 1);
  rot<f64>(v + p * n * 8, v + top * n * 8, n, 0, 1);
  scal<f64>(w + p * m * 8, m, -1);
  scal<f64>(v + p * n * 8, n, -1);
  const square = load<f64>(s + 8 * p);
  store<f64>(s + 8 * p, load<f64>(s + 8 * top));
  store<f64>(s + 8 * top, square);
}

/** Makes rows p and q orthogonal; whether they were not. */
function turn(w: usize, v: usize, s: usize, m: usize, n: usize, p: usize, q: usize, close: f64): bool {
  const a = load<f64>(s + 8 * p), b = load<f64>(s + 8 * q), x = w + p * m * 8, y = w + q * m * 8, c = dot<f64>(x, y, m);
  if (a < LEAST || b < LEAST || abs<f64>(c) <= close * sqrt<f64>(a) * sqrt<f64>(b)) return false;
  const zeta = (b - a) / (2 * c), tangent = copysign<f64>(1, zeta) / (abs<f64>(zeta) + sqrt<f64>(1 + zeta * zeta));
  const cosine = 1 / sqrt<f64>(1 + tangent * tangent);
  rot<f64>(x, y, m, cosine, cosine * tangent);
  rot<f64>(v + p * n * 8, v + q * n * 8, n, cosine, cosine * tangent);
  store<f64>(s + 8 * p, dot<f64>(x, x, m));
  store<f64>(s + 8 * q, dot<f64>(y, y, m));
  return true;
}

/** Row i: a unit vector orthogonal to the rows before it, from the axis that they are farthest from; projected twice. */
function complete(w: usize, m: usize, i: usize): void {
  const row = w + i * m * 8;
  let axis: usize = 0, least = Infinity;
  for (let j: usize = 0; j < m; j++) {
    let within: f64 = 0;
    for (let p: usize = 0; p < i; p++) {
      const e = load<f64>(w + (p * m + j) * 8);
      within += e * e;
    }
    if (within < least) {
      least = within;
      axis = j;
    }
  }
  memory.fill(row, 0, m * 8);
  store<f64>(row + 8 * axis, 1);
  for (let turn = 0; turn < 2; turn++) {
    for (let p: usize = 0; p < i; p++) axpy<f64>(row, w + p * m * 8, m, -dot<f64>(w + p * m * 8, row, m));
    scal<f64>(row, m, 1 / nrm2<f64>(row, m));
  }
}
