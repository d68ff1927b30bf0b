/**
 * Weighting vectors of point clouds: w with Z w = 1 for the similarities Z_ij = e^(-t d(x_i, x_j)). The sum of w is the magnitude of the
 * cloud; w is large on its boundary and far away, small within.
 *
 * Bunch, Kline, Dickinson, Bhat and Fung, "Weighting vectors for machine learning: numerical harmonic analysis applied to boundary
 * detection", 2021. arXiv:2106.00827
 *
 * The definition and the link to support vector machines are the paper's: w minimises w'Zw / 2 - sum w. Which neighbours the
 * approximation takes, and the score of a new point by bordering, are ours.
 * @module
 */
import type { Matrix } from "../../arrays/matrix.ts";
import type { Vector } from "../../arrays/vector.ts";
import { checkChoice, checkOptions } from "../../core/check.ts";
import { weightingNonNegative } from "./weightingVectors/descent.ts";
import { weighting } from "./weightingVectors/exact.ts";
import { weightingKnn } from "./weightingVectors/nearest.ts";
import type { SimilarityOptions } from "./weightingVectors/similarity.ts";

export {
  WeightingClassifier,
  type WeightingClassifierOptions,
  weightingClassifier,
} from "./weightingVectors/classes.ts";
export {
  type NonNegativeOptions,
  type NonNegativeWeighting,
  weightingNonNegative,
} from "./weightingVectors/descent.ts";
export {
  magnitudeFunction,
  Weighting,
  type WeightingOptions,
  weighting,
  weightingOfDistances,
  weightingScore,
} from "./weightingVectors/exact.ts";
export { type WeightingKnnOptions, weightingKnn } from "./weightingVectors/nearest.ts";
export type { SimilarityOptions } from "./weightingVectors/similarity.ts";

/** How to score. */
export interface OutlierScoreOptions extends SimilarityOptions {
  /** "exact" (default): w; "knn": its approximation from nearest neighbours; "nonneg": the w >= 0 that minimises w'Zw / 2 - sum w. */
  mode?: "exact" | "knn" | "nonneg";
  /** Neighbours of "knn", the point itself among them. Default 40, or all there are. */
  k?: number;
}

/**
 * A score for each row of X, the larger the farther out: the weighting vector, or what `mode` puts in its place. With w >= 0 points
 * within are exactly 0. Reserves as `weighting`, `weightingKnn` or `weightingNonNegative`.
 * @throws as they do
 */
export function outlierScores(X: Matrix, options: OutlierScoreOptions = {}): Vector {
  checkOptions("options", options);
  const { mode = "exact", t, metric, ridge, k } = options;
  checkChoice("mode", mode, ["exact", "knn", "nonneg"]);
  const similarity = { t, metric, ridge };
  if (mode === "knn") return weightingKnn(X, { ...similarity, k });
  if (mode === "nonneg") return weightingNonNegative(X, similarity).w;
  const model = weighting(X, similarity);
  model.factor?.dispose();
  return model.w;
}
