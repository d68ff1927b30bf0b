/**
 * Gaussian process regression on features: f = W' phi with W ~ N(0, constant I), which is a process of covariance
 * constant phi(x)'phi(z), seen with noise of variance alpha.
 *
 * Quinonero-Candela and Rasmussen, "A Unifying View of Sparse Approximate Gaussian Process Regression", JMLR 6 (2005) 1939-1959: the
 * subset of regressors, equation 16, and deterministic training conditionals, equation 20.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import type { Vector } from "../arrays/vector.ts";
import {
  checkBoolean,
  checkChoice,
  checkFinite,
  checkNumber,
  checkOptions,
  checkPositive,
  describe,
} from "../core/check.ts";
import { log } from "../core/elementary.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { arrayIn, fromRecord, packRecord, type SavedBytes, unpackRecord } from "../core/saved.ts";
import { trsm } from "../kernels/dense.ts";
import { Instance } from "../kernels/instance.ts";
import { checkVector } from "../kernels/storage.ts";
import type { FeatureMap } from "./featureMap.ts";
import { lowerOf, packedLower } from "./features/saved.ts";
import {
  type BasisOptions,
  checkSamples,
  KernelRegression,
  partsIn,
  type RegressionParts,
  samplesOf,
} from "./kernel/regression.ts";
import { byRows, coefficientsOf, inDouble, solveSystem, squaredResiduals, type Weights } from "./kernel/system.ts";

const KIND = "gaussian-process";

/** Options of `gaussianProcess`. */
export interface GaussianProcessOptions extends BasisOptions {
  /** The variance of the noise, > 0: one for all samples, or one each. */
  alpha: number | Vector;
  /** The covariance is this many times the kernel, > 0: scikit-learn's ConstantKernel. Default 1. */
  constant?: number;
  /** Whether each target is centred and scaled to variance 1 first. Default false: a process of mean 0. */
  normalizeY?: boolean;
}

/** How to compute variances. */
export interface PosteriorOptions {
  /**
   * "dtc" (default): constant (k(x, x) - |phi|^2) + phi' A^-1 phi, A = Phi' N^-1 Phi + I / constant, which is the prior's far from the
   * basis. "sor": phi' A^-1 phi, the variance of W alone, which is 0 there.
   */
  approximation?: "dtc" | "sor";
}

/** Mean and variance at each point, one number a target. */
export interface Posterior<Y extends Vector | Matrix = Vector | Matrix> {
  readonly mean: Y;
  /** Of f, without the noise: add alpha for that of an observation. */
  readonly variance: Y;
}

/** What a process has besides a regression. */
interface ProcessParts {
  readonly factor: Matrix;
  readonly constant: number;
  readonly scales: Float64Array<ArrayBuffer>;
  readonly logMarginalLikelihood: number;
}

/** A fitted process: holds size^2 elements of f64 and size*targets, and features of its own where none were given. */
export class GaussianProcess<Y extends Vector | Matrix = Vector | Matrix> extends KernelRegression<Y> {
  /** L L' = A. @internal */
  readonly factor: Matrix;
  /** The covariance is this many times the kernel. */
  readonly constant: number;
  /** What each target was divided by. */
  readonly scales: Float64Array<ArrayBuffer>;
  /** log p(y), the sum over the targets, as they were scaled. The larger, the better the kernel and the noise explain them. */
  readonly logMarginalLikelihood: number;

  /** @internal */
  constructor(parts: RegressionParts, { factor, constant, scales, logMarginalLikelihood }: ProcessParts) {
    super(parts);
    this.factor = factor;
    this.constant = constant;
    this.scales = scales;
    this.logMarginalLikelihood = logMarginalLikelihood;
  }

