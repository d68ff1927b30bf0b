/**
 * Systems with a sparse triangular matrix.
 *
 * Davis, Direct Methods for Sparse Linear Systems (2006), chapter 3.
 * @module
 */
import type { CsrMatrix } from "../arrays/csr.ts";
import type { Matrix } from "../arrays/matrix.ts";
import type { Vector } from "../arrays/vector.ts";
import { checkOptions } from "../core/check.ts";
import type { Triangle } from "../kernels/dense.ts";
import { filled } from "../kernels/storage.ts";
import { csrTrsv } from "../kernels/triangular.ts";
import { checkSides, checkSquare } from "./sides.ts";

/**
 * op(A)^-1 b or op(A)^-1 B as a new array, A's lower triangle (default) or its upper one; what it stores beside that is not read.
 * @throws SingularMatrixError with the first row whose diagonal entry is 0 or not stored
 */
export function solveSparseTriangular(A: CsrMatrix, b: Vector, triangle?: Triangle): Vector;
export function solveSparseTriangular(A: CsrMatrix, B: Matrix, triangle?: Triangle): Matrix;
export function solveSparseTriangular(A: CsrMatrix, b: Vector | Matrix, triangle: Triangle = {}): Vector | Matrix {
  checkSquare(A);
  checkOptions("triangle", triangle);
  checkSides(b, A, A.rows);
  const x = b.clone();
  return filled(x, () => csrTrsv(x, A, triangle));
}
