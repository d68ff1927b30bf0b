/**
 * min over W of  sum_i s_i ||y_i - W' phi(x_i)||^2 + mu ||W||^2:  A W = Phi' S Y with A = Phi' S Phi + mu I. The products are added
 * up and factored in f64 whatever the features are of, so that A is as definite as mu makes it.
 * @module
 */
import { Matrix } from "../../arrays/matrix.ts";
import { arrayOf } from "../../core/types.ts";
import { gemm, syrk, trsm } from "../../kernels/dense.ts";
import { choleskyInPlace } from "../../kernels/factor.ts";
import type { FeatureMap } from "../featureMap.ts";

/** Points turned into features at a time. */
const ROWS = 1024;

/** Weights of the samples: one for all, or one each. */
export type Weights = number | Float64Array;

/** A fit: L L' = A, of f64, and W. */
export interface System {
  readonly factor: Matrix;
  /** features.size x Y.cols, of f64. */
  readonly W: Matrix;
}

/** Calls `visit` with some rows of X at a time, as a matrix that is given back afterwards. */
export function byRows(X: Matrix, visit: (part: Matrix, from: number) => void): void {
  const { engine, type, rows, cols } = X;
  for (let from = 0; from < rows; from += ROWS)
    engine.memory.scope(() => {
      const count = Math.min(ROWS, rows - from);
      if (count === rows) return visit(X, 0);
      visit(Matrix.from(engine, type, count, cols, X.data.subarray(from * cols, (from + count) * cols)), from);
    });
}

/** The matrix itself where it is of f64, or a copy that is. */
export const inDouble = (A: Matrix): Matrix =>
  A.type === "f64" ? A : Matrix.from(A.engine, "f64", A.rows, A.cols, A.data);

/**
 * Solves for W. Reserves size^2 + size Y.cols elements for the result and 1024 (3 size + Y.cols) and the size^2 of a product at most
 * while it works.
 * @throws NotPositiveDefiniteError where mu is lost to rounding
 */
export function solveSystem(features: FeatureMap, X: Matrix, Y: Float64Array, weights: Weights, mu: number): System {
  const { engine, size } = features;
  const targets = X.rows === 0 ? 0 : Y.length / X.rows;
  return engine.memory.scope(() => {
    const factor = Matrix.zeros(engine, "f64", size, size);
    const W = Matrix.zeros(engine, "f64", size, targets);
    for (let i = 0; i < size; i++) factor.data[i * (size + 1)] = mu;
    byRows(X, (part, from) => {
      const Phi = inDouble(features.transform(part));
      const answers = Matrix.from(
        engine,
        "f64",
        part.rows,
        targets,
        Y.subarray(from * targets, (from + part.rows) * targets),
      );
      let alpha = 1;
      if (typeof weights === "number") alpha = weights;
      else {
        scaleRows(Phi, weights, from);
        scaleRows(answers, weights, from);
      }
      syrk(factor, Phi, { transpose: true, alpha, beta: 1 });
      gemm(W, Phi, answers, { transposeA: true, alpha, beta: 1 });
    });
    choleskyInPlace(factor);
    trsm(W, factor);
    trsm(W, factor, { transpose: true });
    return { factor, W };
  });
}

/** Each row of A times the square root of its weight. */
function scaleRows({ data, rows, cols }: Matrix, weights: Float64Array, from: number): void {
  for (let i = 0; i < rows; i++) {
    const root = Math.sqrt(weights[from + i] as number);
    for (let at = i * cols; at < (i + 1) * cols; at++) data[at] = (data[at] as number) * root;
  }
}

/** W in the type of the features, each column times a number. */
export function coefficientsOf(W: Matrix, features: FeatureMap, scales: Float64Array): Matrix {
  const values = new arrayOf[features.type](W.data);
  for (let at = 0; at < values.length; at++) values[at] = (values[at] as number) * (scales[at % W.cols] as number);
  return Matrix.from(W.engine, features.type, W.rows, W.cols, values);
}

/** For each target the sum of s_i (y_i - W' phi(x_i))^2. */
export function squaredResiduals(
  features: FeatureMap,
  X: Matrix,
  Y: Float64Array,
  weights: Weights,
  W: Matrix,
): Float64Array {
  const sums = new Float64Array(W.cols);
  byRows(X, (part, from) => {
    const { data, rows, cols } = features.multiply(part, W);
    for (let i = 0; i < rows; i++) {
      const weight = typeof weights === "number" ? weights : (weights[from + i] as number);
      for (let t = 0; t < cols; t++) {
        const off = (Y[(from + i) * cols + t] as number) - (data[i * cols + t] as number);
        sums[t] = (sums[t] as number) + weight * off * off;
      }
    }
  });
  return sums;
}
