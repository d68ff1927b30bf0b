// P*A*P' = L*D*L', D of blocks 1 x 1 and 2 x 2, in panels; A's upper triangle becomes L', so that columns of L are rows.
// Bunch and Kaufman, Some Stable Methods for Calculating Inertia and Solving Symmetric Linear Systems, Math. Comp. 31
// (1977) 163-179, algorithm A; panels as in Anderson and Dongarra, LAPACK Working Note 19 (1990).

import { gemm, gemmWork } from "../core/gemm";
import { iamax } from "../core/iamax";
import { scal } from "../core/scal";
import { tgemv } from "../core/tgemv";

/** Columns of a panel. */
const PANEL: usize = 48;

/** Rows of the rest that are updated together: what of them lies under the diagonal is computed in vain. */
const STRIP: usize = 96;

/** (1 + sqrt(17)) / 8: the least growth over a 1 x 1 and a 2 x 2 step alike. */
const ALPHA: f64 = 0.6403882032022076;

/** Elements of workspace: the columns of L*D of a panel, one row across it, and products. */
function workOf<T>(n: usize): usize { return PANEL * (n + 1) + gemmWork<T>(STRIP, n, PANEL); }

/**
 * A: n x n, its upper triangle in; L' with its diagonal of ones out, the part below is left as it was or not. d: n elements
 * of D's diagonal; e: n elements, e_k beside d_k and d_(k+1) in a 2 x 2 block, else 0. exchanges: n words as in factor_permute.
 */
function ldl<T>(a: usize, d: usize, e: usize, exchanges: usize, work: usize, n: usize): void {
  const size = sizeof<T>(), wide = n * size, products = work + PANEL * (n + 1) * size;
  for (let k0: usize = 0; k0 < n;) {
    const k = panel<T>(a, d, e, exchanges, work, k0, n), count = k - k0;
    for (let p: usize = 0; p < k0; p++) {
      for (let q = k0; q < k; q++) cross<T>(a + p * wide, q, load<u32>(exchanges + q * 4));
    }
    for (let i = k; i < n; i += STRIP) {
      const rows = min(STRIP, n - i), at = i * size;
      gemm<T>(a + i * wide + at, work + at, a + k0 * wide + at, products, rows, n - i, count, n, 1, n, n, 1, -1, 1);
    }
    k0 = k;
  }
}

/** Exchanges elements i and j of a row. */
// @ts-ignore: decorator
@inline function cross<T>(row: usize, i: usize, j: usize): void {
  const held = load<T>(row + i * sizeof<T>());
  store<T>(row + i * sizeof<T>(), load<T>(row + j * sizeof<T>()));
  store<T>(row + j * sizeof<T>(), held);
}

/** w_j = a_j - sum_p x_p l_pj for j from k on: column `col` as the panel's `count` columns leave it; x_p = W_p,col. */
function column<T>(w: usize, work: usize, l: usize, count: usize, col: usize, k: usize, n: usize): void {
  const size = sizeof<T>(), x = work + PANEL * n * size;
  for (let p: usize = 0; p < count; p++) store<T>(x + p * size, load<T>(work + (p * n + col) * size));
  if (count > 0) tgemv<T>(w + k * size, l + k * size, x, count, n - k, n, -1, 1);
}

