/**
 * Kernel ridge regression on features.
 *
 * Saunders, Gammerman and Vovk, "Ridge Regression Learning Algorithm in Dual Variables", ICML 1998; on a subset of the points:
 * Rudi, Camoriano and Rosasco, "Less is More: Nystrom Computational Regularization", NIPS 28 (2015). arXiv:1507.04717
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import type { Vector } from "../arrays/vector.ts";
import { checkOptions, checkPositive, describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { fromRecord, packRecord, type SavedBytes, unpackRecord } from "../core/saved.ts";
import { Instance } from "../kernels/instance.ts";
import { checkVector } from "../kernels/storage.ts";
import { type BasisOptions, KernelRegression, partsIn, type RegressionParts, samplesOf } from "./kernel/regression.ts";
import { coefficientsOf, solveSystem } from "./kernel/system.ts";
import { sampleWeights } from "./samples.ts";

const KIND = "kernel-ridge";

/** Options of `kernelRidge`. */
export interface KernelRidgeOptions extends BasisOptions {
  /** The weight of the penalty, > 0. Default 1. */
  alpha?: number;
  /** A weight >= 0 for each sample. */
  sampleWeight?: Vector;
}

/** A fitted kernel ridge regression: holds size*targets elements, and features of its own where none were given. */
export class KernelRidge<Y extends Vector | Matrix = Vector | Matrix> extends KernelRegression<Y> {
  /** The weight of the penalty. */
  readonly alpha: number;

  /** @internal */
  constructor(parts: RegressionParts, alpha: number) {
    super(parts);
    this.alpha = alpha;
  }

  /** The model with its features in one ArrayBuffer; `loadKernelRidge` makes it again. */
  save(): ArrayBuffer {
    return packRecord(this.recordOf(KIND, { values: { alpha: this.alpha }, arrays: {} }));
  }
}

/**
 * min over W of  sum_i s_i ||y_i - W' phi(x_i)||^2 + alpha ||W||^2,  scikit-learn's KernelRidge with k(x, z) = phi(x)'phi(z), and its
 * KernelRidge itself where the features are those of all samples: O(n size (size + targets)) instead of O(n^3). Reads X in parts;
 * reserves size^2 elements of f64 and 1024 (3 size + targets) at most while it works.
 *
 * @param X  samples, one a row
 * @param y  an answer for each, or a row of several
 * @throws ArgumentRangeError where a number is not finite; NotPositiveDefiniteError where alpha is lost to rounding
 */
export function kernelRidge<Y extends Vector | Matrix>(
  X: Matrix,
  y: Y,
  options: KernelRidgeOptions = {},
): KernelRidge<Y> {
  checkOptions("options", options);
  const { alpha = 1, sampleWeight } = options;
  checkPositive("alpha", alpha);
  if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
  return X.engine.memory.scope(() => {
    const { features, owned, Y, targets, single } = samplesOf(X, y, options);
    if (sampleWeight !== undefined) checkVector("sampleWeight", sampleWeight, X, X.rows);
    const weights = sampleWeight === undefined ? 1 : sampleWeights(sampleWeight, X);
    const { W } = solveSystem(features, X, Y, weights, alpha);
    const coefficients = coefficientsOf(W, features, new Float64Array(targets).fill(1));
    return new KernelRidge({ features, owned, coefficients, intercept: new Float64Array(targets), single }, alpha);
  });
}

/** The model that was saved, with features of its own. @throws SavedFormatError, and then nothing is reserved */
export function loadKernelRidge(lw: Instance, buffer: SavedBytes): KernelRidge {
  const engine = Instance.engineOf(lw);
  return fromRecord(unpackRecord(buffer, KIND), (record) =>
    engine.memory.scope(() => {
      const { alpha } = record.values;
      checkPositive("alpha", alpha);
      return new KernelRidge(partsIn(engine, record), alpha);
    }),
  );
}
