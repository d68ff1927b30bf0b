/**
 * Ridge regression.
 *
 * Hoerl and Kennard, "Ridge Regression: Biased Estimation for Nonorthogonal Problems", Technometrics 12 (1970) 55-67; for more
 * features than samples by w = A'(A A' + alpha I)^-1 b.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkNumbers, checkOptions, checkPositive } from "../core/check.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import { run } from "../core/run.ts";
import { epsOf } from "../core/types.ts";
import { syrk } from "../kernels/dense.ts";
import { axpby, axpy } from "../kernels/vec.ts";
import { cholesky } from "../linalg/cholesky.ts";
import type { LinearOperator } from "../operators/linear.ts";
import { lsqr } from "../solvers/lsqr.ts";
import { Fit } from "./fit.ts";
import { type Centred, centred, centredSparse } from "./moments.ts";
import { type ModelOptions, modelOptions } from "./options.ts";
import { checkDesign, type Design } from "./samples.ts";

/** Options of `ridge`. */
export interface RidgeOptions extends Pick<ModelOptions, "fitIntercept" | "sampleWeight" | "tolerance"> {
  /** The weight of the penalty, > 0. Default 1. */
  alpha?: number;
}

/** Options of `ridgePath`. */
export interface RidgePathOptions extends Omit<RidgeOptions, "alpha"> {
  /** The weights of the penalty, all > 0. */
  alphas: ArrayLike<number>;
}

/**
 * min over w, b of  sum_i s_i (y_i - x_i'w - b)^2 + alpha ||w||^2,  scikit-learn's Ridge, sample weights as they are: by a
 * Cholesky factor of the smaller of A'A and A A', A a dense centred copy of X, and a step of refinement; for large sparse X (both sides
 * above 512, or more than 4 million entries with the zeros) by LSQR, and X is neither copied nor filled.
 *
 * With r = b - A w the gap is to the dual 2 b'r - ||r||^2 - ||A'r||^2 / alpha; `dualGap` is it over ||b||^2.
 * @throws ArgumentRangeError if a number is not finite or alpha is not > 0; NotPositiveDefiniteError where alpha is lost to rounding
 */
export function ridge(X: Design, y: Vector, options: RidgeOptions = {}): Fit {
  checkOptions("options", options);
  const { alpha = 1, ...rest } = options;
  checkPositive("alpha", alpha);
  return ridgePath(X, y, { ...rest, alphas: [alpha] })[0] as Fit;
}

/** As `ridge`, for several alpha; the products of the columns are computed once. */
export function ridgePath(X: Design, y: Vector, options: RidgePathOptions): Fit[] {
  checkOptions("options", options);
  const { alphas, sampleWeight } = options;
  checkNumbers("alphas", alphas);
  if (alphas.length === 0) throw new ArgumentRangeError("alphas", "one number or more", "none");
  for (let i = 0; i < alphas.length; i++) checkPositive(`alphas[${i}]`, alphas[i]);
  const { fitIntercept, tolerance } = modelOptions(options, 1);
  checkDesign("X", X);
  if (X.rows === 0) throw new ArgumentRangeError("X", "one sample or more", "none");
  return X.engine.memory.scope(() => {
    const dense = X instanceof Matrix || (Math.min(X.rows, X.cols) <= DIRECT && X.rows * X.cols <= COPIED);
    const problem = dense
      ? centred(X, y, fitIntercept, sampleWeight, true)
      : centredSparse(X, y, fitIntercept, sampleWeight);
    const { A, b } = problem;
    const minimize = A instanceof Matrix ? byCholesky(A, b) : byLsqr(A, b);
    return Array.from(alphas, (alpha) => certified(problem, alpha, tolerance, minimize(alpha)));
  });
}

/** Sparse samples with both sides longer than this, or with more entries than that, zeros included, are not copied. */
const [DIRECT, COPIED] = [512, 1 << 22];

interface Minimum {
  readonly w: Vector;
  readonly iterations: number;
}

/** (A'A + alpha I) w = A'b with a step of refinement, or w = A'(A A' + alpha I)^-1 b. */
function byCholesky(A: Matrix, b: Vector): (alpha: number) => Minimum {
  const { engine, type, rows: n, cols: p } = A;
  const wide = p > n;
  const G = new Matrix(engine, type, Math.min(n, p), Math.min(n, p));
  syrk(G, A, { transpose: !wide });
  return (alpha) => {
    const K = G.clone();
    for (let j = 0; j < K.rows; j++) (K.data[j * (K.rows + 1)] as number) += alpha;
    const L = cholesky(K);
    if (wide) return { w: A.matmul(L.solve(b), { transposeA: true }), iterations: 1 };
    const w = L.solve(A.matmul(b, { transposeA: true }));
    const g = A.matmul(residualOf(A, b, w), { transposeA: true });
    axpy(g, w, -alpha);
    L.solveInto(g);
    axpy(w, g, 1);
    return { w, iterations: 1 };
  };
}

/** LSQR with the damping sqrt(alpha), to the last digits. */
function byLsqr(A: LinearOperator, b: Vector): (alpha: number) => Minimum {
  const settings = { tolerance: 16 * epsOf[A.type], maxIterations: 100 + 4 * Math.min(A.rows, A.cols) };
  return (alpha) => {
    const { x, iterations } = run(lsqr(A, b, { damp: Math.sqrt(alpha) }), settings);
    return { w: x, iterations };
  };
}

/** The fit with its gap. */
function certified(
  problem: Centred<LinearOperator>,
  alpha: number,
  tolerance: number,
  { w, iterations }: Minimum,
): Fit {
  const { A, b, intercept } = problem;
  const residual = residualOf(A, b, w);
  const slope = Vector.zeros(A.engine, A.type, A.cols);
  A.adjoint(slope, residual);
  const left = squares(residual.data);
  const objective = left + alpha * squares(w.data);
  const gap = objective - (2 * product(residual.data, b.data) - left - squares(slope.data) / alpha);
  const told = squares(b.data);
  const dualGap = told > 0 ? gap / told : 0;
  const converged = dualGap <= tolerance;
  return new Fit({
    coefficients: w,
    intercept: intercept(w.data),
    alpha,
    objective,
    gap,
    dualGap,
    iterations,
    converged,
  });
}

/** b - A w */
function residualOf(A: LinearOperator, b: Vector, w: Vector): Vector {
  const r = new Vector(A.engine, A.type, A.rows);
  A.apply(r, w);
  axpby(r, b, r, 1, -1);
  return r;
}

function product(x: ArrayLike<number>, y: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < x.length; i++) total += (x[i] as number) * (y[i] as number);
  return total;
}

const squares = (x: ArrayLike<number>): number => product(x, x);
