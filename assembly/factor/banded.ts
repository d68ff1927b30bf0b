// A = L*L' for a banded A, in blocks; and L*L' X = B.
// Du Croz, Mayes and Radicati, Factorizations of Band Matrices Using Level 3 BLAS, LAPACK Working Note 21 (1990).

import { axpy } from "../core/axpy";
import { cholesky } from "../core/cholesky";
import { dot } from "../core/dot";
import { gemm, gemmWork } from "../core/gemm";
import { scal } from "../core/scal";
import { tgemv } from "../core/tgemv";
import { trsm } from "../core/trsm";

/** Columns of a block. */
const SIDE: usize = 48;

/** Bands up to this wide go row by row. */
const NARROW: usize = 24;

/** Elements of workspace for a band of w elements beside the diagonal. */
function workOf<T>(w: usize): usize { return w * SIDE + gemmWork<T>(w, w, w) + 616; }

/**
 * a: n rows of w + 1 elements, row i the entries (i, i - w) to (i, i) of the lower triangle; those left of column 0 are not
 * read. So element (i, j) is at a + w + i*w + j: a matrix with rows w apart. Returns n, or the first pivot that is not > 0.
 */
function banded<T>(a: usize, work: usize, n: usize, w: usize): usize {
  if (w <= NARROW) return narrow<T>(a, n, w);
  const size = sizeof<T>(), side = min(SIDE, w), origin = a + w * size, products = work + w * SIDE * size;
  for (let j: usize = 0; j < n; j += side) {
    const wide = min(side, n - j), next = j + wide, rows = min(w, n - next), block = origin + (j * w + j) * size;
    const done = cholesky<T>(block, products, wide, w);
    if (done < wide) return j + done;
    // Of row i of the panel, what is left of column i - w is outside the band.
    for (let r: usize = 0; r < rows; r++) {
      const skip = next + r > j + w ? next + r - j - w : 0, row = work + r * wide * size;
      memory.fill(row, 0, skip * size);
      memory.copy(row + skip * size, origin + ((next + r) * w + j + skip) * size, (wide - skip) * size);
    }
    trsm<T>(work, block, products, wide, rows, 1, w, 1, true, false, wide);
    gemm<T>(origin + (next * w + next) * size, work, work, products, rows, rows, wide, w, wide, 1, 1, wide, -1, 1, true);
    for (let r: usize = 0; r < rows; r++) {
      const skip = next + r > j + w ? next + r - j - w : 0;
      memory.copy(origin + ((next + r) * w + j + skip) * size, work + (r * wide + skip) * size, (wide - skip) * size);
    }
  }
  return n;
}

/** Row i from the rows above it. */
function narrow<T>(a: usize, n: usize, w: usize): usize {
  const size = sizeof<T>(), origin = a + w * size;
  for (let i: usize = 0; i < n; i++) {
    const first = i > w ? i - w : 0, row = origin + i * w * size;
    for (let k = first; k < i; k++) {
      // Row k has nothing left of column k - w, which is below that of row i.
      const at = row + k * size, above = origin + k * w * size;
      store<T>(at, (load<T>(at) - dot<T>(row + first * size, above + first * size, k - first)) / load<T>(above + k * size));
    }
    const pivot = load<T>(row + i * size) - dot<T>(row + first * size, row + first * size, i - first);
    if (!(pivot > 0)) return i;
    store<T>(row + i * size, sqrt<T>(pivot));
  }
  return n;
}

/** b: n rows of k elements, the solution on return. */
function solve<T>(b: usize, l: usize, n: usize, k: usize, w: usize): void {
  const size = sizeof<T>(), origin = l + w * size, wide = k * size;
  for (let i: usize = 0; i < n; i++) {
    const first = i > w ? i - w : 0, row = origin + i * w * size, to = b + i * wide, from = b + first * wide;
    if (k == 1) store<T>(to, load<T>(to) - dot<T>(row + first * size, from, i - first));
    else tgemv<T>(to, from, row + first * size, i - first, k, k, -1, 1);
    scal<T>(to, k, <T>1 / load<T>(row + i * size));
  }
  for (let i = n; i-- > 0;) {
    const first = i > w ? i - w : 0, row = origin + i * w * size, from = b + i * wide;
    scal<T>(from, k, <T>1 / load<T>(row + i * size));
    if (k == 1) axpy<T>(b + first * size, row + first * size, i - first, -load<T>(from));
    else for (let j = first; j < i; j++) axpy<T>(b + j * wide, from, k, -load<T>(row + j * size));
  }
}

export function factor_banded_f32(a: usize, work: usize, n: usize, w: usize): usize { return banded<f32>(a, work, n, w); }
export function factor_banded_f64(a: usize, work: usize, n: usize, w: usize): usize { return banded<f64>(a, work, n, w); }

export function factor_bandedwork_f32(w: usize): usize { return workOf<f32>(w); }
export function factor_bandedwork_f64(w: usize): usize { return workOf<f64>(w); }

export function factor_bandedsolve_f32(b: usize, l: usize, n: usize, k: usize, w: usize): void {
  solve<f32>(b, l, n, k, w);
}
export function factor_bandedsolve_f64(b: usize, l: usize, n: usize, k: usize, w: usize): void {
  solve<f64>(b, l, n, k, w);
}
