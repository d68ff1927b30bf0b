/**
 * A scoring problem: samples grouped by their features, boxes of whole numbers, what errors and coefficients cost, limits.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import type { Vector } from "../../../arrays/vector.ts";
import {
  checkNonNegative,
  checkNumber,
  checkOptions,
  checkPositive,
  checkSize,
  describe,
} from "../../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../../core/errors.ts";
import type { Groups } from "../../../kernels/box.ts";
import { checkVector } from "../../../kernels/storage.ts";
import { checkFiniteMatrix } from "../common/finite.ts";

/** The whole numbers a coefficient may be. */
export interface CoefficientBounds {
  lb: number;
  ub: number;
}

/** What a scoring system may look like and do. */
export interface SlimOptions {
  /** What a coefficient that is not 0 costs, in errors as a part of the samples: one number, or one a column. Default 0.01. */
  C0?: number | ArrayLike<number>;
  /** What a wrong positive weighs; a wrong negative weighs 2 - wPos. Default 1. */
  wPos?: number;
  /** Default -10 to 10, and -100 to 100 for the intercept. */
  bounds?: readonly CoefficientBounds[];
  /** 1, -1 or 0 a column: only coefficients >= 0, only <= 0, or either. */
  signs?: ArrayLike<number>;
  /** Which coefficients cost C0 and count as terms. Default all but the intercept. */
  penalised?: readonly boolean[];
  /** Most and fewest terms. */
  l0Max?: number;
  l0Min?: number;
  /** Most wrong negatives as a part of the negatives, wrong positives as one of the positives, errors as one of all. */
  maxFpr?: number;
  maxFnr?: number;
  maxError?: number;
  /** A sample is right where y_i x_i'rho >= epsilon. Default 0.001. */
  epsilon?: number;
}

/** Limits as numbers of samples and of terms. */
export type Limits = Readonly<Record<"maxFpr" | "maxFnr" | "maxError" | "l0Max" | "l0Min", number>>;

/** A checked problem. Holds P n + 4 n elements for n groups. */
export interface Problem extends Groups {
  readonly columns: Matrix;
  readonly counts: Matrix;
  readonly samples: number;
  readonly positives: number;
  readonly negatives: number;
  readonly lower: Int32Array;
  readonly upper: Int32Array;
  /** What a wrong positive and a wrong negative cost. */
  readonly costPos: number;
  readonly costNeg: number;
  /** By column; 0 where it is not penalised. */
  readonly C0: Float64Array;
  readonly C1: Float64Array;
  readonly limits: Limits;
  readonly epsilon: number;
  /** A little less than epsilon where features are not whole: bounds must not be spoilt by rounding. */
  readonly margin: number;
  /** Whether all features are whole numbers. */
  readonly whole: boolean;
}

/** Reads and checks everything. */
export function problemOf(X: Matrix, y: Vector, options: SlimOptions): Problem {
  checkFiniteMatrix("X", X);
  checkVector("y", y, X, X.rows);
  checkOptions("options", options);
  const { wPos = 1, epsilon = 0.001 } = options;
  const [samples, P] = [X.rows, X.cols];
  const features = Float64Array.from(X.data);
  const labels = y.data;
  for (const [i, label] of labels.entries())
    if (Math.abs(label) !== 1) throw new ArgumentRangeError(`y[${i}]`, "1 or -1", describe(label));
  const positives = labels.filter((label) => label > 0).length;
  if (positives === 0 || positives === samples)
    throw new ArgumentRangeError("y", "labels of both classes", `${samples} of one`);
  for (let i = 0; i < samples; i++)
    if (features[i * P] !== 1)
      throw new ArgumentRangeError("X", "a first column of ones, for the intercept", `${features[i * P]} in row ${i}`);
  checkPositive("wPos", wPos);
  if (wPos >= 2) throw new ArgumentRangeError("wPos", "a number in (0, 2)", describe(wPos));
  checkPositive("epsilon", epsilon);
  const { lower, upper } = boundsOf(options, P);
  const penalised = penalisedOf(options, P);
  const C0 = costsOf(options, penalised);
  let reach = 0;
  for (let j = 0; j < P; j++) if (penalised[j]) reach += Math.max(-(lower[j] as number), upper[j] as number);
  const wNeg = 2 - wPos;
  // Half of the least that an error or a term costs, over the most that the coefficients can add up to: never worth either.
  const least = Math.min(wPos / samples, wNeg / samples, ...C0.filter((_, j) => penalised[j]));
  const C1 = Float64Array.from(penalised, (counts) => (counts && reach > 0 ? (0.5 * least) / reach : 0));
  const limits = limitsOf(options, positives, samples, penalised, lower, upper);
  const whole = features.every(Number.isInteger);
  let scale = 0;
  for (let i = 0; i < samples; i++) {
    let most = 0;
    for (let j = 0; j < P; j++)
      most += Math.abs(features[i * P + j] as number) * Math.max(-(lower[j] as number), upper[j] as number);
    scale = Math.max(scale, most);
  }
  const margin = whole ? epsilon : epsilon - 64 * P * 2 ** -52 * scale;
  const [costPos, costNeg] = [wPos / samples, wNeg / samples];
  const grouped = group(X, features, labels, costPos, costNeg);
  return {
    ...grouped,
    samples,
    positives,
    negatives: samples - positives,
    lower,
    upper,
    costPos,
    costNeg,
    C0,
    C1,
    limits,
    epsilon,
    margin,
    whole,
  };
}

