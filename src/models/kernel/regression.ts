/**
 * What regressions on features share: what they are fitted to, and their predictions.
 * @module
 */
import { Matrix } from "../../arrays/matrix.ts";
import { Vector } from "../../arrays/vector.ts";
import { checkFinite, checkSame, checkSize, describe } from "../../core/check.ts";
import { Owner } from "../../core/dispose.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../../core/errors.ts";
import { arrayIn, nested, partOf, type SavedRecord } from "../../core/saved.ts";
import type { Engine } from "../../kernels/engine.ts";
import { checkMatrix, checkVector } from "../../kernels/storage.ts";
import { checkFeatureMap, type FeatureMap } from "../featureMap.ts";
import { featuresIn } from "../features/load.ts";
import { type NystromOptions, nystromFeatures } from "../features/nystrom.ts";
import { savedMatrix } from "../features/saved.ts";

/** The features of a regression: a map, or options of `nystromFeatures`, which are drawn from the samples then. */
export interface BasisOptions extends NystromOptions {
  /** Any feature map; the model reads it as long as it is used. Default: `nystromFeatures(X, options)`, which the model owns. */
  features?: FeatureMap;
}

/** What a regression is made of. */
export interface RegressionParts {
  readonly features: FeatureMap;
  /** Whether the features are given back with the model. */
  readonly owned: boolean;
  readonly coefficients: Matrix;
  readonly intercept: Float64Array<ArrayBuffer>;
  /** Whether it was fitted to a Vector. */
  readonly single: boolean;
}

/** A regression on features, y = W' phi(x) + b: predicts a Vector where it was fitted to one, else a Matrix. */
export abstract class KernelRegression<Y extends Vector | Matrix = Vector | Matrix> extends Owner {
  /** The features. */
  readonly features: FeatureMap;
  /** W, size x targets. */
  readonly coefficients: Matrix;
  /** b, a number a target. */
  readonly intercept: Float64Array<ArrayBuffer>;
  /** Whether it was fitted to a Vector. @internal */
  readonly single: boolean;
  readonly #owned: boolean;

  /** Takes over the coefficients, and the features if they are `owned`. @internal */
  constructor({ features, owned, coefficients, intercept, single }: RegressionParts) {
    super();
    this.features = features;
    this.coefficients = coefficients;
    this.intercept = intercept;
    this.single = single;
    this.#owned = owned;
  }

  /** The mean at each row of X. */
  predict(X: Matrix): Y {
    checkSamples(X, this.features);
    const out = this.features.multiply(X, this.coefficients);
    return this.shaped(out, (t) => this.intercept[t] as number);
  }

  /** Adds a number to each column and gives a Vector for one target. Takes over A. @internal */
  protected shaped(A: Matrix, added: (target: number) => number): Y {
    const { data, cols } = A;
    for (let t = 0; t < cols; t++) {
      const more = added(t);
      if (more !== 0) for (let at = t; at < data.length; at += cols) data[at] = (data[at] as number) + more;
    }
    if (!this.single) return A as Y;
    try {
      return Vector.from(A.engine, A.type, A.data) as Y;
    } finally {
      A.dispose();
    }
  }

  /** The record of what all regressions have. @internal */
  protected recordOf(kind: string, own: Pick<SavedRecord, "values" | "arrays">): SavedRecord {
    const { values, arrays } = nested("features", this.features.record());
    const { cols: targets } = this.coefficients;
    return {
      kind,
      values: { ...own.values, ...values, targets, single: this.single },
      arrays: { ...own.arrays, ...arrays, coefficients: this.coefficients.toArray(), intercept: this.intercept },
    };
  }

  /** Gives its memory back, and that of features that were drawn or loaded with it. */
  override dispose(): void {
    this.coefficients.dispose();
    if (this.#owned) this.features.dispose();
  }
}

/** What all regressions have, of a record. Call it within a scope. */
export function partsIn(engine: Engine, record: SavedRecord): RegressionParts {
  const { targets, single } = record.values;
  checkSize("targets", targets, 1);
  if (typeof single !== "boolean" || (single && targets !== 1))
    throw new ArgumentTypeError("single", "true for one target, or false", describe(single));
  const features = featuresIn(engine, partOf(record, "features"));
  const intercept = arrayIn(record, "intercept", "f64") as Float64Array<ArrayBuffer>;
  checkSame("intercept", "elements", targets, intercept.length);
  checkFinite("intercept", intercept);
  const coefficients = savedMatrix(engine, record, "coefficients", features.type, features.size, targets);
  return { features, owned: true, coefficients, intercept, single };
}

/** Samples that a map takes. */
export function checkSamples(X: unknown, features: FeatureMap): asserts X is Matrix {
  if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
  checkMatrix("X", X, features, X.rows, features.dim);
}

/** What a regression is fitted to, and on. */
export interface Samples {
  readonly features: FeatureMap;
  readonly owned: boolean;
  /** Answers by rows, in f64. */
  readonly Y: Float64Array<ArrayBuffer>;
  readonly targets: number;
  readonly single: boolean;
}

/** Checks samples and answers, then makes the features where none are given. Call it within a scope. */
export function samplesOf(X: Matrix, y: Vector | Matrix, options: BasisOptions): Samples {
  checkSize("X.rows", X.rows, 1);
  const { features: given, kernel, gamma, lengthScale, offset, degree, nComponents, randomState, tolerance } = options;
  const own = { kernel, gamma, lengthScale, offset, degree, nComponents, randomState, tolerance };
  if (given !== undefined) {
    checkFeatureMap("features", given);
    for (const [name, value] of Object.entries(own))
      if (value !== undefined) throw new ArgumentRangeError(name, `features or ${name}`, "both");
    checkSamples(X, given);
  }
  const single = y instanceof Vector;
  if (!single && !(y instanceof Matrix)) throw new ArgumentTypeError("y", "a Vector or a Matrix", describe(y));
  if (single) checkVector("y", y, X, X.rows);
  else {
    checkMatrix("y", y, X, X.rows, y.cols);
    checkSize("y.cols", y.cols, 1);
  }
  checkFinite("y", y.data);
  const features = given ?? nystromFeatures(X, options);
  const targets = single ? 1 : y.cols;
  return { features, owned: given === undefined, Y: Float64Array.from(y.data), targets, single };
}
