// Singular values of an upper bidiagonal matrix by implicit QR steps, without a shift where one would spoil small values.
// Demmel and Kahan, Accurate Singular Values of Bidiagonal Matrices, SIAM J. Sci. Stat. Comput. 11 (1990) 873-912.

/** Steps per value before giving up; two or three are usual. */
const TURNS: usize = 60;

/**
 * d: n numbers, the diagonal in, the singular values out, in no order; e: the n - 1 above it and a spare, destroyed. Returns how
 * many entries of e have not become negligible: 0 unless it did not converge.
 */
export function spectral_bidiagonalqr_f64(d: usize, e: usize, n: usize): usize {
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
  for (let i: usize = 0; i < n; i++) store<f64>(d + 8 * i, abs<f64>(load<f64>(d + 8 * i)));
  return 0;
}

/** One step on n > 1 rows, shifted by the smaller singular value of the last two rows where that can be done safely. */
function step(d: usize, e: usize, n: usize): void {
  const end = (n - 1) * 8, top = abs<f64>(load<f64>(d)), shift = smaller(d + end - 8, e + end - 8);
  const ratio = top == 0 ? 0 : shift / top;
  if (ratio * ratio < f64.EPSILON) return plain(d, e, end);
  let x = (top - shift) * (copysign<f64>(1, load<f64>(d)) + shift / load<f64>(d)), z = load<f64>(e);
  for (let at: usize = 0; at < end; at += 8) {
    let r = sqrt<f64>(x * x + z * z), c = r == 0 ? 1 : x / r, s = r == 0 ? 0 : z / r;
    if (at > 0) store<f64>(e + at - 8, r);
    const a = load<f64>(d + at), b = load<f64>(e + at), next = load<f64>(d + at, 8), over = c * b - s * a;
    x = c * a + s * b;
    z = s * next;
    r = sqrt<f64>(x * x + z * z);
    const below = c * next;
    c = r == 0 ? 1 : x / r;
    s = r == 0 ? 0 : z / r;
    store<f64>(d + at, r);
    store<f64>(d + at, c * below - s * over, 8);
    x = c * over + s * below;
    store<f64>(e + at, x);
    if (at + 8 < end) {
      z = s * load<f64>(e + at, 8);
      store<f64>(e + at, c * load<f64>(e + at, 8), 8);
    }
  }
}

/** One step without shift, which finds every value to its own digits. */
function plain(d: usize, e: usize, end: usize): void {
  let c: f64 = 1, s: f64 = 0, cosine: f64 = 1;
  for (let at: usize = 0; at < end; at += 8) {
    const x = load<f64>(d + at) * c, z = load<f64>(e + at), r = sqrt<f64>(x * x + z * z);
    c = r == 0 ? 1 : x / r;
    const sine = r == 0 ? 0 : z / r, f = cosine * r, g = load<f64>(d + at, 8) * sine, h = sqrt<f64>(f * f + g * g);
    if (at > 0) store<f64>(e + at - 8, s * r);
    cosine = h == 0 ? 1 : f / h;
    s = h == 0 ? 0 : g / h;
    store<f64>(d + at, h);
  }
  const last = load<f64>(d + end) * c;
  store<f64>(e + end - 8, last * s);
  store<f64>(d + end, last * cosine);
}

/** The smaller singular value of (a, b; 0, c), from |a c| and the larger one. */
function smaller(d: usize, e: usize): f64 {
  const a = abs<f64>(load<f64>(d)), b = abs<f64>(load<f64>(e)), c = abs<f64>(load<f64>(d, 8));
  const sum = sqrt<f64>((a + c) * (a + c) + b * b), gap = sqrt<f64>((a - c) * (a - c) + b * b), larger = (sum + gap) / 2;
  return larger == 0 ? 0 : a * (c / larger);
}
