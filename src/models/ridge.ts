/**
 * Ridge regression.
 *
 * Hoerl and Kennard, "Ridge Regression: Biased Estimation for Nonorthogonal Problems", Technometrics 12 (1970) 55-67; for more
 * features than samples by w = A'(A A' + alpha I)^-1 b.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkNumbers, checkOptions, checkPositive } from "../core/check.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import { syrk } from "../kernels/dense.ts";
import { cholesky } from "../linalg/cholesky.ts";
import { Fit } from "./fit.ts";
import { centred } from "./moments.ts";
import { type ModelOptions, modelOptions } from "./options.ts";
import type { Design } from "./samples.ts";

/** Options of `ridge`. */
export interface RidgeOptions extends Pick<ModelOptions, "fitIntercept" | "sampleWeight" | "tolerance"> {
  /** The weight of the penalty, > 0. Default 1. */
  alpha?: number;
}

/** Options of `ridgePath`. */
export interface RidgePathOptions extends Omit<RidgeOptions, "alpha"> {
  /** The weights of the penalty, all > 0. */
  alphas: ArrayLike<number>;
}

/**
 * min over w, b of  sum_i s_i (y_i - x_i'w - b)^2 + alpha ||w||^2,  scikit-learn's Ridge, sample weights as they are: by a
 * Cholesky factor of the smaller of A'A and A A', A a dense centred copy of X, and a step of refinement.
 *
 * With r = b - A w the gap is to the dual 2 b'r - ||r||^2 - ||A'r||^2 / alpha; `dualGap` is it over ||b||^2.
 * @throws ArgumentRangeError if a number is not finite or alpha is not > 0; NotPositiveDefiniteError where alpha is lost to rounding
 */
export function ridge(X: Design, y: Vector, options: RidgeOptions = {}): Fit {
  checkOptions("options", options);
  const { alpha = 1, ...rest } = options;
  checkPositive("alpha", alpha);
  return ridgePath(X, y, { ...rest, alphas: [alpha] })[0] as Fit;
}

/** As `ridge`, for several alpha; the products of the columns are computed once. */
export function ridgePath(X: Design, y: Vector, options: RidgePathOptions): Fit[] {
  checkOptions("options", options);
  const { alphas, sampleWeight } = options;
  checkNumbers("alphas", alphas);
  if (alphas.length === 0) throw new ArgumentRangeError("alphas", "one number or more", "none");
  for (let i = 0; i < alphas.length; i++) checkPositive(`alphas[${i}]`, alphas[i]);
  const { fitIntercept, tolerance } = modelOptions(options, 1);
  if (X.rows === 0) throw new ArgumentRangeError("X", "one sample or more", "none");
  return X.engine.memory.scope(() => {
    const { A, b, intercept } = centred(X, y, fitIntercept, sampleWeight, true);
    const { engine, type, rows: n, cols: p } = A;
    const wide = p > n;
    const G = new Matrix(engine, type, Math.min(n, p), Math.min(n, p));
    syrk(G, A, { transpose: !wide });
    const told = squares(b.data);
    return Array.from(alphas, (alpha) => {
      const K = G.clone();
      for (let j = 0; j < K.rows; j++) (K.data[j * (K.rows + 1)] as number) += alpha;
      const L = cholesky(K);
      const w = Vector.zeros(engine, type, p);
      const residual = b.clone();
      const add = (step: Vector) => {
        const to = w.data;
        step.data.forEach((value, j) => {
          (to[j] as number) += value;
        });
      };
      /** A'r - alpha w, whose root is the minimum. */
      const slope = () => {
        const g = A.matmul(residual, { transposeA: true });
        const [to, by] = [g.data, w.data];
        for (let j = 0; j < p; j++) (to[j] as number) -= alpha * (by[j] as number);
        return g;
      };
      const renew = () => {
        const fitted = A.matmul(w).data;
        residual.data.set(b.data.map((value, i) => value - (fitted[i] as number)));
      };
      if (wide) add(A.matmul(L.solve(b), { transposeA: true }));
      else add(L.solve(slope()));
      renew();
      if (!wide) {
        add(L.solve(slope()));
        renew();
      }
      const g = A.matmul(residual, { transposeA: true }).data;
      const [left, size] = [squares(residual.data), squares(w.data)];
      const cross = Float64Array.from(residual.data).reduce((total, v, i) => total + v * (b.data[i] as number), 0);
      const objective = left + alpha * size;
      const gap = objective - (2 * cross - left - squares(g) / alpha);
      const dualGap = told > 0 ? gap / told : 0;
      return new Fit({
        coefficients: w,
        intercept: intercept(w.data),
        alpha,
        objective,
        gap,
        dualGap,
        iterations: 1,
        converged: dualGap <= tolerance,
      });
    });
  });
}

const squares = (x: ArrayLike<number>): number => Float64Array.from(x).reduce((total, v) => total + v * v, 0);
