/**
 * A fit by coordinate descent, of features or of groups of them: from a start to a certificate, in the units of a model of n samples.
 * @module
 */
import { Vector } from "../arrays/vector.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import { run } from "../core/run.ts";
import { checkVector } from "../kernels/storage.ts";
import { amax } from "../kernels/vec.ts";
import type { CoordinateState } from "../solvers/coordinate/problem.ts";
import { Fit } from "./fit.ts";
import type { FitProgress, modelOptions } from "./options.ts";
import { type Design, normalizedWeights } from "./samples.ts";

/** What every descent is given: the coefficients to begin from, and the model's own options. */
interface Common {
  readonly x: Vector;
  readonly intercept: boolean;
  readonly tolerance: number;
  readonly weights?: Vector;
}

/** Runs what `descend` makes, and gives its result over n. @throws as it does */
export function fitByDescent(
  X: Design,
  alpha: number,
  sampleWeight: Parameters<typeof normalizedWeights>[0],
  { fitIntercept, tolerance, start, onProgress, running }: ReturnType<typeof modelOptions>,
  descend: (common: Common) => Generator<CoordinateState, void>,
): Fit {
  const n = X.rows;
  const weights = normalizedWeights(sampleWeight, X);
  try {
    const x = startOf(start, X);
    try {
      const steps = descend({ x, intercept: fitIntercept, tolerance, ...(weights && { weights }) });
      const result = run(steps, { ...running, ...(onProgress && { onProgress: told(onProgress, n) }) });
      const { intercept, objective, gap, residual: dualGap, iterations, converged } = result;
      const certificate = { objective: objective / n, gap: gap / n, dualGap, iterations, converged };
      return new Fit({ coefficients: x, intercept, alpha, ...certificate });
    } catch (error) {
      x.dispose();
      throw error;
    }
  } finally {
    weights?.dispose();
  }
}

/** A copy of where to start, or zeros. */
function startOf(start: Vector | undefined, X: Design): Vector {
  if (start === undefined) return Vector.zeros(X.engine, X.type, X.cols);
  checkVector("start", start, X, X.cols);
  const top = amax(start);
  if (!Number.isFinite(top)) throw new ArgumentRangeError("start", "finite numbers", `an element that is ${top}`);
  return start.clone();
}

/** Progress of a solver in the units of a model of n samples. */
function told(onProgress: (progress: FitProgress, iteration: number) => void, n: number) {
  return ({ gap, residual }: { gap: number; residual: number }, iteration: number) =>
    onProgress({ gap: gap / n, dualGap: residual }, iteration);
}
