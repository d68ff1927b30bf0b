/**
 * Precision matrices that are M-matrices (T_ij <= 0) or diagonally dominant as well, from min -log det T + tr(T S) +
 * sum_(i != j) L_ij |T_ij|, in stages whose weights L are the slopes of a concave penalty at the stage before.
 *
 * Ying, Cardoso and Palomar, "Adaptive Estimation of Graphical Models under Total Positivity", ICML 2023, section 3.
 * arXiv:2210.15471
 *
 * The stages and gradient projection are the paper's; the projection on a row of a diagonally dominant matrix is derived here.
 * @module
 */
import { Matrix } from "../../arrays/matrix.ts";
import {
  checkChoice,
  checkFunction,
  checkNonNegative,
  checkOptions,
  checkPositive,
  checkSize,
} from "../../core/check.ts";
import { type RunOptions, run, type State } from "../../core/run.ts";
import { GradientProjection } from "./mMatrixPrecision/descent.ts";
import { checkCovariance } from "./mMatrixPrecision/covariance.ts";
import { type PrecisionPenalty, slopes } from "./mMatrixPrecision/penalties.ts";

export { sampleCovariance } from "./mMatrixPrecision/covariance.ts";
export type { PrecisionPenalty } from "./mMatrixPrecision/penalties.ts";
export { type ProjectOptions, projectDDM, projectM } from "./mMatrixPrecision/project.ts";

/** What to estimate. */
export interface MMatrixOptions {
  /** The slope of the penalty at 0. */
  lambda: number;
  /** "m" (default): T_ij <= 0 for i != j; "ddm": no row with a negative sum besides. */
  constraint?: "m" | "ddm";
  /** Stages; the first has the weights lambda everywhere. Default 4. */
  stages?: number;
  /** Where the weights come from after it. Default "mcp". */
  penalty?: PrecisionPenalty;
  /** Where the slope of "mcp" ends, and the length over which that of "exp" falls. Default 1. */
  gamma?: number;
  /** A stage ends where T changes by at most this part. Default 1e-8, in f32 1e-5. */
  tolerance?: number;
  /** Or after so many steps; the last stage may use those that others left. Default 1000. */
  maxIterations?: number;
}

/** One accepted step. */
export interface MMatrixState extends State {
  /** The estimate, p x p; the same matrix in every state, and the caller's to dispose. */
  readonly Theta: Matrix;
  /** From 0. */
  readonly stage: number;
  /** What this stage minimises, at Theta. */
  readonly objective: number;
  /** ||the step||_F / ||Theta||_F. */
  readonly change: number;
  /** `change` in the last stage, at least 1 before it. */
  readonly residual: number;
}

/** An estimate. */
export interface MMatrixResult {
  /** p x p. */
  readonly Theta: Matrix;
  /** The objective at the end of each stage. */
  readonly objective: readonly number[];
  /** The estimate at the end of each stage; the last one is Theta. */
  readonly stageThetas: readonly Matrix[];
  /** Accepted steps of each stage. */
  readonly iterations: readonly number[];
  /** Whether the last stage ended by the tolerance. */
  readonly converged: boolean;
  /** Pairs with |Theta_ij| > 1e-5. */
  readonly edges: number;
}

/**
 * Estimates a precision matrix from a covariance matrix. Reserves 7p^2 elements while it works (8p^2 more outside linear
 * memory for "ddm"), and p^2 a stage for the result. A step costs a Cholesky factor for each trial and an inverse.
 *
 * @param S  p x p, symmetric and positive semidefinite, its diagonal above 0; see `sampleCovariance`
 * @throws ShapeError if S is not square; ArgumentRangeError if it is not symmetric, not semidefinite, not finite, or leaves the
 *   problem unbounded; for lambda < 0, gamma <= 0
 */
export function estimateMMatrix(
  S: Matrix,
  options: MMatrixOptions & Omit<RunOptions<MMatrixState>, "tolerance" | "maxIterations">,
): MMatrixResult {
  checkOptions("options", options);
  const { stages = 4, maxIterations = 1000, tolerance = toleranceOf(S), onProgress } = options;
  checkSize("maxIterations", maxIterations, 1);
  checkSize("stages", stages, 1);
  if (onProgress !== undefined) checkFunction("onProgress", onProgress);
  const objective: number[] = [];
  const iterations: number[] = [];
  const ends: Matrix[] = [];
  try {
    const { Theta, converged } = run(mMatrixSteps(S, options), {
      ...options,
      tolerance,
      maxIterations: stages * maxIterations,
      onProgress: (state, iteration) => {
        objective[state.stage] = state.objective;
        iterations[state.stage] = (iterations[state.stage] ?? 0) + 1;
        const ended = state.change <= tolerance || iterations[state.stage] === maxIterations;
        if (ended && state.stage + 1 < stages) ends.push(state.Theta.clone());
        onProgress?.(state, iteration);
      },
    });
    let edges = 0;
    const { data, cols } = Theta;
    for (let i = 0; i < cols; i++)
      for (let j = 0; j < i; j++) if (Math.abs(data[i * cols + j] as number) > 1e-5) edges++;
    return { Theta, objective, stageThetas: [...ends, Theta], iterations, converged, edges };
  } catch (error) {
    for (const A of ends) A.dispose();
    throw error;
  }
}

/**
 * Steps the stages one after the other, without end; reserves all at the first step.
 * @throws as estimateMMatrix
 */
export function* mMatrixSteps(S: Matrix, options: MMatrixOptions): Generator<MMatrixState, void> {
  checkOptions("options", options);
  const { lambda, constraint = "m", stages = 4, penalty = "mcp", gamma = 1, maxIterations = 1000 } = options;
  const { tolerance = toleranceOf(S) } = options;
  checkNonNegative("lambda", lambda);
  checkChoice("constraint", constraint, ["m", "ddm"]);
  checkSize("stages", stages, 1);
  checkChoice("penalty", penalty, Object.keys(slopes) as PrecisionPenalty[]);
  checkPositive("gamma", gamma);
  checkSize("maxIterations", maxIterations, 1);
  checkNonNegative("tolerance", tolerance);
  checkCovariance(S, lambda === 0 && constraint === "m");
  const problem = new GradientProjection(S, constraint);
  try {
    for (let stage = 0; ; stage++) {
      problem.weigh(stage === 0 ? () => lambda : slopes[penalty](lambda, gamma));
      const last = stage + 1 >= stages;
      for (let step = 1; ; step++) {
        const { change, objective } = problem.step();
        yield { Theta: problem.Theta, stage, objective, change, residual: last ? change : Math.max(1, change) };
        if (!last && (change <= tolerance || step >= maxIterations)) break;
      }
    }
  } catch (error) {
    problem.Theta.dispose();
    throw error;
  } finally {
    problem.dispose();
  }
}

const toleranceOf = (S: unknown): number => (S instanceof Matrix && S.type === "f32" ? 1e-5 : 1e-8);
