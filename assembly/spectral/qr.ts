// Eigenvalues of a symmetric tridiagonal matrix by implicit QR steps with Wilkinson's shift.
// Golub and Van Loan, Matrix Computations, 4th ed., algorithms 8.3.2 and 8.3.3.

/** Steps per eigenvalue before giving up; two are usual. */
const TURNS: usize = 40;

/**
 * d: n numbers, the diagonal in, the eigenvalues out, in no order; e: the n - 1 beside it and a spare, destroyed. Returns how many
 * entries of e have not become negligible: 0 unless it did not converge.
 */
export function spectral_qr_f64(d: usize, e: usize, n: usize): usize {
  let hi = n, turns = TURNS * n;
  while (hi > 1) {
    let lo = hi - 1;
    for (; lo > 0; lo--) {
      const at = (lo - 1) * 8, size = abs<f64>(load<f64>(d + at)) + abs<f64>(load<f64>(d + at, 8));
      if (abs<f64>(load<f64>(e + at)) <= 0.5 * f64.EPSILON * size) {
        store<f64>(e + at, 0);
        break;
      }
    }
    if (lo == hi - 1) hi--;
    else if (turns-- == 0) return hi - 1;
    else step(d + 8 * lo, e + 8 * lo, hi - lo);
  }
  return 0;
}

/** One step on n > 1 rows: the bulge made by the first rotation is chased down. */
function step(d: usize, e: usize, n: usize): void {
  const end = (n - 1) * 8, low = load<f64>(d + end), beside = load<f64>(e + end - 8);
  const half = (load<f64>(d + end - 8) - low) / 2, norm = sqrt<f64>(half * half + beside * beside);
  let x = load<f64>(d) - (low - beside * (beside / (half + copysign<f64>(norm, half)))), z = load<f64>(e);
  for (let at: usize = 0; at < end; at += 8) {
    const r = sqrt<f64>(x * x + z * z), c = r == 0 ? 1 : x / r, s = r == 0 ? 0 : z / r;
    const a = load<f64>(d + at), b = load<f64>(e + at), last = load<f64>(d + at, 8), turn = s * (last - a) + 2 * c * b;
    if (at > 0) store<f64>(e + at - 8, r);
    store<f64>(d + at, a + s * turn);
    store<f64>(d + at, last - s * turn, 8);
    x = c * turn - b;
    store<f64>(e + at, x);
    if (at + 8 < end) {
      z = s * load<f64>(e + at, 8);
      store<f64>(e + at, c * load<f64>(e + at, 8), 8);
    }
  }
}