  /** Mean and variance at each row of X. Reserves 1024 rows of features, three times, besides the result. */
  posterior(X: Matrix, options: PosteriorOptions = {}): Posterior<Y> {
    checkOptions("options", options);
    const { approximation = "dtc" } = options;
    checkChoice("approximation", approximation, ["dtc", "sor"]);
    const { features, coefficients, factor, constant, scales } = this;
    checkSamples(X, features);
    return features.engine.memory.scope(() => {
      const { cols: targets, engine, type } = coefficients;
      const [mean, variance] = [0, 0].map(() => new Matrix(engine, type, X.rows, targets)) as [Matrix, Matrix];
      byRows(X, (part, from) => {
        const Phi = features.transform(part);
        mean.data.set(Phi.matmul(coefficients).data, from * targets);
        const own = new Float64Array(part.rows);
        if (approximation === "dtc")
          for (const [i, k] of features.diagonal(part).entries()) own[i] = constant * (k - squareOf(Phi, i));
        const F = inDouble(Phi).transpose();
        trsm(F, factor);
        addSquares(own, F);
        const out = variance.data.subarray(from * targets);
        for (const [i, v] of own.entries())
          for (const [t, scale] of scales.entries()) out[i * targets + t] = Math.max(0, v) * scale * scale;
      });
      return {
        mean: this.shaped(mean, (t) => this.intercept[t] as number),
        variance: this.shaped(variance, () => 0),
      };
    });
  }

  /** The model with its features in one ArrayBuffer; `loadGaussianProcess` makes it again. */
  save(): ArrayBuffer {
    const { constant, logMarginalLikelihood, scales } = this;
    const values = { constant, logMarginalLikelihood };
    return packRecord(this.recordOf(KIND, { values, arrays: { scales, factor: packedLower(this.factor) } }));
  }

  /** Gives its memory back, and that of features that were drawn or loaded with it. */
  override dispose(): void {
    super.dispose();
    this.factor.dispose();
  }
}

/** |row i|^2 */
function squareOf({ data, cols }: Matrix, i: number): number {
  let sum = 0;
  for (let at = i * cols; at < (i + 1) * cols; at++) sum += (data[at] as number) ** 2;
  return sum;
}

/** Adds the squared norm of each column of F. */
function addSquares(sums: Float64Array, { data, rows, cols }: Matrix): void {
  for (let i = 0, at = 0; i < rows; i++)
    for (let j = 0; j < cols; j++, at++) sums[j] = (sums[j] as number) + (data[at] as number) ** 2;
}

/**
 * Fits a Gaussian process, scikit-learn's GaussianProcessRegressor without a search for the kernel, by features: exactly where they are
 * those of all samples, else in O(n size (size + targets)). Reads X in parts, twice; reserves 2 size^2 elements of f64 and
 * 1024 (3 size + targets) at most while it works.
 *
 * @param X  samples, one a row
 * @param y  an answer for each, or a row of several
 * @throws ArgumentRangeError where a number is not finite; NotPositiveDefiniteError where alpha is lost to rounding
 */
export function gaussianProcess<Y extends Vector | Matrix>(
  X: Matrix,
  y: Y,
  options: GaussianProcessOptions,
): GaussianProcess<Y> {
  checkOptions("options", options);
  const { alpha, constant = 1, normalizeY = false } = options;
  if (typeof alpha !== "object") checkPositive("alpha", alpha);
  checkPositive("constant", constant);
  checkBoolean("normalizeY", normalizeY);
  if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
  return X.engine.memory.scope(() => {
    const { features, owned, Y, targets, single } = samplesOf(X, y, options);
    const [weights, logNoise] = noiseOf(alpha, X);
    const [intercept, scales] = normalized(Y, targets, normalizeY);
    const { factor, W } = solveSystem(features, X, Y, weights, 1 / constant);
    const parts = { features, owned, coefficients: coefficientsOf(W, features, scales), intercept, single };
    const logMarginalLikelihood = evidence(features, X, Y, weights, W, factor, constant, logNoise);
    return new GaussianProcess<Y>(parts, { factor, constant, scales, logMarginalLikelihood });
  });
}

