/**
 * The nearest symmetric matrix with T_ij <= 0 for i != j, and the nearest one that is diagonally dominant besides.
 * The second is in the symmetric matrices and in a cone for each row: Dykstra's alternating projections (Dykstra, J. Am.
 * Statist. Assoc. 78 (1983) 837-842), whose correction P of the rows may start from an earlier, near problem.
 * @module
 */
import type { Matrix } from "../../../arrays/matrix.ts";
import { checkNonNegative, checkOptions, checkSize } from "../../../core/check.ts";
import { ShapeError } from "../../../core/errors.ts";
import type { Numbers } from "../../../core/types.ts";
import { filled } from "../../../kernels/storage.ts";
import { checkFiniteMatrix } from "../common/finite.ts";

/** When to stop projecting. */
export interface ProjectOptions {
  /** Stop where the two sets' points are this part of the matrix apart. Default 1e-12. */
  tolerance?: number;
  /** Default 1000. */
  maxIterations?: number;
}

/** The nearest symmetric matrix without an element above 0 off the diagonal, as a new matrix. @throws ShapeError */
export function projectM(X: Matrix): Matrix {
  checkSquare(X);
  const out = X.clone();
  return filled(out, () => {
    const { data, rows: p } = out;
    for (let i = 0; i < p; i++)
      for (let j = 0; j < i; j++) {
        const v = Math.min(((data[i * p + j] as number) + (data[j * p + i] as number)) / 2, 0);
        data[i * p + j] = data[j * p + i] = v;
      }
  });
}

/**
 * The nearest of these whose rows have no negative sum, as a new matrix; feasible to the last bit or two, near to the
 * tolerance. Reserves the result, and 4p^2 numbers outside linear memory while it works.
 * @throws ShapeError if X is not square; ArgumentRangeError if it is not finite
 */
export function projectDDM(X: Matrix, options: ProjectOptions = {}): Matrix {
  checkSquare(X);
  checkOptions("options", options);
  const { tolerance = 1e-12, maxIterations = 1000 } = options;
  checkNonNegative("tolerance", tolerance);
  checkSize("maxIterations", maxIterations, 1);
  const out = X.clone();
  return filled(out, () => {
    const found = new DominantProjection(X.rows).project(X.data, tolerance, maxIterations);
    out.data.set(found);
  });
}

/** Projections of matrices of one size, each started from the correction of the one before. */
export class DominantProjection {
  readonly #P: Float64Array;
  readonly #X: Float64Array;
  readonly #Y: Float64Array;
  readonly #row: Float64Array;

  constructor(private readonly p: number) {
    this.#P = new Float64Array(p * p);
    this.#X = new Float64Array(p * p);
    this.#Y = new Float64Array(p * p);
    this.#row = new Float64Array(p);
  }

  /** The result is good until the next call. */
  project(from: Numbers, tolerance: number, maxIterations: number): Float64Array {
    const { p } = this;
    const [P, X, Y] = [this.#P, this.#X, this.#Y];
    for (let q = 0; q < Y.length; q++) Y[q] = (from[q] as number) - (P[q] as number);
    this.#symmetric();
    for (let step = 0; step < maxIterations; step++) {
      for (let q = 0; q < Y.length; q++) Y[q] = (X[q] as number) + (P[q] as number);
      P.set(Y);
      for (let i = 0; i < p; i++) projectRow(Y.subarray(i * p, (i + 1) * p), i, this.#row);
      for (let q = 0; q < Y.length; q++) (P[q] as number) -= Y[q] as number;
      this.#symmetric();
      let [apart, size] = [0, 0];
      for (let q = 0; q < Y.length; q++) {
        apart += ((X[q] as number) - (Y[q] as number)) ** 2;
        size += (Y[q] as number) ** 2;
      }
      if (apart <= tolerance * tolerance * size) break;
    }
    // Off the diagonal means of numbers <= 0; what a row lacks is added to its diagonal.
    for (let i = 0; i < p; i++) {
      let sum = 0;
      for (let j = 0; j < p; j++) if (j !== i) sum -= X[i * p + j] as number;
      X[i * (p + 1)] = Math.max(X[i * (p + 1)] as number, sum);
    }
    return X;
  }

  /** X = (Y + Y') / 2 */
  #symmetric(): void {
    const { p } = this;
    const [X, Y] = [this.#X, this.#Y];
    for (let i = 0; i < p; i++)
      for (let j = 0; j <= i; j++)
        X[i * p + j] = X[j * p + i] = ((Y[i * p + j] as number) + (Y[j * p + i] as number)) / 2;
  }
}

/**
 * The nearest row with x_j <= 0 for j != i and x_i >= sum_(j != i) |x_j|, in place: with u = max(-x, 0) off i, the point
 * (x_i + t, -max(u - t, 0)) for the t >= 0 with sum max(u - t, 0) = x_i + t, or 0 where that is negative.
 *
 * @param sorted  room for as many numbers
 */
export function projectRow(x: Float64Array, i: number, sorted: Float64Array): void {
  const d = x[i] as number;
  let total = 0;
  for (let j = 0; j < x.length; j++) {
    const u = j === i ? 0 : Math.max(-(x[j] as number), 0);
    sorted[j] = u;
    total += u;
    if (j !== i) x[j] = -u;
  }
  if (d >= total) return;
  const room = sorted.subarray(0, x.length).sort();
  let [t, sum] = [-d, 0];
  for (let k = 1; k <= x.length; k++) {
    const u = room[x.length - k] as number;
    sum += u;
    const next = (sum - d) / (k + 1);
    if (u <= next) break;
    t = next;
  }
  const diagonal = d + t;
  if (diagonal <= 0) {
    x.fill(0);
    return;
  }
  for (let j = 0; j < x.length; j++) x[j] = j === i ? diagonal : Math.min((x[j] as number) + t, 0);
}

function checkSquare(X: unknown): asserts X is Matrix {
  checkFiniteMatrix("X", X);
  if (X.rows !== X.cols) throw new ShapeError("X", "a square matrix", `${X.rows} x ${X.cols}`);
}
