// out_j = sum_i x_ij r_i for some columns j of X, each lane of the panel r on its own.

import { Dense, Plain, Sparse, total } from "./column";

/**
 * out: a panel of as many rows as X has columns, of which those in `set` are written; set: count u32; r: a panel of n rows;
 * X by columns: indptr, indices, values, or where indptr is 0 dense, column after column. A row of a panel is 1 or, where
 * `wide`, 2 vectors.
 */
function dots<T>(out: usize, indptr: usize, indices: usize, values: usize, r: usize, set: usize, count: usize, n: usize, wide: bool): void {
  for (let s: usize = 0; s < count; s++) {
    const j: usize = load<u32>(set + s * 4), to = out + (j << (wide ? 5 : 4));
    if (indptr == 0) {
      if (wide) total<T, Dense, Plain>(to, indptr, indices, values, r, r, j, n, true);
      else total<T, Dense, Plain>(to, indptr, indices, values, r, r, j, n, false);
    } else {
      if (wide) total<T, Sparse, Plain>(to, indptr, indices, values, r, r, j, n, true);
      else total<T, Sparse, Plain>(to, indptr, indices, values, r, r, j, n, false);
    }
  }
}

export function klane_dots_f32(out: usize, indptr: usize, indices: usize, values: usize, r: usize, set: usize, count: usize, n: usize, wide: bool): void {
  dots<f32>(out, indptr, indices, values, r, set, count, n, wide);
}
export function klane_dots_f64(out: usize, indptr: usize, indices: usize, values: usize, r: usize, set: usize, count: usize, n: usize, wide: bool): void {
  dots<f64>(out, indptr, indices, values, r, set, count, n, wide);
}
