/**
 * The group lasso and the sparse-group lasso:
 *
 *   min over w and b of 1/(2n) sum_i s_i (y_i - x_i'w - b)^2 + alpha sum_g sqrt(|g|) ||w_g||_2 + l1 ||w||_1
 *
 * Yuan and Lin, "Model Selection and Estimation in Regression with Grouped Variables", JRSS B 68 (2006) 49-67; Simon, Friedman,
 * Hastie and Tibshirani, "A Sparse-Group Lasso", JCGS 22 (2013) 231-245.
 * @module
 */
import type { Vector } from "../arrays/vector.ts";
import { checkNonNegative, checkNumbers, checkOptions, describe } from "../core/check.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import type { Numbers } from "../core/types.ts";
import { blockCoordinateDescent } from "../solvers/blockCoordinateDescent.ts";
import { GroupProblem } from "../solvers/coordinate/groupProblem.ts";
import { Groups } from "../solvers/coordinate/groups.ts";
import { fitByDescent } from "./descent.ts";
import { checkSamples, ITERATIONS } from "./elasticNet.ts";
import type { Fit } from "./fit.ts";
import { fitPath, type LassoPath, type LassoPathOptions, type PathProblem, pathOptions } from "./lassoPath.ts";
import { type ModelOptions, modelOptions } from "./options.ts";
import type { Design } from "./samples.ts";

/** Options of `groupLasso`. The tolerance is relative to sum_i s_i (y_i - mean)^2 / n; an iteration is a working set solved. */
export interface GroupLassoOptions extends ModelOptions {
  /** A label for each feature: those of one label are a group. */
  groups: Numbers;
  /** The weight of the groups' norms, >= 0. Default 1. */
  alpha?: number;
  /** The weight of ||w||_1 beside it, >= 0. Default 0. */
  l1?: number;
}

/**
 * The group lasso, with weights s scaled to the sum n. Reserves the coefficients; while it works at most 5 numbers a sample, 3 a feature
 * and, for k features of the working set, 5k (samples + k + 2) more; a CsrMatrix is copied by columns.
 * @throws ArgumentRangeError if a number is not finite, alpha or l1 is < 0; ShapeError if there is not a label a feature
 */
export function groupLasso(X: Design, y: Vector, options: GroupLassoOptions): Fit {
  checkOptions("options", options);
  checkSamples(X, y);
  const settings = modelOptions(options, ITERATIONS);
  const { groups, alpha = 1, l1 = 0, sampleWeight } = options;
  checkNonNegative("alpha", alpha);
  checkNonNegative("l1", l1);
  checkNumbers("groups", groups, X.cols);
  const penalty = { groups, group: X.rows * alpha, l1: X.rows * l1 };
  return fitByDescent(X, alpha, sampleWeight, settings, (common) =>
    blockCoordinateDescent(X, y, { ...penalty, ...common }),
  );
}

/** Options of `groupLassoPath`. `onProgress` is called after each alpha, `maxIterations` counts for each. */
export interface GroupLassoPathOptions extends Omit<LassoPathOptions, "positive" | "l1Ratio"> {
  /** A label for each feature: those of one label are a group. */
  groups: Numbers;
  /** The part of alpha that weighs ||w||_1, the rest weighing the groups' norms; at least 0 and at most 1. Default 0. */
  l1Ratio?: number;
}

/**
 * Fits with the weights alpha (1 - l1Ratio) of the groups' norms and alpha l1Ratio of ||w||_1, for descending alphas, each started from
 * the last. Reserves the coefficients that are not 0, and while it works what `groupLasso` does; the working set is kept from alpha to
 * alpha.
 * @throws ArgumentRangeError if a number is not finite, an alpha is not > 0; ShapeError if there is not a label a feature
 */
export function groupLassoPath(X: Design, y: Vector, options: GroupLassoPathOptions): LassoPath {
  checkOptions("options", options);
  checkSamples(X, y);
  const { groups, l1Ratio = 0 } = options;
  const path = pathOptions(options);
  checkNumbers("groups", groups, X.cols);
  checkNonNegative("l1Ratio", l1Ratio);
  if (l1Ratio > 1) throw new ArgumentRangeError("l1Ratio", "a number from 0 to 1", describe(l1Ratio));
  const n = X.rows;
  const at = (alpha: number) => ({ group: n * alpha * (1 - l1Ratio), l1: n * alpha * l1Ratio });
  return fitPath(X, y, path, (data) => {
    const problem = new GroupProblem(X, data, new Groups(groups));
    const descend: PathProblem["descend"] = (x, alpha, before) => {
      problem.foresee(at(alpha), before / alpha);
      return problem.descend(x, at(alpha), path.tolerance);
    };
    return { problem, most: problem.most(at(1)), descend };
  });
}
