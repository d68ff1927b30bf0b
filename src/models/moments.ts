/**
 * Least squares by moments: samples less their means, times the roots of their weights.
 * @module
 */
import type { CscMatrix } from "../arrays/csc.ts";
import type { CsrMatrix } from "../arrays/csr.ts";
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { asum, axpy, copy, dot, scal } from "../kernels/vec.ts";
import { operator } from "../operators/custom.ts";
import type { LinearOperator } from "../operators/linear.ts";
import { checkFiniteDesign } from "./lanes.ts";
import { checkAnswers, checkDesign, type Design, normalizedWeights } from "./samples.ts";

/** A problem without a constant, and what gives the constant back. */
export interface Centred<A extends LinearOperator = Matrix> {
  /** n x p: sqrt(s_i) (x_i - mean) */
  readonly A: A;
  /** n: sqrt(s_i) (y_i - mean) */
  readonly b: Vector;
  /** The constant that goes with coefficients. */
  intercept(w: ArrayLike<number>): number;
}

/**
 * The problem of sparse samples, whose zeros stay zeros: their means are taken off each product. In memory of the scope it is called in;
 * weights stay as they are.
 */
export function centredSparse(
  X: CsrMatrix | CscMatrix,
  y: Vector,
  fitIntercept: boolean,
  sampleWeight?: Vector,
): Centred<LinearOperator> {
  checkAnswers("y", y, X);
  checkFiniteDesign(X);
  const { engine, type, rows: n, cols: p } = X;
  normalizedWeights(sampleWeight, X)?.dispose();
  const s = sampleWeight?.clone() ?? Vector.from(engine, type, new Float64Array(n).fill(1));
  const [means, roots, part] = [Vector.zeros(engine, type, p), s.clone(), new Vector(engine, type, n)];
  const total = asum(s);
  let mean = 0;
  if (fitIntercept && total > 0) {
    X.adjoint(means, s);
    scal(means, 1 / total);
    mean = dot(s, y) / total;
  }
  const root = roots.data;
  for (let i = 0; i < n; i++) root[i] = Math.sqrt(root[i] as number);
  const weigh = (v: Vector, less: number) => {
    const [to, by] = [v.data, roots.data];
    for (let i = 0; i < n; i++) to[i] = (by[i] as number) * ((to[i] as number) - less);
  };
  const b = y.clone();
  weigh(b, mean);
  const A = operator(
    X,
    n,
    p,
    (out, w) => {
      X.apply(out, w);
      weigh(out, dot(means, w));
    },
    (out, r) => {
      copy(part, r);
      weigh(part, 0);
      X.adjoint(out, part);
      if (fitIntercept) axpy(out, means, -dot(roots, r));
    },
  );
  return {
    A,
    b,
    intercept: (w) => (means.data as Float64Array).reduce((left, value, j) => left - value * (w[j] as number), mean),
  };
}

/** The dense problem, in memory of the scope it is called in; weights have the sum n, or with `plain` stay as they are. */
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
