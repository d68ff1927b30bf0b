/**
 * What a model is fitted to: samples X by rows, their answers y, and a weight each.
 * @module
 */
import { CscMatrix } from "../arrays/csc.ts";
import { CsrMatrix } from "../arrays/csr.ts";
import { Matrix } from "../arrays/matrix.ts";
import type { Vector } from "../arrays/vector.ts";
import { describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { checkVector, filled } from "../kernels/storage.ts";
import { amax, asum, scal } from "../kernels/vec.ts";

/** Samples by rows, features by columns. */
export type Design = Matrix | CsrMatrix | CscMatrix;

/** One of the three kinds of matrix. Whether it is finite the models find out while they read it. */
export function checkDesign(name: string, X: unknown): asserts X is Design {
  if (!(X instanceof Matrix || X instanceof CsrMatrix || X instanceof CscMatrix))
    throw new ArgumentTypeError(name, "a Matrix, a CsrMatrix or a CscMatrix", describe(X));
}

/** A finite answer for each sample, kin of X. */
export function checkAnswers(name: string, y: unknown, X: Design): asserts y is Vector {
  checkVector(name, y, X, X.rows);
  const top = amax(y);
  if (!Number.isFinite(top)) throw new ArgumentRangeError(name, "finite numbers", `an element that is ${top}`);
}

/** The weights with the sum n, as a new vector: one of n >= 0 that are not all 0; undefined where none are given. */
export function normalizedWeights(sampleWeight: Vector | undefined, X: Design): Vector | undefined {
  if (sampleWeight === undefined) return undefined;
  checkVector("sampleWeight", sampleWeight, X, X.rows);
  const total = asum(sampleWeight);
  const least = (sampleWeight.data as Float64Array).reduce((low, weight) => Math.min(low, weight), 0);
  if (!Number.isFinite(total) || least < 0 || (total === 0 && X.rows > 0))
    throw new ArgumentRangeError(
      "sampleWeight",
      "finite numbers >= 0, one of them > 0",
      `a sum of ${total}, a least of ${least}`,
    );
  const weights = sampleWeight.clone();
  return filled(weights, () => {
    if (X.rows > 0) scal(weights, X.rows / total);
  });
}

/** The weights as they are, 1 where none are given, outside linear memory. @throws as `normalizedWeights` */
export function sampleWeights(sampleWeight: Vector | undefined, X: Design): Float64Array {
  const checked = normalizedWeights(sampleWeight, X);
  checked?.dispose();
  return sampleWeight ? Float64Array.from(sampleWeight.data) : new Float64Array(X.rows).fill(1);
}
