/**
 * What the models ask alike.
 * @module
 */
import type { Vector } from "../arrays/vector.ts";
import { checkBoolean, checkFunction, checkNonNegative, checkOptions, checkSize, describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { Fit } from "./fit.ts";

/** How far an iterative fit has come. */
export interface FitProgress {
  /** The duality gap, in the units of the objective. */
  readonly gap: number;
  /** The gap over what `tolerance` is relative to. */
  readonly dualGap: number;
}

/** Options of every model, named as in scikit-learn. */
export interface ModelOptions {
  /** Whether a constant is fitted beside the coefficients; it is not penalised. Default true. */
  fitIntercept?: boolean;
  /** A weight >= 0 for each sample; they are scaled to the sum n. */
  sampleWeight?: Vector;
  /** Stop where the gap is at most this much of its scale, which each model names. Default 1e-4. */
  tolerance?: number;
  /** Stop after so many iterations; each model says what one is. */
  maxIterations?: number;
  /** Where to start: an earlier fit, or coefficients. Default zero. */
  start?: Fit | Vector;
  /** Ends the fit with the signal's reason, checked once an iteration. */
  signal?: AbortSignal;
  /** Called after each iteration. */
  onProgress?: (progress: FitProgress, iteration: number) => void;
}

/** The options with their defaults, and those that `run` takes. @throws ArgumentTypeError, ArgumentRangeError */
export function modelOptions(options: ModelOptions, iterations: number) {
  checkOptions("options", options);
  const { fitIntercept = true, tolerance = 1e-4, maxIterations = iterations, start, signal, onProgress } = options;
  checkBoolean("fitIntercept", fitIntercept);
  checkNonNegative("tolerance", tolerance);
  checkSize("maxIterations", maxIterations, 1);
  if (onProgress !== undefined) checkFunction("onProgress", onProgress);
  if (signal !== undefined && typeof signal?.aborted !== "boolean")
    throw new ArgumentTypeError("signal", "an AbortSignal", describe(signal));
  const from = start instanceof Fit ? start.coefficients : start;
  const running = { tolerance, maxIterations, ...(signal && { signal }) };
  return { fitIntercept, tolerance, maxIterations, start: from, signal, onProgress, running };
}
