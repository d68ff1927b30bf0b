/**
 * Sparse Bayesian learning for y = (A1 (x) A2 (x) ...) x + noise, where the support of x is a Kronecker product too: the prior is
 * x ~ N(0, diag(g1 (x) g2 (x) ...)), and its factors are learned by expectation and maximisation.
 *
 * He and Joseph, "Bayesian Algorithms for Kronecker-structured Sparse Vector Recovery With Application to IRS-MIMO Channel
 * Estimation", 2023. arXiv:2307.14719
 *
 * The product of the factors is never formed. Real numbers, or complex ones in two parts, circular Gaussian then.
 * @module
 */
import type { Vector } from "../../arrays/vector.ts";
import { checkChoice, checkFunction, checkNonNegative, checkOptions, checkSize, describe } from "../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../core/errors.ts";
import { type RunOptions, run } from "../../core/run.ts";
import { couple } from "./kroneckerSbl/coupling.ts";
import { learn, type SblState } from "./kroneckerSbl/em.ts";
import { kroneckerMoments } from "./kroneckerSbl/moments.ts";
import { checkKronecker, checkNoise, type NoiseOptions, type Observed } from "./kroneckerSbl/problem.ts";
import { type FactorOf, type Signal, unstacked } from "./kroneckerSbl/split.ts";
import { alternate, leading } from "./kroneckerSbl/update.ts";

export { type ClassicSblOptions, type ClassicSblResult, classicSBL } from "./kroneckerSbl/classic.ts";
export type { SblState } from "./kroneckerSbl/em.ts";
export { kroneckerOMP, type KroneckerOmpOptions, type KroneckerOmpResult, oracleLS } from "./kroneckerSbl/greedy.ts";
export {
  type IrsArray,
  type IrsMimoModel,
  type IrsMimoOptions,
  type IrsPath,
  irsMimoModel,
} from "./kroneckerSbl/irs.ts";
export type { NoiseOptions } from "./kroneckerSbl/problem.ts";
export type { FactorOf, Signal, SplitMatrix, SplitVector } from "./kroneckerSbl/split.ts";

/** How to learn. */
export interface KroSblOptions extends NoiseOptions {
  /** "svd" (default): the leading rank-1 part of the second moments of x. "am": maximises the likelihood, factor by factor. */
  update?: "svd" | "am";
  /** "am" ends a step where the product changes by at most this part of itself. Default 1e-5. */
  innerTolerance?: number;
  /** Or after so many rounds. Default 50. */
  innerIterations?: number;
  /** For each factor how much of its variance an element gives to its neighbours, from 0 to below 1, or null. Default: none. */
  coupling?: readonly (number | null)[];
}

/** What was learned. */
export interface KroSblResult<Y extends Signal = Vector> {
  /** The posterior mean, the last factor's index fastest, complex where y is; exact zeros where a variance was pruned. */
  readonly x: Y;
  /** Prior variances of each factor, 0 where pruned. */
  readonly gammas: readonly Float64Array[];
  readonly noiseVar: number;
  readonly iterations: number;
  /** Whether the variances changed by at most `tolerance` of themselves in the last step. */
  readonly converged: boolean;
  /** log det S + y*S^-1 y for the covariance S of y: before each step, and at the end. "am" never raises it but by pruning. */
  readonly cost: readonly number[];
}

/**
 * Learns x. The first variances are 1: measure y in units in which x is not much larger. Reserves x; while it works a few times the elements of x and of y, and 2m^2 + 4mn for each factor. A step costs the
 * eigenproblem of order m of each factor and the products of tensors along modes.
 *
 * @param y        as many elements as the rows of the factors have as a product; a vector, or { re, im }
 * @param factors  two or more, no column 0; matrices, or where y is complex { re, im } too
 * @param options  update, noiseVar, prune, coupling; tolerance (default 1e-4), maxIterations (150), signal, onProgress
 * @throws ShapeError for sizes that do not fit, fewer than two factors; ArgumentRangeError for a column of zeros, noiseVar <= 0,
 *   a coupling outside [0, 1), numbers that are not finite; ArgumentTypeError
 */
export function kroSBL<Y extends Signal>(
  y: Y,
  factors: readonly FactorOf<Y>[],
  options: KroSblOptions & RunOptions<SblState> = {},
): KroSblResult<Y> {
  checkOptions("options", options);
  const seen = checkKronecker(y, factors);
  const { tolerance = 1e-4, maxIterations = 150, onProgress } = options;
  if (onProgress !== undefined) checkFunction("onProgress", onProgress);
  const cost: number[] = [];
  const { gammas, noiseVar, iterations, converged } = run(steps(seen, options), {
    ...options,
    tolerance,
    maxIterations,
    onProgress: (state, iteration) => {
      cost.push(state.cost);
      onProgress?.(state, iteration);
    },
  });
  const kept = gammas.map((g) => Array.from(g.keys()));
  const last = kroneckerMoments(seen.y, seen.factors, kept, gammas, noiseVar);
  const x = unstacked<Y>(last.mean, seen.y);
  return { x, gammas, noiseVar, iterations, converged, cost: [...cost, last.cost] };
}

/**
 * Steps the learning, without end; holds no linear memory between steps.
 * @throws as kroSBL
 */
export function* kroSblSteps<Y extends Signal>(
  y: Y,
  factors: readonly FactorOf<Y>[],
  options: KroSblOptions = {},
): Generator<SblState, void> {
  checkOptions("options", options);
  yield* steps(checkKronecker(y, factors), options);
}

/** The steps of a problem that was checked. */
function* steps({ y, factors }: Observed, options: KroSblOptions): Generator<SblState, void> {
  const { update = "svd", innerTolerance = 1e-5, innerIterations = 50, coupling } = options;
  checkChoice("update", update, ["svd", "am"]);
  checkNonNegative("innerTolerance", innerTolerance);
  checkSize("innerIterations", innerIterations, 1);
  const amounts = checkCoupling(coupling, factors.length);
  const [{ engine, length }] = y;
  yield* learn({
    ...checkNoise(y, options),
    sizes: factors.map(([{ cols }]) => cols),
    samples: length,
    moments: (kept, gammas, noiseVar) => kroneckerMoments(y, factors, kept, gammas, noiseVar),
    update: (power, gammas, kept) => {
      const sizes = gammas.map(({ length }) => length);
      const next =
        update === "am" ? alternate(power, gammas, innerTolerance, innerIterations) : leading(engine, power, sizes);
      return next.map((g, k) => couple(engine, g, kept[k] as number[], amounts[k] as number));
    },
  });
}

/** One number from 0 to below 1 for each factor. */
function checkCoupling(coupling: unknown, count: number): number[] {
  if (coupling === undefined) return new Array<number>(count).fill(0);
  if (!Array.isArray(coupling)) throw new ArgumentTypeError("coupling", "an array", describe(coupling));
  if (coupling.length !== count) throw new ShapeError("coupling", `${count} elements`, `${coupling.length}`);
  return coupling.map((a: unknown, k) => {
    if (a === null) return 0;
    checkNonNegative(`coupling[${k}]`, a);
    if (!(a < 1)) throw new ArgumentRangeError(`coupling[${k}]`, "a number below 1", describe(a));
    return a;
  });
}
