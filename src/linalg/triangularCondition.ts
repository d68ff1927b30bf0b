/**
 * The condition number of a triangular matrix in the 1-norm, estimated.
 *
 * Higham, "FORTRAN Codes for Estimating the One-Norm of a Real or Complex Matrix", ACM Trans. Math. Softw. 14 (1988)
 * 381-396, algorithm 4.1 (Hager's with a second guess).
 * @module
 */
import type { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { trsv } from "../kernels/dense.ts";

/** ||R||_1 times an estimate of ||R^-1||_1, never above it, rarely below a third; infinite where the diagonal has a zero. */
export function triangularCondition(R: Matrix): number {
  const { rows: n, data } = R;
  for (let i = 0; i < n; i++) if (data[i * (n + 1)] === 0) return Infinity;
  if (n === 0) return 0;
  const sums = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) (sums[j] as number) += Math.abs(data[i * n + j] as number);
  return R.engine.memory.scope(() => {
    const x = new Vector(R.engine, R.type, n);
    const solve = (start: (i: number) => number, transpose = false): number => {
      const { data } = x;
      for (let i = 0; i < n; i++) data[i] = start(i);
      trsv(x, R, { lower: false, transpose });
      return x.asum();
    };
    let best = solve(() => 1 / n);
    for (let step = 0, last = -1; step < 5 && n > 1; step++) {
      const signs = x.data.map((v) => (v < 0 ? -1 : 1));
      solve((i) => signs[i] as number, true);
      const slopes = x.data;
      let at = 0;
      for (let i = 1; i < n; i++) if (Math.abs(slopes[i] as number) > Math.abs(slopes[at] as number)) at = i;
      if (at === last) break;
      last = at;
      const next = solve((i) => (i === at ? 1 : 0));
      if (next <= best) break;
      best = next;
    }
    if (n > 1) best = Math.max(best, (2 * solve((i) => (i % 2 === 0 ? 1 : -1) * (1 + i / (n - 1)))) / (3 * n));
    return Math.max(...sums) * best;
  });
}
