// v_i <- (v_i - sum_j q_j (q_j' v_i)) / ||.||, the vectors being rows of V; dependent vectors are dropped.
// Bjorck, Numerics of Gram-Schmidt Orthogonalization (1994): modified (mgs), and classical done twice (cgs2).

import { axpy } from "../core/axpy";
import { dot } from "../core/dot";
import { gemv } from "../core/gemv";
import { nrm2 } from "../core/nrm2";
import { scal } from "../core/scal";
import { tgemv } from "../core/tgemv";

/**
 * V: n rows of m elements in; orthonormal rows out, the first `rank` of them. R: n x n, row-major, zero on entry: column i
 * holds the coefficients of v_i in the kept rows. kept: n u32, the indices kept. A row is dependent when what is left
 * of it has norm <= tolerance times its own norm, or so small a norm that its reciprocal overflows, and when m are kept
 * already: rounding must not add one more. work: n elements. Returns rank, <= m.
 */
function gramSchmidt<T>(
  v: usize, r: usize, kept: usize, work: usize, m: usize, n: usize, tolerance: T, twice: bool,
): usize {
  const size = sizeof<T>();
  let rank: usize = 0;
  for (let i: usize = 0; i < n; i++) {
    const row = v + rank * m * size, column = r + i * size;
    if (rank != i) memory.copy(row, v + i * m * size, m * size);
    const before = nrm2<T>(row, m);
    if (twice) {
      classical<T>(row, v, column, work, m, n, rank);
      classical<T>(row, v, column, work, m, n, rank);
    } else modified<T>(row, v, column, m, n, rank);
    const after = nrm2<T>(row, m), scale = <T>1 / after;
    if (rank == m || !(after > tolerance * before && scale < <T>Infinity)) continue;
    scal<T>(row, m, scale);
    store<T>(column + rank * n * size, after);
    store<u32>(kept + rank * 4, <u32>i);
    rank++;
  }
  return rank;
}

/** row -= Q'(Q row), coefficients added to the column of R. */
function classical<T>(row: usize, q: usize, column: usize, work: usize, m: usize, n: usize, rank: usize): void {
  gemv<T>(work, q, row, rank, m, m, 1, 0);
  tgemv<T>(row, q, work, rank, m, m, -1, 1);
  for (let j: usize = 0; j < rank; j++) {
    const at = column + j * n * sizeof<T>();
    store<T>(at, load<T>(at) + load<T>(work + j * sizeof<T>()));
  }
}

/** One projection after the other, each against what the last one left. */
function modified<T>(row: usize, q: usize, column: usize, m: usize, n: usize, rank: usize): void {
  for (let j: usize = 0; j < rank; j++) {
    const qj = q + j * m * sizeof<T>(), c = dot<T>(qj, row, m);
    axpy<T>(row, qj, m, -c);
    store<T>(column + j * n * sizeof<T>(), c);
  }
}

export function ortho_mgs_f32(
  v: usize, r: usize, kept: usize, work: usize, m: usize, n: usize, tolerance: f32,
): usize { return gramSchmidt<f32>(v, r, kept, work, m, n, tolerance, false); }
export function ortho_cgs2_f32(
  v: usize, r: usize, kept: usize, work: usize, m: usize, n: usize, tolerance: f32,
): usize { return gramSchmidt<f32>(v, r, kept, work, m, n, tolerance, true); }
export function ortho_mgs_f64(
  v: usize, r: usize, kept: usize, work: usize, m: usize, n: usize, tolerance: f64,
): usize { return gramSchmidt<f64>(v, r, kept, work, m, n, tolerance, false); }
export function ortho_cgs2_f64(
  v: usize, r: usize, kept: usize, work: usize, m: usize, n: usize, tolerance: f64,
): usize { return gramSchmidt<f64>(v, r, kept, work, m, n, tolerance, true); }