/** Samples of the same features become one group with two counts. */
function group(X: Matrix, features: Float64Array, labels: ArrayLike<number>, costPos: number, costNeg: number) {
  const P = X.cols;
  const places = new Map<string, number>();
  const firsts: number[] = [];
  const counts: [number, number][] = [];
  for (let i = 0; i < X.rows; i++) {
    const key = features.subarray(i * P, (i + 1) * P).join();
    const g = places.get(key) ?? firsts.length;
    if (g === firsts.length) {
      places.set(key, g);
      firsts.push(i);
      counts.push([0, 0]);
    }
    (counts[g] as [number, number])[(labels[i] as number) > 0 ? 0 : 1]++;
  }
  const columns = new Float64Array(P * firsts.length);
  const numbers = new Float64Array(4 * firsts.length);
  for (const [g, i] of firsts.entries()) {
    for (let j = 0; j < P; j++) columns[j * firsts.length + g] = features[i * P + j] as number;
    const [pos, neg] = counts[g] as [number, number];
    const four = [pos, neg, Math.min(pos * costPos, neg * costNeg), Math.min(pos, neg)];
    for (const [k, v] of four.entries()) numbers[k * firsts.length + g] = v;
  }
  return X.engine.memory.scope(() => ({
    columns: Matrix.from(X.engine, "f64", P, firsts.length, columns),
    counts: Matrix.from(X.engine, "f64", 4, firsts.length, numbers),
  }));
}

function boundsOf({ bounds, signs }: SlimOptions, P: number): { lower: Int32Array; upper: Int32Array } {
  const lower = new Int32Array(P).fill(-10, 1);
  const upper = new Int32Array(P).fill(10, 1);
  [lower[0], upper[0]] = [-100, 100];
  if (bounds !== undefined) {
    if (!Array.isArray(bounds)) throw new ArgumentTypeError("bounds", "an array of { lb, ub }", describe(bounds));
    if (bounds.length !== P) throw new ShapeError("bounds", `${P} boxes`, `${bounds.length}`);
    for (const [j, box] of (bounds as readonly CoefficientBounds[]).entries()) {
      checkOptions(`bounds[${j}]`, box);
      for (const [side, v] of [["lb", box.lb] as const, ["ub", box.ub] as const]) {
        checkNumber(`bounds[${j}].${side}`, v);
        if (!Number.isInteger(v) || Math.abs(v) > 1e6)
          throw new ArgumentRangeError(`bounds[${j}].${side}`, "a whole number up to 1e6", describe(v));
      }
      if (box.lb > box.ub) throw new ArgumentRangeError(`bounds[${j}]`, "lb <= ub", `${box.lb} > ${box.ub}`);
      [lower[j], upper[j]] = [box.lb, box.ub];
    }
  }
  if (signs !== undefined) {
    if (signs?.length !== P) throw new ShapeError("signs", `${P} signs`, describe(signs?.length));
    for (let j = 0; j < P; j++) {
      const sign = signs[j] as number;
      if (![1, -1, 0].includes(sign)) throw new ArgumentRangeError(`signs[${j}]`, "1, -1 or 0", describe(sign));
      if (sign > 0) lower[j] = Math.max(0, lower[j] as number);
      if (sign < 0) upper[j] = Math.min(0, upper[j] as number);
      if ((lower[j] as number) > (upper[j] as number))
        throw new ArgumentRangeError(`signs[${j}]`, "a sign that the bounds allow", describe(sign));
    }
  }
  return { lower, upper };
}

function penalisedOf({ penalised }: SlimOptions, P: number): boolean[] {
  if (penalised === undefined) return Array.from({ length: P }, (_, j) => j > 0);
  if (!Array.isArray(penalised)) throw new ArgumentTypeError("penalised", "an array of booleans", describe(penalised));
  if (penalised.length !== P) throw new ShapeError("penalised", `${P} booleans`, `${penalised.length}`);
  return penalised.map(Boolean);
}

function costsOf({ C0 = 0.01 }: SlimOptions, penalised: readonly boolean[]): Float64Array {
  const each = typeof C0 === "number" ? penalised.map(() => C0) : Array.from(C0 ?? []);
  if (each.length !== penalised.length) throw new ShapeError("C0", `a number, or ${penalised.length}`, describe(C0));
  for (const [j, cost] of each.entries()) checkPositive(typeof C0 === "number" ? "C0" : `C0[${j}]`, cost);
  return Float64Array.from(each, (cost, j) => (penalised[j] ? cost : 0));
}

function limitsOf(
  options: SlimOptions,
  positives: number,
  samples: number,
  penalised: readonly boolean[],
  lower: Int32Array,
  upper: Int32Array,
): Limits {
  const part = (name: "maxFpr" | "maxFnr" | "maxError", of: number): number => {
    const share = options[name] ?? 1;
    checkNonNegative(name, share);
    return Math.floor(share * of + 1e-9);
  };
  const { l0Max = penalised.length, l0Min = 0 } = options;
  checkSize("l0Max", l0Max);
  checkSize("l0Min", l0Min);
  const can = penalised.filter((counts, j) => counts && (lower[j] !== 0 || upper[j] !== 0)).length;
  const must = penalised.filter((counts, j) => counts && ((lower[j] as number) > 0 || (upper[j] as number) < 0)).length;
  if (l0Min > can) throw new ArgumentRangeError("l0Min", `at most ${can} terms, as the bounds allow`, `${l0Min}`);
  if (l0Max < must) throw new ArgumentRangeError("l0Max", `at least ${must} terms, as the bounds ask for`, `${l0Max}`);
  if (l0Min > l0Max) throw new ArgumentRangeError("l0Min", `at most l0Max (${l0Max})`, `${l0Min}`);
  return {
    maxFpr: part("maxFpr", samples - positives),
    maxFnr: part("maxFnr", positives),
    maxError: part("maxError", samples),
    l0Max,
    l0Min,
  };
}
