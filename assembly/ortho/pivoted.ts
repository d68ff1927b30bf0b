// A P = Q R with columns taken by decreasing norm of what is left of them, so that |R_ii| falls.
// Quintana-Orti, Sun and Bischof, A BLAS-3 Version of the QR Factorization with Column Pivoting (1998);
// norms are downdated as in Drmac and Bujanovic, On the Failure of Rank-Revealing QR Factorization Software (2008).

import { dot } from "../core/dot";
import { gemm, gemmWork } from "../core/gemm";
import { gemv } from "../core/gemv";
import { lanes, pick, whole } from "../core/lane";
import { nrm2 } from "../core/nrm2";
import { above } from "../core/ortho/above";
import { WIDTH } from "../core/ortho/wy";
import { reflector } from "../core/reflector";
import { tgemv } from "../core/tgemv";

/** Elements of workspace of ortho_pivotedqr for a matrix of m rows and n columns. */
function pivotedWork<T>(m: usize, n: usize): usize {
  return (WIDTH + 3) * n + (WIDTH + 2) * WIDTH + max(gemmWork<T>(n, m, WIDTH), gemmWork<T>(WIDTH, WIDTH, m));
}

/**
 * As qr, and pivots: n u32, the columns of A in the order they were taken. F, WIDTH rows of n elements, gathers what the
 * reflectors of a block do to the columns after it: A - V F.
 */
function pivotedQr<T>(v: usize, r: usize, t: usize, pivots: usize, work: usize, m: usize, n: usize): void {
  const size = sizeof<T>(), k = min(m, n);
  const norms = work, exact = norms + n * size, f = exact + n * size, coefficients = f + (WIDTH + 1) * n * size;
  const taus = t, rest = coefficients + 2 * WIDTH * size;
  memory.fill(r, 0, k * n * size);
  for (let i: usize = 0; i < n; i++) {
    store<u32>(pivots + i * 4, <u32>i);
    measure<T>(norms, exact, v, i, 0, m);
  }
  let j: usize = 0;
  while (j < k) {
    const w = block<T>(v, r, pivots, norms, exact, f, coefficients, taus, j, min(WIDTH, k - j), m, n);
    const next = j + w, right = v + (next * m + next) * size;
    gemm<T>(right, f + next * size, v + (j * m + next) * size, rest, n - next, m - next, w, m, 1, n, m, 1, -1, 1);
    for (let i = next; i < n; i++) if (load<T>(exact + i * size) < 0) measure<T>(norms, exact, v, i, next, m);
    j = next;
  }
  for (let i: usize = 0; i < k; i++) {
    const row = v + i * m * size;
    for (let p: usize = 0; p < i; p++) store<T>(r + (p * n + i) * size, load<T>(row + p * size));
    memory.fill(row, 0, i * size);
  }
  above<T>(r + k * size, v + k * m * size, k, n - k, m, n);
  memory.copy(f, taus, k * size);
  for (let i: usize = 0; i < k; i += WIDTH) {
    triangle<T>(t + i * WIDTH * size, v + i * (m + 1) * size, f + i * size, rest, min(WIDTH, k - i), m - i, m);
  }
}

/** Up to w columns from j; fewer where a norm must be computed anew. Returns how many. */
function block<T>(
  v: usize, r: usize, pivots: usize, norms: usize, exact: usize, f: usize, x: usize, taus: usize, j: usize, w: usize,
  m: usize, n: usize,
): usize {
  const size = sizeof<T>(), change = f + WIDTH * n * size;
  let stale = false;
  for (let q: usize = 0; q < w; q++) {
    if (stale) return q;
    const c = j + q, row = v + (c * m + c) * size, left = n - c - 1, at = (c + 1) * size, fq = f + q * n * size;
    exchange<T>(v, pivots, norms, exact, f, c, largest<T>(norms, c, n), q, m, n);
    for (let p: usize = 0; p < q; p++) store<T>(x + p * size, load<T>(f + (p * n + c) * size));
    tgemv<T>(row, v + (j * m + c) * size, x, q, m - c, m, -1, 1);
    const beta = reflector<T>(row, m - c, taus + c * size), tau = load<T>(taus + c * size);
    store<T>(r + c * (n + 1) * size, beta);
    gemv<T>(fq + at, row + m * size, row, left, m - c, m, tau, 0);
    for (let p: usize = 0; p < q; p++) {
      const other = v + ((j + p) * m + c) * size;
      store<T>(x + p * size, -tau * dot<T>(other, row, m - c));
      store<T>(x + (WIDTH + p) * size, load<T>(other));
    }
    store<T>(x + (WIDTH + q) * size, 1);
    tgemv<T>(fq + at, f + at, x, q, left, n, 1, 1);
    tgemv<T>(change + at, f + at, x + WIDTH * size, q + 1, left, n, 1, 0);
    for (let i = c + 1; i < n; i++) {
      const entry = v + (i * m + c) * size, value = load<T>(entry) - load<T>(change + i * size);
      store<T>(entry, value);
      if (!downdate<T>(norms + i * size, exact + i * size, value)) stale = true;
    }
  }
  return w;
}

