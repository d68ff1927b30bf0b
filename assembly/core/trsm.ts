// op(A) X = B in place, A triangular: blocks of SIDE rows, the part already solved taken off by gemm.

import { axpy, axpy4 } from "./axpy";
import { gemm } from "./gemm";
import { scal } from "./scal";

const SIDE: usize = 48;

/**
 * op(A): n x n, element (i, j) at a + i*r + j*s, lower or upper triangular; B: n x k, rows ldb apart, the solution on
 * return. Workspace: gemmWork(SIDE, k, n) elements.
 */
export function trsm<T>(
  b: usize, a: usize, work: usize, n: usize, k: usize, ldb: usize, r: usize, s: usize, lower: bool, unit: bool,
): void {
  const size = sizeof<T>();
  for (let done: usize = 0; done < n; done += SIDE) {
    const live = min(SIDE, n - done), i = lower ? done : n - done - live;
    const solved: usize = lower ? 0 : i + live, at = b + i * ldb * size;
    gemm<T>(at, a + (i * r + solved * s) * size, b + solved * ldb * size, work, live, k, done, ldb, r, s, ldb, 1, -1, 1);
    diagonal<T>(at, a + (i * r + i * s) * size, live, k, ldb, r, s, lower, unit);
  }
}

/** One block of the diagonal: substitution by whole rows of B, four at a time. */
function diagonal<T>(
  b: usize, a: usize, n: usize, k: usize, ldb: usize, r: usize, s: usize, lower: bool, unit: bool,
): void {
  const size = sizeof<T>();
  for (let step: usize = 0; step < n; step++) {
    const i = lower ? step : n - 1 - step, first: usize = lower ? 0 : i + 1, row = b + i * ldb * size;
    let q: usize = 0;
    for (; q + 4 <= step; q += 4) {
      const j = first + q, at = a + (i * r + j * s) * size;
      axpy4<T>(row, b + j * ldb * size, ldb, k, -load<T>(at), -load<T>(at + s * size),
        -load<T>(at + 2 * s * size), -load<T>(at + 3 * s * size));
    }
    for (; q < step; q++) axpy<T>(row, b + (first + q) * ldb * size, k, -load<T>(a + (i * r + (first + q) * s) * size));
    if (!unit) scal<T>(row, k, <T>1 / load<T>(a + (i * r + i * s) * size));
  }
}
