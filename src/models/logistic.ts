/**
 * l1-regularised logistic regression, one class against the rest.
 * @module
 */
import type { Vector } from "../arrays/vector.ts";
import { Matrix } from "../arrays/matrix.ts";
import { checkNumber, checkOptions, checkPositive, describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { exp } from "../core/elementary.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { filled } from "../kernels/storage.ts";
import { type Fit, predict } from "./fit.ts";
import { fitLanes } from "./lanes.ts";
import { type ModelOptions, modelOptions } from "./options.ts";
import { checkAnswers, checkDesign, type Design, sampleWeights } from "./samples.ts";

/** Options of `logisticL1`. */
export interface LogisticOptions extends Omit<ModelOptions, "start"> {
  /** The weight of the loss against the penalty: small is sparse. Default 1. */
  C?: number;
  /** The part of the penalty that is l1; the rest is ridge. Default 1. */
  l1Ratio?: number;
  /** Where to start: an earlier fit to the same classes. Default zero. */
  start?: LogisticFit;
}

/** Options of `logisticPath`. */
export interface LogisticPathOptions extends Omit<LogisticOptions, "C"> {
  /** The weights C, in the order they are fitted: ascending is quickest. */
  Cs: ArrayLike<number>;
}

/** Classes with, for each, what tells it from the rest; of two classes for the second alone. */
export class LogisticFit extends Owner {
  constructor(
    /** The labels, ascending. */
    readonly classes: Float64Array<ArrayBuffer>,
    /** One a class, or for two classes one. */
    readonly fits: readonly Fit[],
    /** The weight of the loss. */
    readonly C: number,
  ) {
    super();
  }

  /** The sum of what was minimised, over the fits. */
  get objective(): number {
    return this.fits.reduce((total, { objective }) => total + objective, 0);
  }

  /** The sum of the gaps of the fits. */
  get gap(): number {
    return this.fits.reduce((total, { gap }) => total + gap, 0);
  }

  /** Whether every fit's gap came within the tolerance. */
  get converged(): boolean {
    return this.fits.every(({ converged }) => converged);
  }

  /** X*coefficients + intercept: a row a sample, a column a fit. */
  decisions(X: Design): Matrix {
    checkDesign("X", X);
    const out = new Matrix(X.engine, X.type, X.rows, this.fits.length);
    return filled(out, () => {
      for (const [k, fit] of this.fits.entries()) {
        const margins = predict(fit, X);
        const [to, from] = [out.data, margins.data];
        for (let i = 0; i < from.length; i++) to[i * this.fits.length + k] = from[i] as number;
        margins.dispose();
      }
    });
  }

  /** A probability a sample and class: each class against the rest, then scaled to the sum 1, as scikit-learn has it. */
  probabilities(X: Design): Matrix {
    const margins = this.decisions(X);
    const [two, k] = [this.fits.length === 1, this.classes.length];
    try {
      const out = new Matrix(X.engine, X.type, X.rows, k);
      const [to, from] = [out.data, margins.data];
      for (let i = 0; i < X.rows; i++) {
        const row = to.subarray(i * k, (i + 1) * k);
        if (two) row.set([1 - logistic(from[i] as number), logistic(from[i] as number)]);
        else for (let c = 0; c < k; c++) row[c] = logistic(from[i * k + c] as number);
        let total = 0;
        for (const value of row) total += value;
        for (let c = 0; c < k; c++) row[c] = total > 0 ? (row[c] as number) / total : 1 / k;
      }
      return out;
    } finally {
      margins.dispose();
    }
  }

  /** The likeliest label of each sample. */
  predict(X: Design): Float64Array<ArrayBuffer> {
    const margins = this.decisions(X);
    const [from, k] = [margins.data, this.fits.length];
    const labels = Float64Array.from({ length: X.rows }, (_, i) => {
      if (k === 1) return this.classes[(from[i] as number) > 0 ? 1 : 0] as number;
      let best = 0;
      for (let c = 1; c < k; c++) if ((from[i * k + c] as number) > (from[i * k + best] as number)) best = c;
      return this.classes[best] as number;
    });
    margins.dispose();
    return labels;
  }

  /** Gives the memory back. Doing so twice is harmless. */
  override dispose(): void {
    for (const fit of this.fits) fit.dispose();
  }
}

const logistic = (f: number): number => 1 / (1 + exp(-f));

/**
 * min over w, b of  l1Ratio ||w||_1 + (1 - l1Ratio) ||w||^2 / 2 + C sum_i s_i log(1 + exp(-y_i (x_i'w + b))),  y_i = 1 in the
 * class and -1 in the rest, for every class (for the second of two): scikit-learn's LogisticRegression(penalty="l1" or
 * "elasticnet", multi_class="ovr") with the intercept not penalised. All classes are fitted side by side.
 *
 * The gap is to the dual -C sum_i s_i (u_i log u_i + (1 - u_i) log(1 - u_i)) over u in [0, 1] with |C sum_i s_i y_i u_i x_ij| <= 1
 * and, with an intercept, sum_i s_i y_i u_i = 0 (l1Ratio 1; else less the squares of what exceeds l1Ratio over 2 (1 - l1Ratio)).
 *
 * @param y  a label a sample, any numbers, of two values at least
 * Sample weights are taken as they are, as scikit-learn does here. The gap is relative to the objective at w = 0; an iteration
 * is a proximal Newton step.
 * @throws ArgumentRangeError if X or y is not finite, or y is of one class
 */
export function logisticL1(X: Design, y: Vector, options: LogisticOptions = {}): LogisticFit {
  checkOptions("options", options);
  const { C = 1, ...rest } = options;
  checkPositive("C", C);
  return logisticPath(X, y, { ...rest, Cs: [C] })[0] as LogisticFit;
}

/** As `logisticL1`, for several C; each fit starts from the one before. */
export function logisticPath(X: Design, y: Vector, options: LogisticPathOptions): LogisticFit[] {
  checkDesign("X", X);
  checkAnswers("y", y, X);
  checkOptions("options", options);
  const { Cs, l1Ratio = 1, start, ...rest } = options;
  const weightsOfLoss = checkWeights(Cs);
  checkRatio(l1Ratio);
  const settings = modelOptions(rest, 200);
  const weights = sampleWeights(rest.sampleWeight, X);
  const told = y.toArray();
  const classes = Float64Array.from(new Set(told.filter((_, i) => (weights[i] as number) > 0))).sort();
  if (classes.length < 2) throw new ArgumentRangeError("y", "labels of two classes or more", `${classes.length}`);
  if (start !== undefined) checkStart(start, classes, X);
  const wanted = classes.length === 2 ? classes.slice(1) : classes;
  const lanes = Array.from(wanted, (label, k) => ({
    answers: told.map((value) => (value === label ? 1 : -1)),
    start: start?.fits[k],
  }));
  const path = weightsOfLoss.map((C) => ({ l1: l1Ratio / C, ridge: (1 - l1Ratio) / C, alpha: 1 / C, unit: C }));
  const found = fitLanes(X, { loss: "logistic", lanes, weights, path }, settings);
  return found.map((fits, i) => new LogisticFit(classes, fits, weightsOfLoss[i] as number));
}

function checkStart(start: unknown, classes: Float64Array, X: Design): void {
  if (!(start instanceof LogisticFit)) throw new ArgumentTypeError("start", "a LogisticFit", describe(start));
  const same = start.classes.length === classes.length && start.classes.every((label, i) => label === classes[i]);
  if (!same || start.fits.some(({ coefficients }) => coefficients.length !== X.cols))
    throw new ArgumentRangeError("start", "a fit of the same classes and features", "another");
}

/** Weights > 0, one at least, copied. */
function checkWeights(Cs: unknown): number[] {
  const copied = Array.from(Cs as ArrayLike<number>);
  if (copied.length === 0) throw new ArgumentRangeError("Cs", "one number or more", "none");
  for (const [i, C] of copied.entries()) checkPositive(`Cs[${i}]`, C);
  return copied;
}

function checkRatio(l1Ratio: unknown): void {
  checkNumber("l1Ratio", l1Ratio);
  if (l1Ratio < 0 || l1Ratio > 1) throw new ArgumentRangeError("l1Ratio", "a number from 0 to 1", describe(l1Ratio));
}