/** Takes one entry off a norm. False, and the mark of a negative exact norm, where too little of it would be right. */
function downdate<T>(norm: usize, exact: usize, entry: T): bool {
  const old = load<T>(norm), last = abs<T>(load<T>(exact));
  if (old == 0) return true;
  const part = abs<T>(entry) / old, left = max<T>(0, (<T>1 - part) * (<T>1 + part)), ratio = old / last;
  if (left * ratio * ratio <= pick<T, T>(<T>3.4526698300124393e-4, <T>1.4901161193847656e-8)) {
    store<T>(exact, -last);
    return false;
  }
  store<T>(norm, old * sqrt<T>(left));
  return true;
}

/** The norm of what is left of column i from element `from` on. */
function measure<T>(norms: usize, exact: usize, v: usize, i: usize, from: usize, m: usize): void {
  const norm = nrm2<T>(v + (i * m + from) * sizeof<T>(), m - from);
  store<T>(norms + i * sizeof<T>(), norm);
  store<T>(exact + i * sizeof<T>(), norm);
}

/** The first of the largest norms from c on. */
function largest<T>(norms: usize, c: usize, n: usize): usize {
  let best = c;
  for (let i = c + 1; i < n; i++) if (load<T>(norms + i * sizeof<T>()) > load<T>(norms + best * sizeof<T>())) best = i;
  return best;
}

/** Columns c and p change places, with all that is known of them. */
function exchange<T>(
  v: usize, pivots: usize, norms: usize, exact: usize, f: usize, c: usize, p: usize, q: usize, m: usize, n: usize,
): void {
  if (c == p) return;
  const size = sizeof<T>(), a = v + c * m * size, b = v + p * m * size;
  let i: usize = 0;
  for (; i < whole<T>(m); i += lanes<T>()) {
    const kept = v128.load(a + i * size);
    v128.store(a + i * size, v128.load(b + i * size));
    v128.store(b + i * size, kept);
  }
  for (; i < m; i++) swap<T>(a + i * size, b + i * size);
  for (let e: usize = 0; e < q; e++) swap<T>(f + (e * n + c) * size, f + (e * n + p) * size);
  swap<T>(norms + c * size, norms + p * size);
  swap<T>(exact + c * size, exact + p * size);
  swap<u32>(pivots + c * 4, pivots + p * 4);
}

// @ts-ignore: decorator
@inline function swap<T>(a: usize, b: usize): void {
  const kept = load<T>(a);
  store<T>(a, load<T>(b));
  store<T>(b, kept);
}

/** T of w reflectors of n elements: its column i is -tau_i T (V'v_i) over tau_i. */
function triangle<T>(t: usize, v: usize, taus: usize, work: usize, w: usize, n: usize, ld: usize): void {
  const size = sizeof<T>(), products = work, rest = work + WIDTH * WIDTH * size;
  gemm<T>(products, v, v, rest, w, w, n, WIDTH, ld, 1, 1, ld, 1, 0);
  for (let i: usize = 0; i < w; i++) {
    const tau = load<T>(taus + i * size);
    for (let p: usize = 0; p < i; p++) {
      let total: T = 0;
      for (let e = p; e < i; e++) total += load<T>(t + (p * WIDTH + e) * size) * load<T>(products + (e * WIDTH + i) * size);
      store<T>(t + (p * WIDTH + i) * size, -tau * total);
    }
    store<T>(t + i * (WIDTH + 1) * size, tau);
    memory.fill(t + i * WIDTH * size, 0, i * size);
  }
}

export function ortho_pivotedwork_f32(m: usize, n: usize): usize { return pivotedWork<f32>(m, n); }
export function ortho_pivotedqr_f32(v: usize, r: usize, t: usize, pivots: usize, work: usize, m: usize, n: usize): void {
  pivotedQr<f32>(v, r, t, pivots, work, m, n);
}
export function ortho_pivotedwork_f64(m: usize, n: usize): usize { return pivotedWork<f64>(m, n); }
export function ortho_pivotedqr_f64(v: usize, r: usize, t: usize, pivots: usize, work: usize, m: usize, n: usize): void {
  pivotedQr<f64>(v, r, t, pivots, work, m, n);
}
