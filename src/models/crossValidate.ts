/**
 * Cross-validation of a path of fits.
 *
 * Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2nd ed. (2009), section 7.10, with the rule of one
 * standard error.
 * @module
 */
import { Vector } from "../arrays/vector.ts";
import { checkBoolean, checkFunction, checkOptions, checkSize, describe } from "../core/check.ts";
import { exp, log } from "../core/elementary.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { Random } from "../arrays/random.ts";
import { Fit, predict } from "./fit.ts";
import { LassoPath } from "./lassoPath.ts";
import { LogisticFit } from "./logistic.ts";
import { checkAnswers, checkDesign, type Design, sampleWeights } from "./samples.ts";

/** What is fitted on a path: one fit a penalty, the same penalties whatever the weights. */
export type Path = LassoPath | readonly Fit[] | readonly LogisticFit[];

/** Fits a path to samples with these weights: a sample of weight 0 is left out. */
export type FitPath = (X: Design, y: Vector, options: { sampleWeight: Vector; signal?: AbortSignal }) => Path;

/** Options of `crossValidate`. */
export interface CrossValidateOptions {
  /** Parts the samples are dealt into; each is left out once. Default 5. */
  folds?: number;
  /** The same seed deals the same folds. Default 0. */
  seed?: number;
  /** Deals each value of y evenly over the folds. Default false. */
  stratified?: boolean;
  /** What is counted of a sample left out: the square of the error, the Poisson deviance, or of classes the deviance or an error. */
  loss?: "squared" | "poisson" | "deviance" | "error";
  /** A weight >= 0 for each sample. */
  sampleWeight?: Vector;
  /** Ends the work with the signal's reason, checked once a fold and by the fits. */
  signal?: AbortSignal;
  /** Called after each fold. */
  onProgress?: (done: number, folds: number) => void;
}

/** Mean losses of samples left out, by penalty. The fits are its memory. */
export class CrossValidation<P extends Path = Path> {
  constructor(
    /** Weights of the penalty, as the fits name them; 1 / C for logistic fits. */
    readonly alphas: Float64Array,
    /** The mean over the folds. */
    readonly means: Float64Array,
    /** Its standard error. */
    readonly errors: Float64Array,
    /** The loss of each fold, by penalty. */
    readonly scores: readonly Float64Array[],
    /** The path on all samples. */
    readonly path: P,
  ) {}

  /** The penalty with the least mean. */
  get best(): number {
    return this.means.reduce((at, mean, k) => (mean < (this.means[at] as number) ? k : at), 0);
  }

  /** The heaviest penalty whose mean is within one standard error of the least. */
  get oneStandardError(): number {
    const { best, means, errors, alphas } = this;
    const most = (means[best] as number) + (errors[best] as number);
    return alphas.reduce(
      (at, alpha, k) => ((means[k] as number) <= most && alpha > (alphas[at] as number) ? k : at),
      best,
    );
  }

  /** Gives the memory of the path back. */
  dispose(): void {
    disposePath(this.path);
  }
}

/**
 * Fits the path to all samples, then with each fold left out, and tells how well the rest foretells it. A model's default
 * penalties depend on the samples: give `fitPath` a path of penalties named by you.
 * @throws ArgumentRangeError if there are fewer samples than folds
 */
