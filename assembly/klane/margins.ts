// u = X (z - z0), lane by lane, of some columns of X.

import { Dense, Sparse, spread } from "./column";

/** u: a panel of n rows; z, z0: panels of as many rows as X has columns; step: one row of a panel to work in; X and set as for klane_dots. */
function margins<T>(
  u: usize, step: usize, z: usize, z0: usize, indptr: usize, indices: usize, values: usize, set: usize, count: usize, n: usize, wide: bool,
): void {
  const row: usize = wide ? 32 : 16;
  memory.fill(u, 0, n * row);
  for (let s: usize = 0; s < count; s++) {
    const j: usize = load<u32>(set + s * 4), here = j * row;
    for (let v: usize = 0; v < row; v += 16) v128.store(step + v, v128.sub<T>(v128.load(z + here + v), v128.load(z0 + here + v)));
    if (indptr == 0) {
      if (wide) spread<T, Dense>(u, indptr, indices, values, step, j, n, true);
      else spread<T, Dense>(u, indptr, indices, values, step, j, n, false);
    } else {
      if (wide) spread<T, Sparse>(u, indptr, indices, values, step, j, n, true);
      else spread<T, Sparse>(u, indptr, indices, values, step, j, n, false);
    }
  }
}

export function klane_margins_f32(u: usize, step: usize, z: usize, z0: usize, indptr: usize, indices: usize, values: usize, set: usize, count: usize, n: usize, wide: bool): void {
  margins<f32>(u, step, z, z0, indptr, indices, values, set, count, n, wide);
}
export function klane_margins_f64(u: usize, step: usize, z: usize, z0: usize, indptr: usize, indices: usize, values: usize, set: usize, count: usize, n: usize, wide: bool): void {
  margins<f64>(u, step, z, z0, indptr, indices, values, set, count, n, wide);
}
