/**
 * The condition number of an upper triangular matrix in the 1-norm, estimated.
 * @module
 */
import type { Matrix } from "../arrays/matrix.ts";
import { trsv } from "../kernels/dense.ts";
import { estimateNorm1 } from "./condition.ts";

/** ||R||_1 times an estimate of ||R^-1||_1; infinite where the diagonal has a zero, 0 where R is empty. */
export function triangularCondition(R: Matrix): number {
  const { engine, type, rows: n, data } = R;
  const sums = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    if (data[i * (n + 1)] === 0) return Infinity;
    for (let j = i; j < n; j++) (sums[j] as number) += Math.abs(data[i * n + j] as number);
  }
  const solve = (transpose: boolean) => (x: Parameters<typeof trsv>[0]) => trsv(x, R, { lower: false, transpose });
  return sums.reduce((top, sum) => Math.max(top, sum), 0) * estimateNorm1(engine, type, n, solve(false), solve(true));
}
