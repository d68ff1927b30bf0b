// op(A) X = B in place, A triangular in compressed sparse rows: by rows of A where they are rows of op(A), else by columns.
// Davis, Direct Methods for Sparse Linear Systems (2006), chapter 3.

import { axpy } from "../core/axpy";
import { scal } from "../core/scal";
import { get } from "../core/words";

/** Where the diagonal entry of row i is, or the end of its lower part. */
// @ts-ignore: decorator
@inline function middle(indptr: usize, indices: usize, i: usize): usize {
  let low = get(indptr, i);
  for (let high = get(indptr, i + 1); low < high;) {
    const p = (low + high) >> 1;
    if (get(indices, p) < i) low = p + 1;
    else high = p;
  }
  return low;
}

/**
 * A: n x n, of which the lower or the upper triangle is read, with `unit` without its diagonal; rows ascending. x: n x k,
 * row-major, B in, X out. Returns n, or the first row with no diagonal entry or one that is 0; X is then as it was.
 */
function solve<T>(
  x: usize, indptr: usize, indices: usize, values: usize, n: usize, k: usize, lower: bool, transposed: bool, unit: bool,
): usize {
  const size = sizeof<T>(), width = k * size;
  if (!unit) {
    for (let i: usize = 0; i < n; i++) {
      const d = middle(indptr, indices, i);
      if (d == get(indptr, i + 1) || get(indices, d) != i || load<T>(values + d * size) == 0) return i;
    }
  }
  for (let step: usize = 0; step < n; step++) {
    const i = lower != transposed ? step : n - 1 - step, d = middle(indptr, indices, i), end = get(indptr, i + 1);
    const held = d < end && get(indices, d) == i, row = x + i * width;
    const from = lower ? get(indptr, i) : held ? d + 1 : d, to = lower ? d : end;
    if (k == 1) {
      let v = load<T>(row);
      if (!transposed) for (let p = from; p < to; p++) v -= load<T>(values + p * size) * load<T>(x + get(indices, p) * size);
      if (!unit) v /= load<T>(values + d * size);
      store<T>(row, v);
      if (!transposed) continue;
      for (let p = from; p < to; p++) {
        const other = x + get(indices, p) * size;
        store<T>(other, load<T>(other) - load<T>(values + p * size) * v);
      }
    } else {
      if (!transposed) for (let p = from; p < to; p++) axpy<T>(row, x + get(indices, p) * width, k, -load<T>(values + p * size));
      if (!unit) scal<T>(row, k, <T>1 / load<T>(values + d * size));
      if (transposed) for (let p = from; p < to; p++) axpy<T>(x + get(indices, p) * width, row, k, -load<T>(values + p * size));
    }
  }
  return n;
}

export function csr_trsv_f32(
  x: usize, indptr: usize, indices: usize, values: usize, n: usize, k: usize, lower: bool, transposed: bool, unit: bool,
): usize { return solve<f32>(x, indptr, indices, values, n, k, lower, transposed, unit); }
export function csr_trsv_f64(
  x: usize, indptr: usize, indices: usize, values: usize, n: usize, k: usize, lower: bool, transposed: bool, unit: bool,
): usize { return solve<f64>(x, indptr, indices, values, n, k, lower, transposed, unit); }
