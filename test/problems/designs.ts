// Designs for sparse recovery: numbers in row-major order.
import type { Floats } from "../../src/core/types.ts";
import type { Random } from "../../src/index.ts";
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

/** N x d numbers in groups of nearly equal columns: X_j = u_g + s_g noise, s_g from 1 down to 1/1000. */
export function groupedDesign(random: Random, N: number, d: number, groups: number): Float64Array {
  const draws = [random.normal(N * groups), random.normal(N * d), random.uniform(groups)];
  const [centres, noise, exponents] = draws.map(({ data }) => data) as [Floats, Floats, Floats];
  const X = Float64Array.from({ length: N * d }, (_, p) => {
    const [i, j] = [Math.floor(p / d), p % d];
    const g = j % groups;
    return centres[i * groups + g]! + 10 ** (-3 * exponents[g]!) * noise[i * d + j]!;
  });
  for (const draw of draws) draw.dispose();
  return X;
}
