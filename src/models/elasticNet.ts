/**
 * The elastic net and the lasso:
 *
 *   min over w and b of 1/(2n) sum_i s_i (y_i - b - x_i'w)^2 + alpha l1Ratio ||w||_1 + alpha (1 - l1Ratio)/2 ||w||^2
 *
 * Zou and Hastie, J. R. Stat. Soc. B 67 (2005) 301-320; Tibshirani, J. R. Stat. Soc. B 58 (1996) 267-288. The objective is that of
 * scikit-learn's ElasticNet and Lasso.
 * @module
 */
import { Vector } from "../arrays/vector.ts";
import { checkBoolean, checkPositive, describe } from "../core/check.ts";
import { ArgumentRangeError, ShapeError } from "../core/errors.ts";
import { run } from "../core/run.ts";
import { checkVector } from "../kernels/storage.ts";
import { amax } from "../kernels/vec.ts";
import { coordinateDescent } from "../solvers/coordinateDescent.ts";
import { Fit } from "./fit.ts";
import { type FitProgress, type ModelOptions, modelOptions } from "./options.ts";
import { checkAnswers, checkDesign, type Design, normalizedWeights } from "./samples.ts";

/** Options of `lasso`. The tolerance is relative to sum_i s_i (y_i - mean)^2 / n; an iteration is a working set solved. */
export interface LassoOptions extends ModelOptions {
  /** Weight of the penalty, > 0. Default 1. */
  alpha?: number;
  /** Only coefficients >= 0. Default false. */
  positive?: boolean;
}

/** Options of `elasticNet`. */
export interface ElasticNetOptions extends LassoOptions {
  /** The part of the penalty that is ||w||_1, over 0 and at most 1. Default 0.5. */
  l1Ratio?: number;
}

/** Iterations unless said otherwise. */
export const ITERATIONS = 1000;

/**
 * The lasso. Reserves the coefficients; while it works at most 5 numbers a sample, 3 a feature and, for k features of the working set,
 * 5k (samples + k + 2) more; a CsrMatrix is copied by columns.
 * @throws ArgumentRangeError if a number is not finite, alpha is not > 0 or a weight < 0; ShapeError
 */
export function lasso(X: Design, y: Vector, options: LassoOptions = {}): Fit {
  return elasticNet(X, y, { ...options, l1Ratio: 1 });
}

/** The elastic net. Reserves what `lasso` does, and throws what it does. */
export function elasticNet(X: Design, y: Vector, options: ElasticNetOptions = {}): Fit {
  checkSamples(X, y);
  const { fitIntercept, tolerance, start, onProgress, running } = modelOptions(options, ITERATIONS);
  const { alpha = 1, l1Ratio = 0.5, positive = false, sampleWeight } = options;
  checkPositive("alpha", alpha);
  checkRatio(l1Ratio);
  checkBoolean("positive", positive);
  const n = X.rows;
  const weights = normalizedWeights(sampleWeight, X);
  try {
    const penalty = { l1: n * alpha * l1Ratio, l2: n * alpha * (1 - l1Ratio) };
    const x = startOf(start, X);
    try {
      const how = { x, positive, intercept: fitIntercept, tolerance, ...(weights && { weights }) };
      const steps = coordinateDescent(X, y, { ...penalty, ...how });
      const tell = onProgress && told(onProgress, n);
      const result = run(steps, { ...running, ...(tell && { onProgress: tell }) });
      const { intercept, objective, gap, residual: dualGap, iterations, converged } = result;
      const certificate = { objective: objective / n, gap: gap / n, dualGap, iterations, converged };
      return new Fit({ coefficients: x, intercept, alpha, ...certificate });
    } catch (error) {
      x.dispose();
      throw error;
    }
  } finally {
    weights?.dispose();
  }
}

/** Samples with answers, one at least. */
export function checkSamples(X: unknown, y: unknown): asserts X is Design {
  checkDesign("X", X);
  checkAnswers("y", y, X);
  if (X.rows === 0) throw new ShapeError("X", "at least one row", "none");
}

/** A part of the penalty. */
export function checkRatio(l1Ratio: unknown): asserts l1Ratio is number {
  checkPositive("l1Ratio", l1Ratio);
  if (l1Ratio > 1) throw new ArgumentRangeError("l1Ratio", "a number over 0 and at most 1", describe(l1Ratio));
}

/** A copy of where to start, or zeros. */
export function startOf(start: Vector | undefined, X: Design): Vector {
  if (start === undefined) return Vector.zeros(X.engine, X.type, X.cols);
  checkVector("start", start, X, X.cols);
  const top = amax(start);
  if (!Number.isFinite(top)) throw new ArgumentRangeError("start", "finite numbers", `an element that is ${top}`);
  return start.clone();
}

/** Progress of a solver in the units of a model of n samples. */
export function told(onProgress: (progress: FitProgress, iteration: number) => void, n: number) {
  return ({ gap, residual }: { gap: number; residual: number }, iteration: number) =>
    onProgress({ gap: gap / n, dualGap: residual }, iteration);
}