/** The weights 1 / alpha, and log det N. */
function noiseOf(alpha: number | Vector, X: Matrix): [Weights, number] {
  if (typeof alpha === "number") return [1 / alpha, X.rows * log(alpha)];
  checkVector("alpha", alpha, X, X.rows);
  const values = Float64Array.from(alpha.data);
  checkFinite("alpha", values);
  const at = values.findIndex((v) => !(v > 0));
  if (at >= 0) throw new ArgumentRangeError(`alpha[${at}]`, "a number > 0", `${values[at]}`);
  return [values.map((v) => 1 / v), values.reduce((sum, v) => sum + log(v), 0)];
}

/** Takes means off the targets and divides by their spread, where asked; says what they were. */
function normalized(
  Y: Float64Array,
  targets: number,
  asked: boolean,
): [Float64Array<ArrayBuffer>, Float64Array<ArrayBuffer>] {
  const [means, scales] = [new Float64Array(targets), new Float64Array(targets).fill(1)];
  const n = Y.length / targets;
  for (let t = 0; asked && t < targets; t++) {
    let [mean, square] = [0, 0];
    for (let at = t; at < Y.length; at += targets) mean += (Y[at] as number) / n;
    for (let at = t; at < Y.length; at += targets) square += ((Y[at] as number) - mean) ** 2 / n;
    const scale = square > 0 ? Math.sqrt(square) : 1;
    [means[t], scales[t]] = [mean, scale];
    for (let at = t; at < Y.length; at += targets) Y[at] = ((Y[at] as number) - mean) / scale;
  }
  return [means, scales];
}

/**
 * log p(y) = -(y' C^-1 y + log det C + n log 2 pi) / 2 with C = N + constant Phi Phi': by Woodbury's identity y' C^-1 y is what the
 * coefficients attain, ||N^(-1/2) (y - Phi w)||^2 + ||w||^2 / constant, and log det C = log det N + size log constant + log det A.
 */
function evidence(
  features: FeatureMap,
  X: Matrix,
  Y: Float64Array,
  weights: Weights,
  W: Matrix,
  factor: Matrix,
  constant: number,
  logNoise: number,
): number {
  const { rows: size, cols: targets } = W;
  const plain = coefficientsOf(W, features, new Float64Array(targets).fill(1));
  let total = 0;
  for (const square of squaredResiduals(features, X, Y, weights, plain)) total += square;
  for (const w of W.data) total += (w * w) / constant;
  let logDet = logNoise + size * log(constant);
  for (let i = 0; i < size; i++) logDet += 2 * log(factor.data[i * (size + 1)] as number);
  return -0.5 * (total + targets * (logDet + X.rows * log(2 * Math.PI)));
}

/** The model that was saved, with features of its own. @throws SavedFormatError, and then nothing is reserved */
export function loadGaussianProcess(lw: Instance, buffer: SavedBytes): GaussianProcess {
  const engine = Instance.engineOf(lw);
  return fromRecord(unpackRecord(buffer, KIND), (record) =>
    engine.memory.scope(() => {
      const { constant, logMarginalLikelihood } = record.values;
      checkPositive("constant", constant);
      checkNumber("logMarginalLikelihood", logMarginalLikelihood);
      const parts = partsIn(engine, record);
      const scales = arrayIn(record, "scales", "f64") as Float64Array<ArrayBuffer>;
      if (scales.length !== parts.intercept.length)
        throw new ArgumentRangeError("scales", `${parts.intercept.length} elements`, `${scales.length}`);
      for (const scale of scales) checkPositive("scales", scale);
      const factor = lowerOf(engine, arrayIn(record, "factor", "f64"), "f64", parts.features.size);
      return new GaussianProcess(parts, { factor, constant, scales, logMarginalLikelihood });
    }),
  );
}
