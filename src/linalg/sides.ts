/**
 * Checks shared by sparse factorisations.
 * @module
 */
import { CsrMatrix } from "../arrays/csr.ts";
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { csrAmax } from "../kernels/sparse.ts";
import { checkMatrix, checkVector, type Storage } from "../kernels/storage.ts";

/** A square sparse matrix. */
export function checkSquare(A: unknown): asserts A is CsrMatrix {
  if (!(A instanceof CsrMatrix)) throw new ArgumentTypeError("A", "a CsrMatrix", describe(A));
  if (A.rows !== A.cols) throw new ShapeError("A", "a square matrix", `${A.rows} x ${A.cols}`);
}

/** Every stored entry is finite. */
export function checkAllFinite(A: CsrMatrix): void {
  const top = csrAmax(A);
  if (!Number.isFinite(top)) throw new ArgumentRangeError("A", "finite numbers", `an entry that is ${top}`);
}

/** One right-hand side or many, of n rows, kin of `like`. */
export function checkSides(b: unknown, like: Storage, n: number): asserts b is Vector | Matrix {
  if (b instanceof Vector) checkVector("b", b, like, n);
  else if (b instanceof Matrix) checkMatrix("B", b, like, n, b.cols);
  else throw new ArgumentTypeError("b", "a Vector or a Matrix", describe(b));
}
