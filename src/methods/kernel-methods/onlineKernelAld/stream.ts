/**
 * What the learners of a stream share: the kernel e^(-|x - y|^2 / (2 sigma^2)), and checks.
 * @module
 */
import {
  checkFinite,
  checkNonNegative,
  checkNumber,
  checkNumbers,
  checkOptions,
  checkPositive,
  checkSize,
} from "../../../core/check.ts";
import { exp } from "../../../core/elementary.ts";
import { ArgumentTypeError } from "../../../core/errors.ts";
import type { Numbers } from "../../../core/types.ts";

/** What every learner is told. */
export interface OnlineOptions {
  /** Numbers in a point. */
  d: number;
  /** The width of the kernel e^(-|x - y|^2 / (2 sigma^2)), > 0. Default 1. */
  sigma?: number;
}

/** One round. */
export interface OnlineStep {
  /** What was predicted before y was seen. */
  readonly yhat: number;
  /** Points in the basis after it. */
  readonly size: number;
}

/** Options of a learner with a basis by approximate linear dependence. */
export interface DependenceOptions extends OnlineOptions {
  /** A point joins the basis where it is farther than this, >= 0, from the span of the others, as the kernel measures. */
  alpha?: number;
  /** Rounds to come; alpha is 5 / sqrt(horizon) where it is not given. */
  horizon?: number;
}

/** Checks d and sigma; the kernel as a function. */
export function kernelOf(options: OnlineOptions): {
  d: number;
  kernel: (x: Numbers, s: Float64Array, at: number) => number;
} {
  checkOptions("options", options);
  const { d, sigma = 1 } = options;
  checkSize("d", d, 1);
  checkPositive("sigma", sigma);
  const factor = -1 / (2 * sigma * sigma);
  const kernel = (x: Numbers, s: Float64Array, at: number): number => {
    let square = 0;
    for (let c = 0; c < d; c++) square += ((x[c] as number) - (s[at + c] as number)) ** 2;
    return exp(factor * square);
  };
  return { d, kernel };
}

/** alpha as given, or from the horizon. */
export function alphaOf({ alpha, horizon }: DependenceOptions): number {
  if (horizon !== undefined) checkSize("horizon", horizon, 1);
  if (alpha === undefined) {
    if (horizon === undefined)
      throw new ArgumentTypeError("horizon", "a number of rounds, where alpha is not given", "undefined");
    return 5 / Math.sqrt(horizon);
  }
  checkNonNegative("alpha", alpha);
  return alpha;
}

/** A point of d finite numbers. */
export function checkPoint(x: unknown, d: number): asserts x is Numbers {
  checkNumbers("x", x, d);
  checkFinite("x", x as Numbers);
}

/** A point and its number. */
export function checkRound(x: unknown, y: unknown, d: number): asserts x is Numbers {
  checkPoint(x, d);
  checkNumber("y", y);
}

/** x'y over n elements. */
export function inner(x: Float64Array, y: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (x[i] as number) * (y[i] as number);
  return sum;
}

/** x <- L^-1 x over n elements: L is lower triangular, its rows one behind the other, row i of i + 1 elements. */
export function forward(L: Float64Array, x: Float64Array, n: number): void {
  for (let i = 0, at = 0; i < n; i++, at++) {
    let v = x[i] as number;
    for (let j = 0; j < i; j++, at++) v -= (L[at] as number) * (x[j] as number);
    x[i] = v / (L[at] as number);
  }
}

/** `x` with room for at least n elements. */
export function roomFor(x: Float64Array<ArrayBuffer>, n: number): Float64Array<ArrayBuffer> {
  if (n <= x.length) return x;
  const grown = new Float64Array(Math.max(n, 2 * x.length));
  grown.set(x);
  return grown;
}
