/**
 * Fits of the lasso or the elastic net for descending alphas, each started from the last.
 *
 * Friedman, Hastie and Tibshirani, J. Statistical Software 33(1) (2010), section 2.5 (pathwise coordinate descent, the grid).
 * @module
 */
import { CscMatrix } from "../arrays/csc.ts";
import { CsrMatrix } from "../arrays/csr.ts";
import { Vector } from "../arrays/vector.ts";
import { checkBoolean, checkEntries, checkNumbers, checkPositive, checkSize, describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { exp, log } from "../core/elementary.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import { run } from "../core/run.ts";
import type { Numbers } from "../core/types.ts";
import type { Columns, LeastSquaresData } from "../solvers/coordinate/columns.ts";
import { CoordinateProblem, type CoordinateState } from "../solvers/coordinate/problem.ts";
import { checkRatio, checkSamples, ITERATIONS } from "./elasticNet.ts";
import { Fit, type FitParts } from "./fit.ts";
import { type ModelOptions, modelOptions } from "./options.ts";
import { type Design, normalizedWeights } from "./samples.ts";

/** Options of `lassoPath`. `onProgress` is called after each alpha, `maxIterations` counts for each. */
export interface LassoPathOptions extends Omit<ModelOptions, "start"> {
  /** Weights of the penalty, all > 0; they are taken in descending order. Default: `nAlphas` from the least that makes all zero. */
  alphas?: Numbers;
  /** The last of the default alphas over the first. Default 1e-3. */
  eps?: number;
  /** How many alphas by default. Default 100. */
  nAlphas?: number;
  /** The part of the penalty that is ||w||_1, over 0 and at most 1. Default 1, the lasso. */
  l1Ratio?: number;
  /** Only coefficients >= 0. Default false. */
  positive?: boolean;
}

/** One fit an alpha. Its memory is that of `coefficients`. */
export class LassoPath extends Owner {
  /** Descending. */
  readonly alphas: Float64Array;
  /** One column an alpha, one row a feature. */
  readonly coefficients: CscMatrix;
  /** The constant for each alpha. */
  readonly intercepts: Float64Array;
  /** What was minimised, at each alpha. */
  readonly objectives: Float64Array;
  /** The gap at each alpha. */
  readonly gaps: Float64Array;
  /** The gap over what `tolerance` is relative to. */
  readonly dualGaps: Float64Array;
  /** Iterations of each. */
  readonly iterations: Uint32Array;
  /** Whether all gaps came within `tolerance`. */
  readonly converged: boolean;
  readonly #fits: readonly boolean[];

  /** Takes over `coefficients`. */
  constructor(coefficients: CscMatrix, fits: readonly Omit<FitParts, "coefficients">[]) {
    super();
    const each = (of: (fit: Omit<FitParts, "coefficients">) => number) => Float64Array.from(fits, of);
    this.coefficients = coefficients;
    this.alphas = each(({ alpha }) => alpha);
    this.intercepts = each(({ intercept }) => intercept);
    this.objectives = each(({ objective }) => objective);
    this.gaps = each(({ gap }) => gap);
    this.dualGaps = each(({ dualGap }) => dualGap);
    this.iterations = Uint32Array.from(fits, ({ iterations }) => iterations);
    this.#fits = fits.map(({ converged }) => converged);
    this.converged = this.#fits.every(Boolean);
  }

  /** The fit for alphas[k], as a copy. */
  at(k: number): Fit {
    checkSize("k", k);
    if (k >= this.alphas.length)
      throw new ArgumentRangeError("k", `an integer below ${this.alphas.length}`, describe(k));
    const { engine, type, rows, indptr, indices, values } = this.coefficients;
    const w = new Float64Array(rows);
    for (let p = indptr[k] as number; p < (indptr[k + 1] as number); p++) w[indices[p] as number] = values[p] as number;
    const of = (numbers: Float64Array | Uint32Array) => numbers[k] as number;
    return new Fit({
      coefficients: Vector.from(engine, type, w),
      intercept: of(this.intercepts),
      alpha: of(this.alphas),
      objective: of(this.objectives),
      gap: of(this.gaps),
      dualGap: of(this.dualGaps),
      iterations: of(this.iterations),
      converged: this.#fits[k] as boolean,
    });
  }

  /** Gives the memory back. Doing so twice is harmless. */
  override dispose(): void {
    this.coefficients.dispose();
  }
}

/**
 * The path. Reserves its coefficients that are not 0, and while it works what `lasso` does; the working set is kept from alpha to alpha.
 * @throws ArgumentRangeError if a number is not finite, an alpha is not > 0 or a weight < 0; ShapeError
 */
export function lassoPath(X: Design, y: Vector, options: LassoPathOptions = {}): LassoPath {
  checkSamples(X, y);
  const { l1Ratio = 1, positive = false } = options;
  const path = pathOptions(options);
  checkRatio(l1Ratio);
  checkBoolean("positive", positive);
  const n = X.rows;
  return fitPath(X, y, path, (data) => {
    const problem = new CoordinateProblem(X, data, positive);
    const descend: PathProblem["descend"] = (x, alpha, before) => {
      const l1 = n * alpha * l1Ratio;
      problem.foresee(l1, n * before * l1Ratio);
      return problem.descend(x, { l1, l2: n * alpha * (1 - l1Ratio) }, path.tolerance);
    };
    return { problem, most: problem.most / (n * l1Ratio), descend };
  });
}

/** A problem that is solved for one alpha after another. */
export interface PathProblem {
  readonly problem: { readonly columns: Columns; dispose(): void };
  /** The least alpha at which all coefficients are 0. */
  readonly most: number;
  /** The rounds for an alpha after the one before, the first time after `most`. */
  descend(x: Vector, alpha: number, before: number): Iterable<CoordinateState>;
}

/** The options of a path with their defaults. @throws ArgumentTypeError, ArgumentRangeError */
export function pathOptions(options: Omit<LassoPathOptions, "positive" | "l1Ratio">) {
  const model = modelOptions(options, ITERATIONS);
  const { alphas, eps = 1e-3, nAlphas = 100, sampleWeight } = options;
  if (alphas !== undefined) checkAlphas(alphas);
  checkPositive("eps", eps);
  if (eps >= 1) throw new ArgumentRangeError("eps", "a number over 0 and below 1", describe(eps));
  checkSize("nAlphas", nAlphas, 1);
  return { ...model, alphas, eps, nAlphas, sampleWeight };
}

/** Fits along the alphas, each from the last; what `make` makes is given back. */
export function fitPath(
  X: Design,
  y: Vector,
  path: ReturnType<typeof pathOptions>,
  make: (data: LeastSquaresData) => PathProblem,
): LassoPath {
  const { fitIntercept, onProgress, running, alphas: given, eps, nAlphas, sampleWeight } = path;
  const { engine, type, rows: n, cols } = X;
  const weights = normalizedWeights(sampleWeight, X);
  const held: { dispose(): void }[] = weights ? [weights] : [];
  try {
    const { problem, most, descend } = engine.memory.scope(() => make({ y, weights, centred: fitIntercept }));
    held.push(problem);
    const x = Vector.zeros(engine, type, cols);
    held.push(x);
    const alphas = given ? Float64Array.from(given).sort().reverse() : grid(most, eps, nAlphas);
    const columns: { places: Uint32Array; values: Float64Array }[] = [];
    const fits: Omit<FitParts, "coefficients">[] = [];
    let before = most;
    for (const [k, alpha] of alphas.entries()) {
      const result = run(descend(x, alpha, before), running);
      const { intercept, residual: dualGap, iterations, converged } = result;
      const fit = { gap: result.gap / n, objective: result.objective / n, dualGap, intercept, iterations, converged };
      fits.push({ alpha, ...fit });
      columns.push(problem.columns.support());
      onProgress?.({ gap: fit.gap, dualGap }, k + 1);
      before = alpha;
    }
    return new LassoPath(compressed(X, columns), fits);
  } finally {
    for (const array of held) array.dispose();
  }
}

/** From the largest alpha to its `eps`-fold, in equal ratios. */
function grid(largest: number, eps: number, count: number): Float64Array {
  const top = Math.max(largest, 1e-15);
  return Float64Array.from({ length: count }, (_, k) => (k > 0 ? top * exp((log(eps) * k) / (count - 1)) : top));
}

function checkAlphas(alphas: Numbers): void {
  checkNumbers("alphas", alphas);
  checkEntries("alphas", alphas);
  for (let k = 0; k < alphas.length; k++) checkPositive(`alphas[${k}]`, alphas[k]);
}

function compressed(X: Design, columns: { places: Uint32Array; values: Float64Array }[]): CscMatrix {
  const indptr = new Uint32Array(columns.length + 1);
  for (const [k, { places }] of columns.entries()) indptr[k + 1] = (indptr[k] as number) + places.length;
  const nnz = indptr[columns.length] as number;
  const C = new CsrMatrix(X.engine, X.type, columns.length, X.cols, nnz);
  C.indptr.set(indptr);
  for (const [k, { places, values }] of columns.entries()) {
    C.indices.set(places, indptr[k]);
    C.values.set(values, indptr[k]);
  }
  return new CscMatrix(C);
}
