/**
 * Least squares by moments: samples less their means, times the roots of their weights.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkFiniteDesign } from "./lanes.ts";
import { checkAnswers, checkDesign, type Design, normalizedWeights } from "./samples.ts";

/** A dense problem without a constant, and what gives the constant back. */
export interface Centred {
  /** n x p: sqrt(s_i) (x_i - mean) */
  readonly A: Matrix;
  /** n: sqrt(s_i) (y_i - mean) */
  readonly b: Vector;
  /** The constant that goes with coefficients. */
  intercept(w: ArrayLike<number>): number;
}

/** The problem, in memory of the scope it is called in; weights have the sum n, or with `plain` stay as they are. */
export function centred(X: Design, y: Vector, fitIntercept: boolean, sampleWeight?: Vector, plain = false): Centred {
  checkDesign("X", X);
  checkAnswers("y", y, X);
  checkFiniteDesign(X);
  const { engine, type, rows: n, cols: p } = X;
  const scaled = normalizedWeights(sampleWeight, X);
  const weights = plain ? sampleWeight : scaled;
  const s = weights ? Float64Array.from(weights.data) : new Float64Array(n).fill(1);
  const A = X instanceof Matrix ? X.clone() : X.toDense();
  const b = Vector.from(engine, type, y.toArray());
  const [a, told] = [A.data, b.data];
  const means = new Float64Array(p);
  let [mean, total] = [0, 0];
  if (fitIntercept) {
    for (let i = 0; i < n; i++) {
      const weight = s[i] as number;
      total += weight;
      mean += weight * (told[i] as number);
      for (let j = 0; j < p; j++) (means[j] as number) += weight * (a[i * p + j] as number);
    }
    mean /= total || 1;
    for (let j = 0; j < p; j++) (means[j] as number) /= total || 1;
  }
  for (let i = 0; i < n; i++) {
    const root = Math.sqrt(s[i] as number);
    told[i] = root * ((told[i] as number) - mean);
    for (let j = 0; j < p; j++) a[i * p + j] = root * ((a[i * p + j] as number) - (means[j] as number));
  }
  return { A, b, intercept: (w) => means.reduce((left, value, j) => left - value * (w[j] as number), mean) };
}
