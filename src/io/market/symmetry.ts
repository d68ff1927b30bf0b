/**
 * Whether a matrix is what its file will say: A[j, i] = A[i, j], or -A[i, j] with a diagonal of zeros.
 * @module
 */
import { describe } from "../../core/check.ts";
import { ArgumentRangeError, ShapeError } from "../../core/errors.ts";
import type { Numbers } from "../../core/types.ts";
import type { CsrLike } from "../sparse/record.ts";
import type { Symmetry } from "./header.ts";

/** Entries of the lower triangle of a symmetric matrix. @throws ArgumentRangeError, ShapeError if it is not symmetric */
export function checkSparseSymmetry(A: CsrLike, symmetry: Symmetry): number {
  checkSquare(A.rows, A.cols, symmetry);
  const { indptr, indices, values } = A;
  let lower = 0;
  for (let i = 0; i < A.rows; i++)
    for (let p = indptr[i] as number; p < (indptr[i + 1] as number); p++) {
      const j = indices[p] as number;
      if (j <= i) lower++;
      checkPair(i, j, values[p] as number, entry(A, j, i), symmetry);
    }
  return lower;
}

/** @throws ArgumentRangeError, ShapeError if the matrix is not symmetric */
export function checkDenseSymmetry(rows: number, cols: number, data: Numbers, symmetry: Symmetry): void {
  checkSquare(rows, cols, symmetry);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j <= i; j++) checkPair(i, j, data[i * cols + j] as number, data[j * cols + i], symmetry);
}

function checkSquare(rows: number, cols: number, symmetry: Symmetry): void {
  if (rows !== cols)
    throw new ShapeError("matrix", `as many columns as rows in a ${symmetry} matrix`, `${rows} x ${cols}`);
}

/** The entries at (i, j) and (j, i); NaN mirrors NaN. */
function checkPair(i: number, j: number, value: number, mirrored: number | undefined, symmetry: Symmetry): void {
  const expected = symmetry === "symmetric" ? value : -value;
  if (mirrored === expected || (Number.isNaN(expected) && Number.isNaN(mirrored))) return;
  throw new ArgumentRangeError(
    `matrix[${j}, ${i}]`,
    `${expected} in a ${symmetry} matrix`,
    describe(mirrored ?? "no entry"),
  );
}

/** The entry at (i, j), if there is one; columns are searched by halves, in ascending order. */
function entry({ indptr, indices, values }: CsrLike, i: number, j: number): number | undefined {
  let low = indptr[i] as number;
  let high = indptr[i + 1] as number;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((indices[middle] as number) < j) low = middle + 1;
    else high = middle;
  }
  return low < (indptr[i + 1] as number) && indices[low] === j ? values[low] : undefined;
}
