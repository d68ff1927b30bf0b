/**
 * min_x sum_i w_i |b_i - a_i'x|, the regression of Boscovich and Laplace, solved exactly, with the proof that it is.
 *
 * Barrodale and Roberts, SIAM J. Numer. Anal. 10 (1973) 839-848. The dual: max b'v with A'v = 0 and |v_i| <= w_i.
 * doi:10.1137/0710069
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkNonNegative, checkOptions, checkSize, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { matrixAmax } from "../kernels/dense.ts";
import { checkVector } from "../kernels/storage.ts";
import { amax } from "../kernels/vec.ts";
import { AbsoluteFit } from "./absoluteFit.ts";

/** How to fit. */
export interface AbsoluteDeviationsOptions {
  /** One weight > 0 a row. Default ones. */
  weights?: Vector;
  /** `converged` says whether the relative gap is at most this. Default 1e-9. */
  tolerance?: number;
  /** Most steps of the simplex method. Default 50 (rows + cols). */
  maxIterations?: number;
}

/** A fit of least absolute deviations. */
export interface AbsoluteDeviations {
  /** A.cols coefficients; 0 for a column that depends on those before it. */
  readonly x: Vector;
  /** sum_i w_i |b_i - a_i'x|, of x before it was rounded to its type. */
  readonly loss: number;
  /** How far the loss can at most be above the least there is, as a part of it. */
  readonly gap: number;
  /** Columns that do not depend on those before them. */
  readonly rank: number;
  /** Steps of the simplex method. */
  readonly iterations: number;
  readonly converged: boolean;
}

/**
 * Fits b by the columns of A. Works in f64 whatever the type, and reserves 3 (rows cols) + 4 rows + cols^2 + 2 cols numbers
 * of it while it does.
 * @throws ArgumentRangeError if A, b or a weight is not finite, or a weight not > 0
 */
export function leastAbsoluteDeviations(
  A: Matrix,
  b: Vector,
  options: AbsoluteDeviationsOptions = {},
): AbsoluteDeviations {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  checkVector("b", b, A, A.rows);
  checkOptions("options", options);
  const { weights, tolerance = 1e-9, maxIterations = 50 * (A.rows + A.cols) } = options;
  checkNonNegative("tolerance", tolerance);
  checkSize("maxIterations", maxIterations);
  if (weights !== undefined) checkVector("weights", weights, A, A.rows);
  for (const [name, top] of [["A", matrixAmax(A)] as const, ["b", amax(b)] as const])
    if (!Number.isFinite(top)) throw new ArgumentRangeError(name, "finite numbers", `an entry that is ${top}`);
  const numbers = weights?.data;
  const bad = numbers?.findIndex((w) => !(w > 0 && w < Infinity)) ?? -1;
  if (bad >= 0) throw new ArgumentRangeError(`weights[${bad}]`, "a finite number > 0", describe(numbers?.[bad]));
  return A.engine.memory.scope(() => {
    const fit = new AbsoluteFit(A.engine, b.data, A.cols, numbers);
    const columns = A.transpose();
    const used: number[] = [];
    for (let j = 0; j < A.cols; j++) if (fit.append(columns.data.subarray(j * A.rows, (j + 1) * A.rows))) used.push(j);
    const { loss, gap } = fit.solve(maxIterations);
    const x = Vector.zeros(A.engine, A.type, A.cols);
    const { data } = x;
    for (const [k, j] of used.entries()) data[j] = fit.coefficients[k] as number;
    return { x, loss, gap, rank: fit.size, iterations: fit.steps, converged: gap <= tolerance };
  });
}