/** Columns k0 to the one returned. Row p of the workspace: column k0 + p of L*D. */
function panel<T>(a: usize, d: usize, e: usize, exchanges: usize, work: usize, k0: usize, n: usize): usize {
  const size = sizeof<T>(), wide = n * size, last = n - k0 <= PANEL, l = a + k0 * wide;
  let k = k0;
  while (k < n && (last || k - k0 + 1 < PANEL)) {
    const count = k - k0, w = work + count * wide, v = w + wide;
    memory.copy(w + k * size, a + k * wide + k * size, (n - k) * size);
    column<T>(w, work, l, count, k, k, n);
    const here = <f64>abs<T>(load<T>(w + k * size));
    let step: usize = 1, at = k;
    if (k + 1 < n) {
      const far = k + 1 + iamax<T>(w + (k + 1) * size, n - k - 1), most = <f64>abs<T>(load<T>(w + far * size));
      if (here < ALPHA * most) {
        for (let j = k; j < far; j++) store<T>(v + j * size, load<T>(a + j * wide + far * size));
        memory.copy(v + far * size, a + far * wide + far * size, (n - far) * size);
        column<T>(v, work, l, count, far, k, n);
        const there = <f64>abs<T>(load<T>(v + far * size));
        let across = <f64>abs<T>(load<T>(v + (k + iamax<T>(v + k * size, far - k)) * size));
        if (far + 1 < n) across = max(across, <f64>abs<T>(load<T>(v + (far + 1 + iamax<T>(v + (far + 1) * size, n - far - 1)) * size)));
        if (here < ALPHA * most * (most / across)) {
          at = far;
          if (there >= ALPHA * across) memory.copy(w + k * size, v + k * size, (n - k) * size);
          else step = 2;
        }
      }
    }
    const end = k + step - 1;
    store<u32>(exchanges + k * 4, <u32>k);
    store<u32>(exchanges + end * 4, <u32>at);
    if (at != end) {
      // Column `end` of A moves to `at`; what was there is in W, and the columns k to `end` become L.
      store<T>(a + (at * n + at) * size, load<T>(a + (end * n + end) * size));
      for (let j = end + 1; j < at; j++) store<T>(a + (j * n + at) * size, load<T>(a + (end * n + j) * size));
      memory.copy(a + (at * n + at + 1) * size, a + (end * n + at + 1) * size, (n - at - 1) * size);
      for (let p: usize = 0; p < count; p++) cross<T>(l + p * wide, end, at);
      for (let p: usize = 0; p < count + step; p++) cross<T>(work + p * wide, end, at);
    }
    if (step == 1) single<T>(a + k * wide, w, d + k * size, e + k * size, k, n);
    else double<T>(a + k * wide, w, d + k * size, e + k * size, k, n);
    k += step;
  }
  return k;
}

/** A 1 x 1 block: the row of L' from that of D*L'. */
function single<T>(row: usize, w: usize, d: usize, e: usize, k: usize, n: usize): void {
  const size = sizeof<T>(), pivot = load<T>(w + k * size);
  store<T>(d, pivot);
  store<T>(e, 0);
  store<T>(row + k * size, 1);
  const inverse = <T>1 / pivot, to = row + (k + 1) * size, from = w + (k + 1) * size, count = n - k - 1;
  memory.copy(to, from, count * size);
  if (abs<T>(inverse) != Infinity) scal<T>(to, count, inverse);
  // A pivot of zero heads a column of zeros.
  else if (pivot != 0) for (let j: usize = 0; j < count; j++) store<T>(to + j * size, load<T>(from + j * size) / pivot);
}

/** A 2 x 2 block, scaled by the entry off its diagonal, which is the largest of both columns. */
function double<T>(row: usize, w: usize, d: usize, e: usize, k: usize, n: usize): void {
  const size = sizeof<T>(), wide = n * size, off = load<T>(w + (k + 1) * size), v = w + wide;
  const first = load<T>(w + k * size), second = load<T>(v + (k + 1) * size), p = second / off, q = first / off;
  store<T>(d, first);
  store<T>(d + size, second);
  store<T>(e, off);
  store<T>(e + size, 0);
  store<T>(row + k * size, 1);
  store<T>(row + (k + 1) * size, 0);
  store<T>(row + wide + (k + 1) * size, 1);
  const scale = <T>1 / (p * q - 1) / off;
  for (let j = k + 2; j < n; j++) {
    const x = load<T>(w + j * size), y = load<T>(v + j * size);
    store<T>(row + j * size, scale * (p * x - y));
    store<T>(row + wide + j * size, scale * (q * y - x));
  }
}

export function factor_ldl_f32(a: usize, d: usize, e: usize, exchanges: usize, work: usize, n: usize): void {
  ldl<f32>(a, d, e, exchanges, work, n);
}
export function factor_ldl_f64(a: usize, d: usize, e: usize, exchanges: usize, work: usize, n: usize): void {
  ldl<f64>(a, d, e, exchanges, work, n);
}

export function factor_ldlwork_f32(n: usize): usize { return workOf<f32>(n); }
export function factor_ldlwork_f64(n: usize): usize { return workOf<f64>(n); }