export function crossValidate<P extends Path>(
  fitPath: (X: Design, y: Vector, options: { sampleWeight: Vector; signal?: AbortSignal }) => P,
  X: Design,
  y: Vector,
  options: CrossValidateOptions = {},
): CrossValidation<P> {
  checkFunction("fitPath", fitPath);
  checkDesign("X", X);
  checkAnswers("y", y, X);
  checkOptions("options", options);
  const { folds = 5, seed = 0, stratified = false, signal, onProgress, loss } = options;
  checkSize("folds", folds, 2);
  checkSize("seed", seed);
  checkBoolean("stratified", stratified);
  if (onProgress !== undefined) checkFunction("onProgress", onProgress);
  if (folds > X.rows) throw new ArgumentRangeError("folds", `at most ${X.rows}, the samples`, `${folds}`);
  const given = sampleWeights(options.sampleWeight, X);
  const { engine, type } = X;
  return engine.memory.scope(() => {
    const answers = Float64Array.from(y.data);
    const fold = deal(answers, folds, new Random(engine, seed), stratified);
    const fitTo = (weights: Float64Array) => {
      signal?.throwIfAborted();
      const sampleWeight = Vector.from(engine, type, weights);
      return fitPath(X, y, { sampleWeight, ...(signal && { signal }) });
    };
    const path = fitTo(given);
    const alphas = alphasOf(path);
    const scores = Array.from({ length: folds }, (_, f) => {
      const part = fitTo(given.map((weight, i) => (fold[i] === f ? 0 : weight)));
      const got = alphasOf(part);
      if (
        got.length !== alphas.length ||
        got.some((alpha, k) => Math.abs(alpha - (alphas[k] as number)) > 1e-12 * alpha)
      )
        throw new ArgumentTypeError("fitPath", "the same penalties for all weights", "others");
      const left = given.map((weight, i) => (fold[i] === f ? weight : 0));
      const losses = lossesOf(part, X, answers, left, loss);
      disposePath(part);
      onProgress?.(f + 1, folds);
      return losses;
    });
    const means = alphas.map((_, k) => scores.reduce((total, losses) => total + (losses[k] as number), 0) / folds);
    const errors = means.map((mean, k) =>
      Math.sqrt(
        scores.reduce((total, losses) => total + ((losses[k] as number) - mean) ** 2, 0) / (folds * (folds - 1)),
      ),
    );
    return new CrossValidation(alphas, means, errors, scores, path);
  });
}

function disposePath(path: Path): void {
  if (path instanceof LassoPath) path.dispose();
  else for (const fit of path) fit.dispose();
}

function alphasOf(path: Path): Float64Array {
  if (path instanceof LassoPath) return path.alphas;
  if (!Array.isArray(path)) throw new ArgumentTypeError("fitPath", "a function that returns a path", describe(path));
  return Float64Array.from(path as (Fit | LogisticFit)[], (fit) => (fit instanceof Fit ? fit.alpha : 1 / fit.C));
}

/** A fold a sample: at random, or within each value in turn. */
function deal(y: Float64Array, folds: number, random: Random, stratified: boolean): Uint32Array {
  const draws = random.uniform(y.length);
  const keys = draws.data;
  const order = Array.from(y.keys()).sort((i, j) =>
    stratified && y[i] !== y[j] ? (y[i] as number) - (y[j] as number) : (keys[i] as number) - (keys[j] as number),
  );
  const fold = new Uint32Array(y.length);
  for (const [at, i] of order.entries()) fold[i] = at % folds;
  return fold;
}

/** The mean loss over the samples of weight, for each fit. */
function lossesOf(path: Path, X: Design, y: Float64Array, weights: Float64Array, loss?: string): Float64Array {
  const total = weights.reduce((a, b) => a + b, 0) || 1;
  const mean = (of: (i: number) => number) =>
    weights.reduce((sum, weight, i) => (weight > 0 ? sum + weight * of(i) : sum), 0) / total;
  const fits: readonly (Fit | LogisticFit)[] =
    path instanceof LassoPath ? Array.from(path.alphas, (_, k) => path.at(k)) : path;
  return Float64Array.from(fits, (fit) => {
    if (fit instanceof LogisticFit) return classLoss(fit, X, y, mean, loss ?? "deviance");
    const margins = predict(fit, X);
    const f = Float64Array.from(margins.data);
    margins.dispose();
    if (path instanceof LassoPath) fit.dispose();
    if ((loss ?? "squared") === "squared") return mean((i) => ((y[i] as number) - (f[i] as number)) ** 2);
    if (loss !== "poisson") throw new ArgumentRangeError("loss", '"squared" or "poisson"', describe(loss));
    return mean((i) => {
      const [told, rate] = [y[i] as number, f[i] as number];
      return 2 * (exp(rate) - told - told * (rate - (told > 0 ? log(told) : 0)));
    });
  });
}

function classLoss(
  fit: LogisticFit,
  X: Design,
  y: Float64Array,
  mean: (of: (i: number) => number) => number,
  loss: string,
): number {
  if (loss === "error") {
    const told = fit.predict(X);
    return mean((i) => (told[i] === y[i] ? 0 : 1));
  }
  if (loss !== "deviance") throw new ArgumentRangeError("loss", '"deviance" or "error"', describe(loss));
  const P = fit.probabilities(X);
  const [shares, k] = [P.data, fit.classes.length];
  const value = mean((i) => -2 * log(Math.max(shares[i * k + fit.classes.indexOf(y[i] as number)] ?? 0, 1e-300)));
  P.dispose();
  return value;
}
