/**
 * Distances and Gram matrices of points, one a row.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkChoice, checkOptions, describe } from "../core/check.ts";
import { ArgumentTypeError, ShapeError } from "../core/errors.ts";
import {
  checkPoints,
  distanceFunction,
  type KernelOptions,
  kernelFunction,
  type PairFunction,
  pairsGram,
  pairsProduct,
} from "../kernels/pairs.ts";
import { checkApart, checkMatrix, checkVector, filled } from "../kernels/storage.ts";

/** How to measure distances. */
export interface DistanceOptions {
  /** "euclidean" (default), or "squared", its square. */
  metric?: "euclidean" | "squared";
  /** Where the result goes, X.rows x Y.rows. By default a new matrix. */
  out?: Matrix;
}

/** A kernel function, and where its values go. */
export interface GramOptions extends KernelOptions {
  /** Where the result goes, X.rows x Y.rows. By default a new matrix. */
  out?: Matrix;
}

/**
 * The distances between all rows of X and all rows of Y, X.rows x Y.rows. Without Y, or with Y the same array, between those of X:
 * half the work, exactly symmetric, exactly 0 on the diagonal.
 *
 * A square is |x - c|^2 + |y - c|^2 - 2 (x - c)'(y - c), c the mean of Y's rows, at least 0: one matrix product. It is off by at most
 * (cols + 8) eps (|x - c|^2 + |y - c|^2), so that two points much nearer to each other than to the mean lose digits of their distance.
 *
 * @param X  points, one a row
 * @param Y  points of as many numbers
 * @throws ArgumentRangeError where an entry is not finite, or so large that its square overflows
 */
export function pairwiseDistances(X: Matrix, Y?: Matrix, options: DistanceOptions = {}): Matrix {
  checkOptions("options", options);
  const { metric = "euclidean", out } = options;
  checkChoice("metric", metric, ["euclidean", "squared"]);
  return valuesOf(X, Y, distanceFunction(metric === "squared"), out);
}

/**
 * The Gram matrix k(x_i, y_j) of a kernel function, X.rows x Y.rows; without Y that of X, computed by half and exactly symmetric.
 * Distances are found as by `pairwiseDistances`; the function is applied to each tile of the product before it leaves the cache.
 *
 * @throws ArgumentRangeError where an entry is not finite
 */
export function gram(X: Matrix, Y?: Matrix, options: GramOptions = {}): Matrix {
  checkOptions("options", options);
  return valuesOf(X, Y, kernelFunction(options), options.out);
}

function valuesOf(X: Matrix, Y: Matrix | undefined, f: PairFunction, given: Matrix | undefined): Matrix {
  const other = checkPair(X, Y, f);
  if (given !== undefined) {
    if (!(given instanceof Matrix)) throw new ArgumentTypeError("out", "a Matrix", describe(given));
    checkMatrix("out", given, X, X.rows, other.rows);
    checkApart(given, X, other);
    pairsGram(given, X, other, f);
    return given;
  }
  const out = new Matrix(X.engine, X.type, X.rows, other.rows);
  return filled(out, () => pairsGram(out, X, other, f));
}

/** Checks both sets of points; the second is the first where none is given. */
function checkPair(X: Matrix, Y: Matrix | undefined, f: PairFunction): Matrix {
  if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
  const other = Y === undefined ? X : Y;
  if (other !== X) {
    if (!(other instanceof Matrix)) throw new ArgumentTypeError("Y", "a Matrix", describe(other));
    checkMatrix("Y", other, X, other.rows, X.cols);
    checkPoints("Y", other, f);
  }
  checkPoints("X", X, f);
  return other;
}

/**
 * K V, K the Gram matrix of X and Y, without K: blocks of it are computed and used up in the cache. Takes as long as `gram` and the
 * product together, and O(X.rows + Y.rows) of scratch. Pass X twice for the Gram matrix of X: each block then serves on both sides.
 *
 * @param V  Y.rows elements, or Y.rows x r
 * @returns  X.rows elements, or X.rows x r: a new array
 */
export function gramMatmul(X: Matrix, Y: Matrix, V: Vector, options?: KernelOptions): Vector;
export function gramMatmul(X: Matrix, Y: Matrix, V: Matrix, options?: KernelOptions): Matrix;
export function gramMatmul(X: Matrix, Y: Matrix, V: Vector | Matrix, options: KernelOptions = {}): Vector | Matrix {
  checkOptions("options", options);
  const f = kernelFunction(options);
  if (!(Y instanceof Matrix)) throw new ArgumentTypeError("Y", "a Matrix", describe(Y));
  const other = checkPair(X, Y, f);
  if (V instanceof Vector) {
    checkVector("V", V, X, other.rows);
    const out = new Vector(X.engine, X.type, X.rows);
    return filled(out, () => pairsProduct(out, X, other, V, f));
  }
  if (!(V instanceof Matrix)) throw new ArgumentTypeError("V", "a Vector or a Matrix", describe(V));
  if (V.rows !== other.rows) throw new ShapeError("V", `${other.rows} rows`, `${V.rows}`);
  checkMatrix("V", V, X, other.rows, V.cols);
  const out = new Matrix(X.engine, X.type, X.rows, V.cols);
  return filled(out, () => pairsProduct(out, X, other, V, f));
}
