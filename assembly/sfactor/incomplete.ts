// Incomplete factorisations without fill: A = L*L' or L*U at the places of A alone.
// Meijerink and van der Vorst, Math. Comp. 31 (1977) 148-162; Saad, Iterative Methods for Sparse Linear Systems, 2nd ed. (2003),
// algorithm 10.4.

import { get, NONE, set } from "../core/words";

/**
 * A: n x n, the lower triangle in compressed sparse rows, rows ascending; L in its place. The diagonal is taken times
 * 1 + shift. Returns n, or the first pivot that is not > 0.
 */
function cholesky<T>(values: usize, indptr: usize, indices: usize, n: usize, shift: T): usize {
  const size = sizeof<T>();
  for (let i: usize = 0; i < n; i++) {
    const start = get(indptr, i), end = get(indptr, i + 1);
    let rest: T = 0;
    for (let p = start; p < end; p++) {
      const j = get(indices, p), at = values + p * size, last = get(indptr, j + 1) - 1;
      let v = j == i ? load<T>(at) * (1 + shift) : load<T>(at);
      for (let q = start, r = get(indptr, j); q < p && r < last;) { // l_i' l_j over the columns before j
        const a = get(indices, q), b = get(indices, r);
        if (a == b) v -= load<T>(values + q * size) * load<T>(values + r * size);
        if (a <= b) q++;
        if (b <= a) r++;
      }
      if (j == i) rest = v;
      else store<T>(at, v / load<T>(values + last * size));
    }
    if (start == end || get(indices, end - 1) != i || !(rest > 0)) return i;
    store<T>(values + (end - 1) * size, sqrt<T>(rest));
  }
  return n;
}

/**
 * A: n x n in compressed sparse rows, rows ascending; L (its diagonal 1 and not stored) and U in its place. Work: 2 n words.
 * Returns n, or the first row without a pivot: none is stored, or it is 0 or NaN.
 */
function lu<T>(values: usize, indptr: usize, indices: usize, work: usize, n: usize): usize {
  const size = sizeof<T>(), place = work, diagonal = work + 4 * n;
  memory.fill(place, 0xff, n << 2);
  for (let i: usize = 0; i < n; i++) {
    const start = get(indptr, i), end = get(indptr, i + 1);
    let pivot = NONE;
    for (let p = start; p < end; p++) set(place, get(indices, p), p);
    for (let p = start; p < end; p++) {
      const k = get(indices, p);
      if (k >= i) {
        if (k == i) pivot = p;
        break;
      }
      const d = get(diagonal, k), factor = load<T>(values + p * size) / load<T>(values + d * size);
      store<T>(values + p * size, factor);
      for (let q = d + 1, stop = get(indptr, k + 1); q < stop; q++) {
        const to = get(place, get(indices, q));
        if (to == NONE) continue;
        store<T>(values + to * size, load<T>(values + to * size) - factor * load<T>(values + q * size));
      }
    }
    if (pivot == NONE || !(abs<T>(load<T>(values + pivot * size)) > 0)) return i;
    set(diagonal, i, pivot);
    for (let p = start; p < end; p++) set(place, get(indices, p), NONE);
  }
  return n;
}

export function sfactor_incomplete_f32(values: usize, indptr: usize, indices: usize, n: usize, shift: f32): usize {
  return cholesky<f32>(values, indptr, indices, n, shift);
}
export function sfactor_incomplete_f64(values: usize, indptr: usize, indices: usize, n: usize, shift: f64): usize {
  return cholesky<f64>(values, indptr, indices, n, shift);
}
export function sfactor_incompletelu_f32(values: usize, indptr: usize, indices: usize, work: usize, n: usize): usize {
  return lu<f32>(values, indptr, indices, work, n);
}
export function sfactor_incompletelu_f64(values: usize, indptr: usize, indices: usize, work: usize, n: usize): usize {
  return lu<f64>(values, indptr, indices, work, n);
}
