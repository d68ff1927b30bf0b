/**
 * Net-Trim: the sparsest weights of a layer that answer as it does, min ||W||_1 over W with ||(W'X - Y)_M||_F <= epsilon on
 * the answers M = {Y > 0} and W'X <= V on the others, by the alternating direction method of multipliers.
 *
 * Aghasi, Abdi and Romberg, "Fast Convex Pruning of Deep Neural Networks", SIAM J. Mathematics of Data Science 2 (2020)
 * 158-188, section 3. doi:10.1137/19M1246468, arXiv:1806.06457
 *
 * The factor 1.1 that keeps the second and later layers of a cascade feasible is ours.
 * @module
 */
import type { Matrix } from "../../arrays/matrix.ts";
import { checkOptions } from "../../core/check.ts";
import { type RunOptions, run } from "../../core/run.ts";
import { type NetTrimOptions, type NetTrimState, Trim } from "./netTrim/steps.ts";
import { type Fit, measure } from "./netTrim/measure.ts";

export { magnitudeRefit, magnitudeTrim } from "./netTrim/magnitude.ts";
export type { Fit } from "./netTrim/measure.ts";
export { netTrimNetwork, type NetTrimNetworkOptions, type TrimmedNetwork } from "./netTrim/network.ts";
export { type NetTrimOptions, type NetTrimState, netTrimSteps } from "./netTrim/steps.ts";

/** How to trim one layer, and when to stop. */
export interface NetTrimLayerOptions extends NetTrimOptions, RunOptions<NetTrimState> {
  /** Also returns the multipliers that prove the result optimal. Default false. */
  certificate?: boolean;
}

/** Multipliers of the two constraints. */
export interface NetTrimCertificate {
  /** M x P; on the answers a multiple of their misfit, on the others 0 or of the sign of the bound. */
  readonly dual: Matrix;
  /** N x M: X dual', which at the solution is a subgradient of ||W||_1: sign(W) where W is not 0, within [-1, 1] elsewhere. */
  readonly subgradient: Matrix;
}

/** A trimmed layer. */
export interface NetTrimResult extends Fit {
  /** N x M with exact zeros. */
  readonly W: Matrix;
  /** The radius that was asked for, in the units of Y. */
  readonly epsilon: number;
  readonly iterations: number;
  readonly converged: boolean;
  /** No answer is positive: W = 0. */
  readonly degenerate: boolean;
  readonly certificate?: NetTrimCertificate;
}

/**
 * Trims one layer. Reserves N^2 + 4NM + 4MP elements while it works, all before the first step; costs a Cholesky factor of
 * order N at the start and 4NMP + 2N^2 M operations a step.
 *
 * @param X        N x P, one column a sample; a last row of ones stands for a bias
 * @param Y        M x P, the answers of the layer to X
 * @param options  epsilon or epsilonRel, V, rho, activation; tolerance (default 5e-9), maxIterations (10000),
 *   signal, onProgress
 * @throws ShapeError if the samples of X, Y and V are not as many; ArgumentRangeError for an X of zeros, numbers that are not
 *   finite, epsilon, epsilonRel, rho <= 0; ArgumentTypeError
 */
export function netTrimLayer(X: Matrix, Y: Matrix, options: NetTrimLayerOptions = {}): NetTrimResult {
  checkOptions("options", options);
  const { certificate = false, maxIterations = 10000, tolerance = 5e-9 } = options;
  const trim = new Trim(X, Y, options);
  try {
    const state = trim.degenerate
      ? { iterations: 0, converged: true }
      : run(trim.steps(), { ...options, tolerance, maxIterations });
    const { W, epsilon, degenerate } = trim;
    const { iterations, converged } = state;
    const fit = measure(trim, X, Y);
    const result = { W, ...fit, epsilon, iterations, converged, degenerate };
    return certificate ? { ...result, certificate: trim.certificate() } : result;
  } catch (error) {
    trim.W.dispose();
    throw error;
  } finally {
    trim.dispose();
  }
}
