/**
 * The elastic net and the lasso:
 *
 *   min over w and b of 1/(2n) sum_i s_i (y_i - b - x_i'w)^2 + alpha l1Ratio ||w||_1 + alpha (1 - l1Ratio)/2 ||w||^2
 *
 * Zou and Hastie, J. R. Stat. Soc. B 67 (2005) 301-320; Tibshirani, J. R. Stat. Soc. B 58 (1996) 267-288. The objective is that of
 * scikit-learn's ElasticNet and Lasso.
 * @module
 */
import type { Vector } from "../arrays/vector.ts";
import { checkBoolean, checkPositive, describe } from "../core/check.ts";
import { ArgumentRangeError, ShapeError } from "../core/errors.ts";
import { coordinateDescent } from "../solvers/coordinateDescent.ts";
import { fitByDescent } from "./descent.ts";
import type { Fit } from "./fit.ts";
import { type ModelOptions, modelOptions } from "./options.ts";
import { checkAnswers, checkDesign, type Design } from "./samples.ts";

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
  const settings = modelOptions(options, ITERATIONS);
  const { alpha = 1, l1Ratio = 0.5, positive = false, sampleWeight } = options;
  checkPositive("alpha", alpha);
  checkRatio(l1Ratio);
  checkBoolean("positive", positive);
  const [l1, l2] = [X.rows * alpha * l1Ratio, X.rows * alpha * (1 - l1Ratio)];
  return fitByDescent(X, alpha, sampleWeight, settings, (common) =>
    coordinateDescent(X, y, { l1, l2, positive, ...common }),
  );
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
