/**
 * What the factorisations of square matrices check alike.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { matrixAmax } from "../kernels/dense.ts";
import { checkMatrix, checkVector } from "../kernels/storage.ts";

/** A square Matrix. */
export function checkSquareMatrix(A: unknown): asserts A is Matrix {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  if (A.rows !== A.cols) throw new ShapeError("A", "a square matrix", `${A.rows} x ${A.cols}`);
}

/** Right-hand sides for a matrix with the rows of `like`, or with `rows`. */
export function checkRightSides(b: unknown, like: Matrix, rows = like.rows): asserts b is Vector | Matrix {
  if (!(b instanceof Vector || b instanceof Matrix))
    throw new ArgumentTypeError("b", "a Vector or a Matrix", describe(b));
  if (b instanceof Vector) checkVector("b", b, like, rows);
  else checkMatrix("B", b, like, rows, b.cols);
}

/** `norm`, which is that of A, or an error where an entry is NaN or infinite; sums may overflow. */
export function finiteNorm(A: Matrix, norm: number): number {
  const top = Number.isFinite(norm) ? 0 : matrixAmax(A);
  if (!Number.isFinite(top)) throw new ArgumentRangeError("A", "finite numbers", `an entry that is ${top}`);
  return norm;
}

/** The n x n identity. */
export function identity(like: Matrix): Matrix {
  const n = like.rows;
  const I = Matrix.zeros(like.engine, like.type, n, n);
  const { data } = I;
  for (let i = 0; i < n; i++) data[i * (n + 1)] = 1;
  return I;
}
