// v_i <- (v_i - sum_j q_j (q_j' v_i)) / ||.||, the vectors being rows of V; dependent vectors are dropped.
// Bjorck, Numerics of Gram-Schmidt Orthogonalization (1994): modified, classical, and classical done twice.

import { axpy } from "../axpy";
import { dot } from "../dot";
import { gemv } from "../gemv";
import { nrm2 } from "../nrm2";
import { scal } from "../scal";
import { tgemv } from "../tgemv";

/** What is done to a row: nothing is assumed of the other rows but that they are orthonormal. */
export const MODIFIED: usize = 0, CLASSICAL: usize = 1, TWICE: usize = 2;

/**
 * V: n rows of m elements in; orthonormal rows out, the first `rank` of them. R: n x n, rows ldr apart, zero on entry:
 * column i holds the coefficients of v_i in the kept rows. kept: n u32, the indices kept. A row is dependent when what is
 * left of it has norm <= tolerance times its own norm (or that in `norms`, where given), or so small a norm that its
 * reciprocal overflows, and when `room` are kept already: rounding must not add one more. work: n elements. Returns rank.
 */
export function gramSchmidt<T>(
  v: usize, r: usize, kept: usize, work: usize, norms: usize, m: usize, n: usize, ldr: usize, room: usize, tolerance: T,
  passes: usize,
): usize {
  const size = sizeof<T>();
  let rank: usize = 0;
  for (let i: usize = 0; i < n; i++) {
    const row = v + rank * m * size, column = r + i * size;
    if (rank != i) memory.copy(row, v + i * m * size, m * size);
    const before = norms != 0 ? load<T>(norms + i * size) : nrm2<T>(row, m);
    if (passes == MODIFIED) modified<T>(row, v, column, m, ldr, rank);
    else for (let pass: usize = 0; pass < passes; pass++) classical<T>(row, v, column, work, m, ldr, rank);
    const after = nrm2<T>(row, m), scale = <T>1 / after;
    if (rank == room || !(after > tolerance * before && scale < <T>Infinity)) continue;
    scal<T>(row, m, scale);
    store<T>(column + rank * ldr * size, after);
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
