/**
 * SLIM: scoring systems of small whole numbers, trained exactly: over rho in a box of whole numbers, the least of
 * sum_i w_i [y_i x_i'rho < epsilon] / N + sum_j C0_j [rho_j != 0] + C1 sum_j |rho_j|.
 *
 * Ustun and Rudin, "Supersparse Linear Integer Models for Optimized Medical Scoring Systems", Machine Learning 102 (2016)
 * 349-391. doi:10.1007/s10994-015-5528-6, arXiv:1502.04269
 *
 * C1 is too small to be worth an error or a term; it makes the numbers as small as they can be. The paper hands the problem to a
 * solver for mixed integer programs; here it is a branch and bound of its own, over boxes, with bounds from intervals of scores.
 * @module
 */
import type { Matrix } from "../../arrays/matrix.ts";
import { Random } from "../../arrays/random.ts";
import { Vector } from "../../arrays/vector.ts";
import { checkNonNegative, checkNumbers, checkOptions, checkSize, describe } from "../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../../core/errors.ts";
import { type RunOptions, run, runAsync, type State } from "../../core/run.ts";
import { boxLine } from "../../kernels/box.ts";
import { evaluate, type Point, polish, score } from "./slim/polish.ts";
import { type Problem, problemOf, type SlimOptions } from "./slim/problem.ts";
import { Search } from "./slim/search.ts";
import { roundedPath } from "./slim/start.ts";
import { tableOf } from "./slim/table.ts";
import { isFeasible } from "./slim/value.ts";

export type { CoefficientBounds, SlimOptions } from "./slim/problem.ts";
export { reduceData, type SlimReduction } from "./slim/reduce.ts";

/** How long to search. */
export interface SlimSearchOptions extends SlimOptions {
  /** Starts that are polished before the search. Default 20. */
  restarts?: number;
  /** Of the starts drawn at random. Default 0. */
  seed?: number | bigint;
}

/** Coefficients found so far, and how good they are. */
export interface SlimState extends State {
  /** The intercept, then one whole number a feature. */
  readonly rho: Int32Array<ArrayBuffer>;
  /** What they cost; infinite while none keep to the limits. */
  readonly objective: number;
  /** No coefficients cost less; it never falls. */
  readonly bound: number;
  /** Positives and negatives that are wrong. */
  readonly falseNegatives: number;
  readonly falsePositives: number;
  /** Boxes looked at so far. */
  readonly nodes: number;
  /** Boxes that wait. */
  readonly open: number;
  /** objective - bound: 0 once the coefficients are proved best. */
  readonly residual: number;
}

/** When to stop, and whom to tell. */
export interface SlimRunOptions extends SlimSearchOptions, Pick<RunOptions<SlimState>, "signal" | "onProgress"> {
  /** Default 30000. */
  timeLimitMs?: number;
  /** Boxes looked at, about. Default 1e7. */
  nodeLimit?: number;
  /** Good enough: objective - bound. Default 0. */
  gapTol?: number;
}

/** A scoring system. */
export interface SlimModel {
  /** The intercept, then one whole number a feature: +1 is predicted where the score x'rho is above 0. */
  readonly rho: Int32Array<ArrayBuffer>;
  /** Infinite where the search was stopped before it found coefficients that keep to the limits. */
  readonly objective: number;
  /** No coefficients cost less. */
  readonly bound: number;
  /** Whether objective - bound is at most gapTol. */
  readonly optimal: boolean;
  /** Samples that are wrong, and of them the positives and the negatives. */
  readonly errors: number;
  readonly falseNegatives: number;
  readonly falsePositives: number;
  /** Boxes looked at. */
  readonly nodes: number;
  /** `scoreTable` of it without names. */
  readonly table: string;
}

/**
 * Steps the search, some hundred boxes a step, after a first state with the best of the polished starts. Reserves for n groups
 * of samples with the same P features (P + 7) n elements of f64 at the first step, in linear memory nothing after.
 * @throws ArgumentRangeError if X or y is not as asked for, an option is out of its range, or no coefficients keep to the limits
 */
export function* slimSteps(X: Matrix, y: Vector, options: SlimSearchOptions = {}): Generator<SlimState, void> {
  const { restarts, seed } = checkSearch(options);
  const problem = problemOf(X, y, options);
  const { engine, cols: n } = problem.columns;
  const own: { dispose(): void }[] = [problem.columns, problem.counts];
  try {
    const [s, high, low] = [0, 1, 2].map(() => own[own.push(new Vector(engine, "f64", n)) - 1]) as [
      Vector,
      Vector,
      Vector,
    ];
    const best = starting(problem, s, restarts, new Random(engine, seed));
    const search = new Search(problem, best, { high, low }, s);
    let [told, wrong] = [best, wrongAt(problem, best.rho, s)];
    for (let some = 0; ; some = 512) {
      const { best, bound, nodes, open, broken } = search.advance(some);
      if (best !== told) [told, wrong] = [best, wrongAt(problem, best.rho, s)];
      const found = isFeasible(best.value);
      if (!found && open === 0) {
        const limits = [...broken].sort().join(", ") || "bounds";
        throw new ArgumentRangeError(limits, "what some coefficients within the bounds can keep", "what none can");
      }
      const objective = found ? best.value : Infinity;
      yield { rho: best.rho, objective, bound, nodes, open, residual: Math.max(0, objective - bound), ...wrong };
    }
  } finally {
    for (const array of own) array.dispose();
  }
}

