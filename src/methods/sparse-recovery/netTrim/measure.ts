import { Matrix } from "../../../arrays/matrix.ts";
import { gemm } from "../../../kernels/dense.ts";
import type { Trim } from "./steps.ts";

/** How a layer's weights meet their constraints. */
export interface Fit {
  /** ||W||_1 */
  readonly objective: number;
  /** ||(W'X - Y)_M||_F / epsilon: at most 1 but for what is left of the convergence. */
  readonly constraintRatio: number;
  /** max (W'X - V) where Y is no answer; 0 where none is above. */
  readonly maxNegViolation: number;
  /** Weights that are not 0. */
  readonly nnz: number;
}

/** The figures of the problem's W (N x M) for inputs X and answers Y. Reserves M P elements while it works. */
export function measure({ W, answers, epsilon, bounds }: Trim, X: Matrix, Y: Matrix): Fit {
  const { engine, type } = W;
  return engine.memory.scope(() => {
    const Z = new Matrix(engine, type, Y.rows, Y.cols);
    gemm(Z, W, X, { transposeA: true });
    const [z, y, marks] = [Z.data, Y.data, answers.data];
    const bound = bounds();
    let [misfit, above] = [0, 0];
    for (let p = 0; p < z.length; p++) {
      const v = z[p] as number;
      if (marks[p] === 1) misfit += (v - (y[p] as number)) ** 2;
      else above = Math.max(above, v - bound(p));
    }
    let [objective, nnz] = [0, 0];
    for (const w of W.data) {
      objective += Math.abs(w);
      if (w !== 0) nnz++;
    }
    return { objective, constraintRatio: misfit === 0 ? 0 : Math.sqrt(misfit) / epsilon, maxNegViolation: above, nnz };
  });
}
