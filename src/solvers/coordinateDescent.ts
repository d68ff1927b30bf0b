/**
 * Coordinate descent with working sets and gap-safe screening for
 *
 *   min over x and b of 1/2 sum_i w_i (y_i - b - a_i'x)^2 + l1 ||x||_1 + l2/2 ||x||^2
 *
 * Friedman, Hastie and Tibshirani, "Regularization paths for generalized linear models via coordinate descent", J. Statistical
 * Software 33(1) (2010), doi:10.18637/jss.v033.i01; Massias, Gramfort and Salmon (2018), arXiv:1802.07481; Ndiaye, Fercoq, Gramfort
 * and Salmon (2017), arXiv:1611.05780.
 * @module
 */
import { CscMatrix } from "../arrays/csc.ts";
import { CsrMatrix } from "../arrays/csr.ts";
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkBoolean, checkNonNegative, checkOptions, checkPositive, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { checkVector } from "../kernels/storage.ts";
import { amax } from "../kernels/vec.ts";
import type { Design } from "./coordinate/columns.ts";
import { CoordinateProblem, type CoordinateState } from "./coordinate/problem.ts";

export type { CoordinateState } from "./coordinate/problem.ts";

/** What descent by coordinates and by blocks ask alike. */
export interface DescentOptions {
  /** Whether b is fitted; else it is 0 (default). */
  intercept?: boolean;
  /** A weight >= 0 a row. Default 1. */
  weights?: Vector;
  /** Holds the start and receives the coefficients; by default a new vector of zeros. */
  x?: Vector;
  /** The tolerance that `run` is given: how well a working set is solved. Default 1e-6. */
  tolerance?: number;
}

/** The penalty, and where to start. */
export interface CoordinateOptions extends DescentOptions {
  /** Weight of ||x||_1, > 0. */
  l1: number;
  /** Weight of ||x||^2/2. Default 0. */
  l2?: number;
  /** Only x >= 0. Default false. */
  positive?: boolean;
}

/**
 * Steps coordinate descent; a step is a working set solved, and the gap over all columns. Reserves at most 4 numbers a row, 4 a column
 * and, for k columns of the working set, 5k (A.rows + k + 2) more (no k^2 above 2048 of them); a CsrMatrix is copied by columns.
 *
 * @param A  rows x cols
 * @param y  A.rows elements
 * @throws ShapeError if a length does not fit; ArgumentRangeError if l1 is not > 0 or a number not finite
 */
export function* coordinateDescent(A: Design, y: Vector, options: CoordinateOptions): Generator<CoordinateState, void> {
  const { data, x: given, tolerance } = checkDescent(A, y, options);
  const { l1, l2 = 0, positive = false } = options;
  checkPositive("l1", l1);
  checkNonNegative("l2", l2);
  checkBoolean("positive", positive);
  const problem = A.engine.memory.scope(() => new CoordinateProblem(A, data, positive));
  let x = given;
  try {
    x ??= Vector.zeros(A.engine, A.type, A.cols);
    problem.begin(x.toArray());
    yield* problem.descend(x, { l1, l2 }, tolerance);
  } catch (error) {
    if (!given) x?.dispose();
    throw error;
  } finally {
    problem.dispose();
  }
}

/** The problem and where to start, checked. @internal */
export function checkDescent(A: Design, y: Vector, options: DescentOptions) {
  if (!(A instanceof Matrix || A instanceof CsrMatrix || A instanceof CscMatrix))
    throw new ArgumentTypeError("A", "a Matrix, a CsrMatrix or a CscMatrix", describe(A));
  checkOptions("options", options);
  const { intercept = false, weights, x, tolerance = 1e-6 } = options;
  checkBoolean("intercept", intercept);
  checkNonNegative("tolerance", tolerance);
  checkVector("y", y, A, A.rows);
  checkNumbersOf("y", y);
  if (weights !== undefined) {
    checkVector("weights", weights, A, A.rows);
    checkNumbersOf("weights", weights);
    if (weights.data.some((weight) => weight < 0)) throw new ArgumentRangeError("weights", "numbers >= 0", "one below");
  }
  if (x !== undefined) {
    checkVector("x", x, A, A.cols);
    checkNumbersOf("x", x);
  }
  return { data: { y, weights, centred: intercept }, x, tolerance };
}

function checkNumbersOf(name: string, x: Vector): void {
  const top = amax(x);
  if (!Number.isFinite(top)) throw new ArgumentRangeError(name, "finite numbers", `an element that is ${top}`);
}
