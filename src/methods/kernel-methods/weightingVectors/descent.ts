/**
 * w >= 0 that minimises w'Zw / 2 - sum w: the dual of a support vector machine with hard margin, without bias, all labels +1. By
 * projected coordinate descent, w_i <- max(0, w_i + (1 - (Z w)_i) / Z_ii).
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import { checkPositive, checkSize } from "../../../core/check.ts";
import { descendGram } from "../../../kernels/cd.ts";
import { gemv } from "../../../kernels/dense.ts";
import { checkCloud, checkDistinct, type SimilarityOptions, similarities, similarityOf } from "./similarity.ts";

/** When to stop. */
export interface NonNegativeOptions extends SimilarityOptions {
  /** Where max |1 - (Z w)_i| over w_i > 0, and max (1 - (Z w)_i) over the rest, are at most this. Default 1e-8, in f32 1e-4. */
  tolerance?: number;
  /** Or after so many passes over the points. Default 100000. */
  maxIterations?: number;
}

/** Weights >= 0. */
export interface NonNegativeWeighting {
  /** n weights, exactly 0 for points that others make up for. */
  readonly w: Vector;
  /** How far from optimal, as `tolerance` measures it. */
  readonly violation: number;
  /** Whether it came to the tolerance. */
  readonly converged: boolean;
  /** Passes over the points. */
  readonly iterations: number;
}

/**
 * The nonnegative weights of the rows of X. Reserves n^2 + 2n elements while it works; a pass takes n steps for each weight that moves.
 * @throws as weighting, but for singular Z, which have a minimum here
 */
export function weightingNonNegative(X: Matrix, options: NonNegativeOptions = {}): NonNegativeWeighting {
  const similarity = similarityOf(options);
  checkCloud("X", X, similarity);
  const limits = limitsOf(X, options);
  checkDistinct(X, similarity);
  return X.engine.memory.scope(() => {
    const Z = new Matrix(X.engine, X.type, X.rows, X.rows);
    similarities(Z, X, X, similarity);
    return descend(Z, limits);
  });
}

/** When a descent stops. */
export interface Limits {
  readonly tolerance: number;
  readonly maxIterations: number;
}

/** Checks the limits and fills them in. */
export function limitsOf(X: Matrix, options: Partial<Limits>): Limits {
  const { tolerance = X.type === "f32" ? 1e-4 : 1e-8, maxIterations = 100000 } = options;
  checkPositive("tolerance", tolerance);
  checkSize("maxIterations", maxIterations, 1);
  return { tolerance, maxIterations };
}

/** Passes between two looks at the optimality, each with 1 - Z w afresh. */
const PASSES = 20;

/** min w'Zw / 2 - sum w over w >= 0. */
export function descend(Z: Matrix, { tolerance, maxIterations }: Limits): NonNegativeWeighting {
  const { engine, type, rows: n } = Z;
  const [w, q] = [Vector.zeros(engine, type, n), new Vector(engine, type, n)];
  q.data.fill(1);
  for (let iterations = 0; ; ) {
    const passes = Math.min(PASSES, maxIterations - iterations);
    descendGram(w, q, Z, n, { l1: 0, l2: 0, least: 0 }, passes);
    iterations += passes;
    gemv(q, Z, w);
    let violation = 0;
    const [slack, weights] = [q.data, w.data];
    for (let i = 0; i < n; i++) {
      slack[i] = 1 - (slack[i] as number);
      const v = slack[i] as number;
      violation = Math.max(violation, (weights[i] as number) > 0 ? Math.abs(v) : v);
    }
    const converged = violation <= tolerance;
    if (converged || iterations >= maxIterations) return { w, violation, converged, iterations };
  }
}
