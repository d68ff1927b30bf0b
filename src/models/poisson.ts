/**
 * l1-regularised Poisson regression.
 * @module
 */
import type { Vector } from "../arrays/vector.ts";
import { checkNonNegative, checkNumber, checkOptions, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { Fit } from "./fit.ts";
import { fitLanes } from "./lanes.ts";
import { type ModelOptions, modelOptions } from "./options.ts";
import { checkAnswers, checkDesign, type Design, sampleWeights } from "./samples.ts";

/** Options of `poissonL1`. */
export interface PoissonOptions extends Omit<ModelOptions, "start"> {
  /** The weight of the penalty. Default 1. */
  alpha?: number;
  /** The part of the penalty that is l1; the rest is ridge. Default 1. */
  l1Ratio?: number;
  /** Where to start: an earlier fit. Default zero. */
  start?: Fit;
}

/** Options of `poissonPath`. */
export interface PoissonPathOptions extends Omit<PoissonOptions, "alpha"> {
  /** The weights of the penalty, in the order they are fitted: descending is quickest. */
  alphas: ArrayLike<number>;
}

/**
 * min over w, b of  sum_i s_i (exp(f_i) - y_i f_i) + alpha (l1Ratio ||w||_1 + (1 - l1Ratio) ||w||^2 / 2),  f = X w + b: counts
 * of rate exp(f), as scikit-learn's PoissonRegressor has them (l1Ratio 0, its half deviance but for a constant), with the
 * sample weights s scaled to the sum 1. The rate of a sample is exp of `predict`.
 *
 * The gap is to the dual -sum_i s_i (t_i log t_i - t_i) over t >= 0 with |sum_i s_i (t_i - y_i) x_ij| <= alpha and, with an
 * intercept, sum_i s_i (t_i - y_i) = 0 (l1Ratio 1). It is relative to half the deviance at w = 0; an iteration is a proximal
 * Newton step.
 *
 * @param y  counts >= 0, one of them > 0; they need not be whole
 * @throws ArgumentRangeError if X or y is not finite, y is negative or 0 throughout
 */
export function poissonL1(X: Design, y: Vector, options: PoissonOptions = {}): Fit {
  checkOptions("options", options);
  const { alpha = 1, ...rest } = options;
  checkNonNegative("alpha", alpha);
  return poissonPath(X, y, { ...rest, alphas: [alpha] })[0] as Fit;
}

/** As `poissonL1`, for several alpha; each fit starts from the one before. */
export function poissonPath(X: Design, y: Vector, options: PoissonPathOptions): Fit[] {
  checkDesign("X", X);
  checkAnswers("y", y, X);
  checkOptions("options", options);
  const { alphas, l1Ratio = 1, start, ...rest } = options;
  const path = Array.from(alphas, (alpha, i) => {
    checkNonNegative(`alphas[${i}]`, alpha);
    return { l1: alpha * l1Ratio, ridge: alpha * (1 - l1Ratio), alpha, unit: 1 };
  });
  checkNumber("l1Ratio", l1Ratio);
  if (l1Ratio < 0 || l1Ratio > 1) throw new ArgumentRangeError("l1Ratio", "a number from 0 to 1", describe(l1Ratio));
  const settings = modelOptions(rest, 200);
  const given = sampleWeights(rest.sampleWeight, X);
  const total = given.reduce((a, b) => a + b, 0);
  const weights = given.map((weight) => weight / total);
  const answers = y.toArray();
  const bad = answers.findIndex((count) => count < 0);
  if (bad >= 0) throw new ArgumentRangeError(`y[${bad}]`, "a number >= 0", describe(answers[bad]));
  if (!answers.some((count, i) => count > 0 && (weights[i] as number) > 0))
    throw new ArgumentRangeError("y", "a number > 0 somewhere", "none");
  if (start !== undefined) {
    if (!(start instanceof Fit)) throw new ArgumentTypeError("start", "a Fit", describe(start));
    const got = start.coefficients.length;
    if (got !== X.cols) throw new ShapeError("start", `${X.cols} coefficients`, `${got}`);
  }
  const found = fitLanes(X, { loss: "poisson", lanes: [{ answers, start }], weights, path }, settings);
  return found.map(([fit]) => fit as Fit);
}
