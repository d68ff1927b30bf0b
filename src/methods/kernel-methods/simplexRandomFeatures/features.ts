/**
 * The positive features of points, and the Gram matrix they stand for.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { checkChoice, checkOptions, checkPositive, describe } from "../../../core/check.ts";
import { ArgumentTypeError } from "../../../core/errors.ts";
import { checkMatrix } from "../../../kernels/storage.ts";
import { positiveFeatures } from "../../../linalg/positiveFeatures.ts";
import { Projection } from "./projection.ts";

/** Which features. */
export interface FeatureOptions {
  /** "gaussian" (default): of e^(-|x - y|^2 / 2); "softmax": of e^(x'y). */
  kernel?: "gaussian" | "softmax";
  /** Points are multiplied by it first. Default 1. */
  sigma?: number;
  /**
   * "rows" divides the features of each point by their largest, "all" by the largest of all points, which keeps them in range. They
   * then stand for the kernel times unknown factors, which cancel where weights are normalised. Default "none".
   */
  stabilise?: "none" | "rows" | "all";
}

/**
 * phi(x) = e^(W x - |x|^2) / sqrt(m), for "softmax" e^(W x - |x|^2 / 2) / sqrt(m): positive, and E phi(x)'phi(y) is the kernel.
 *
 * @param X  n points, one a row
 * @returns  n x m, a new matrix
 * @throws ArgumentRangeError where a point is not finite or, not stabilised, |sigma x| is above 18 (50 in f64)
 */
export function features(X: Matrix, projection: Projection, options: FeatureOptions = {}): Matrix {
  return featuresOf("X", X, projection, options);
}

/** The same, X under the name that the caller gave it. @internal */
export function featuresOf(name: string, X: Matrix, projection: Projection, options: FeatureOptions): Matrix {
  if (!(projection instanceof Projection))
    throw new ArgumentTypeError("projection", "a Projection", describe(projection));
  const { W } = projection;
  checkOptions("options", options);
  const { kernel = "gaussian", sigma = 1, stabilise = "none" } = options;
  checkChoice("kernel", kernel, ["gaussian", "softmax"]);
  checkPositive("sigma", sigma);
  checkChoice("stabilise", stabilise, ["none", "rows", "all"]);
  if (!(X instanceof Matrix)) throw new ArgumentTypeError(name, "a Matrix", describe(X));
  checkMatrix(name, X, W, X.rows, W.cols);
  return positiveFeatures(name, X, W, { half: kernel === "gaussian" ? 1 : 0.5, sigma, stabilise });
}

/** FX FY', the kernel matrix that features stand for, a new matrix. */
export function approxGram(FX: Matrix, FY: Matrix): Matrix {
  if (!(FX instanceof Matrix)) throw new ArgumentTypeError("FX", "a Matrix", describe(FX));
  if (!(FY instanceof Matrix)) throw new ArgumentTypeError("FY", "a Matrix", describe(FY));
  checkMatrix("FY", FY, FX, FY.rows, FX.cols);
  return FX.matmul(FY, { transposeB: true });
}