/** Trains to the end or to a limit of time, of boxes, or of the gap: see `slimSteps`. Not proving the best is a value. */
export function trainSlim(X: Matrix, y: Vector, options: SlimRunOptions = {}): SlimModel {
  return modelOf(run(limited(X, y, options), runOf(options)), options);
}

/** As `trainSlim`, letting the host do other work while it searches. */
export async function trainSlimAsync(X: Matrix, y: Vector, options: SlimRunOptions = {}): Promise<SlimModel> {
  return modelOf(await runAsync(limited(X, y, options), runOf(options)), options);
}

/** What is usual instead, to compare with: an l1 logistic regression scaled and rounded, the best of a path and of ten scales. */
export function roundedLogistic(X: Matrix, y: Vector, options: SlimOptions = {}): SlimModel {
  const problem = problemOf(X, y, options);
  const s = new Vector(X.engine, "f64", problem.columns.cols);
  try {
    const points = roundedPath(problem).map((rho): Point => ({ rho, value: evaluate(problem, rho, s) }));
    const { rho, value } = points.reduce((a, b) => (b.value < a.value ? b : a));
    const objective = isFeasible(value) ? value : Infinity;
    const wrong = wrongAt(problem, rho, s);
    const state = { rho, objective, bound: 0, nodes: 0, open: 0, residual: objective, ...wrong };
    return modelOf({ ...state, gap: Infinity }, {});
  } finally {
    for (const array of [problem.columns, problem.counts, s]) array.dispose();
  }
}

/**
 * A model as a table to read and to add up by hand.
 *
 * @param names  one a column of X, the intercept's first
 */
export function scoreTable(model: Pick<SlimModel, "rho">, names?: readonly string[]): string {
  checkOptions("model", model);
  checkNumbers("model.rho", model.rho);
  if (names !== undefined && (!Array.isArray(names) || names.length !== model.rho.length))
    throw new ArgumentTypeError("names", `${model.rho.length} names`, describe(names));
  return tableOf(model, names);
}

function starting(problem: Problem, s: Vector, restarts: number, random: Random): Point {
  const { lower, upper } = problem;
  const P = lower.length;
  const zeros = lower.map((l, j) => Math.max(l, Math.min(0, upper[j] as number)));
  const starts = [zeros, ...roundedPath(problem)].map((rho): Point => ({ rho, value: evaluate(problem, rho, s) }));
  starts.sort((a, b) => a.value - b.value);
  let best = starts[0] as Point;
  for (let k = 0; k < restarts; k++) {
    // Half of them the best roundings, half drawn.
    const words = random.words(P);
    const drawn = lower.map((l, j) => l + ((words[j] as number) % ((upper[j] as number) - l + 1)));
    const from = k % 2 === 0 ? (starts[k / 2]?.rho ?? drawn) : drawn;
    const point = polish(problem, from, s, problem.columns.rows <= 64);
    if (point.value < best.value) best = point;
  }
  return best;
}

/** The steps, called done where a limit is reached. */
function* limited(X: Matrix, y: Vector, options: SlimRunOptions): Generator<SlimState & { gap: number }, void> {
  checkOptions("options", options);
  const { timeLimitMs = 30_000, nodeLimit = 1e7 } = options;
  checkNonNegative("timeLimitMs", timeLimitMs);
  checkSize("nodeLimit", nodeLimit);
  const start = performance.now();
  for (const state of slimSteps(X, y, options)) {
    const over = state.nodes >= nodeLimit || performance.now() - start >= timeLimitMs;
    yield { ...state, gap: state.residual, residual: over ? 0 : state.residual };
  }
}

function runOf(options: SlimRunOptions): RunOptions<SlimState> {
  checkOptions("options", options);
  const { signal, onProgress, gapTol = 0 } = options;
  checkNonNegative("gapTol", gapTol);
  return {
    tolerance: gapTol,
    maxIterations: 2 ** 32 - 1,
    ...(signal && { signal }),
    ...(onProgress && { onProgress }),
  };
}

function modelOf(state: SlimState & { gap: number }, { gapTol = 0 }: SlimRunOptions): SlimModel {
  const { rho, objective, bound, nodes, gap, falseNegatives, falsePositives } = state;
  const errors = falseNegatives + falsePositives;
  const table = tableOf({ rho });
  return { rho, objective, bound, optimal: gap <= gapTol, errors, falseNegatives, falsePositives, nodes, table };
}

/** The samples that are wrong. */
function wrongAt(problem: Problem, rho: Int32Array, s: Vector): Pick<SlimModel, "falseNegatives" | "falsePositives"> {
  score(problem, rho, s);
  const wrong = new Float64Array(2);
  boxLine(wrong, s, problem, 0, 0, problem.epsilon);
  const [falseNegatives, falsePositives] = wrong as unknown as [number, number];
  return { falseNegatives, falsePositives };
}

function checkSearch(options: SlimSearchOptions): { restarts: number; seed: number | bigint } {
  checkOptions("options", options);
  const { restarts = 20, seed = 0 } = options;
  checkSize("restarts", restarts);
  return { restarts, seed };
}
