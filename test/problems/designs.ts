// Designs for sparse recovery: numbers in row-major order.
import { reals } from "../data.ts";

/** m x n numbers in (-1, 1), then each column divided by its norm. */
export function unitDesign(m: number, n: number, seed: number): number[] {
  return unitColumns(reals(m * n, seed), m, n);
}

/** An m x n design with each column divided by its norm. */
export function unitColumns(A: ArrayLike<number>, m: number, n: number): number[] {
  const norms = columnsOf(A, m, n).map((column) => Math.sqrt(column.reduce((total, v) => total + v * v, 0)));
  return Array.from(A, (v, p) => v / norms[p % n]!);
}

/** The columns of an m x n design. */
export function columnsOf(A: ArrayLike<number>, m: number, n: number): number[][] {
  return Array.from({ length: n }, (_, j) => Array.from({ length: m }, (_, i) => A[i * n + j]!));
}
