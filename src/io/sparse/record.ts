/**
 * Compressed sparse rows as files give them and take them.
 * @module
 */
import { checkNumbers, checkSize, describe } from "../../core/check.ts";
import { ArgumentTypeError, ShapeError, SparseStructureError } from "../../core/errors.ts";
import type { Floats, Numbers, Real } from "../../core/types.ts";

/** A sparse matrix by rows, columns ascending in each row, none twice. `lw.csr(record)` takes it as it is. */
export interface CsrRecord {
  readonly rows: number;
  readonly cols: number;
  /** rows + 1 integers: row i holds entries indptr[i] to indptr[i + 1] - 1. */
  readonly indptr: Uint32Array<ArrayBuffer>;
  /** The column of each entry. */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** The entries. */
  readonly values: Floats;
  readonly type: Real;
}

/** What writers take for a sparse matrix: a record, or a CsrMatrix. */
export interface CsrLike {
  readonly rows: number;
  readonly cols: number;
  readonly indptr: Numbers;
  readonly indices: Numbers;
  readonly values: Numbers;
}

/** The rules that a written matrix keeps to. @throws SparseStructureError, ShapeError, ArgumentTypeError or ArgumentRangeError */
export function checkCsr(input: CsrLike): void {
  if (typeof input !== "object" || input === null)
    throw new ArgumentTypeError("matrix", "{ rows, cols, indptr, indices, values } or a CsrMatrix", describe(input));
  const { rows, cols, indptr, indices, values } = input;
  checkSize("rows", rows);
  checkSize("cols", cols);
  checkNumbers("indptr", indptr, rows + 1);
  checkNumbers("indices", indices);
  checkNumbers("values", values);
  if (values.length !== indices.length)
    throw new ShapeError("values", `${indices.length} elements`, `${values.length}`);
  const fault = faultOf(rows, cols, indptr, indices);
  if (fault) throw new SparseStructureError(fault.part, fault.expected, fault.got);
}

/** What is wrong with the structure: where, what had to be there and what is. */
export interface Fault {
  readonly part: string;
  readonly expected: string;
  readonly got: string;
}

/** The first fault of row starts and columns, if any. Columns may come in any order, and twice. */
export function faultOf(rows: number, cols: number, indptr: Numbers, indices: Numbers): Fault | undefined {
  const nnz = indices.length;
  for (let i = 0, least = 0; i <= rows; i++) {
    const start = indptr[i] as number;
    const most = i === 0 ? 0 : nnz;
    if (!(Number.isInteger(start) && start >= least && start <= most) || (i === rows && start !== nnz)) {
      const expected = i === rows ? `${nnz}, the number of entries` : `an integer from ${least} to ${most}`;
      return { part: `indptr[${i}]`, expected, got: describe(start) };
    }
    least = start;
  }
  for (let p = 0; p < nnz; p++) {
    const j = indices[p] as number;
    if (!(Number.isInteger(j) && j >= 0 && j < cols))
      return { part: `indices[${p}]`, expected: `an integer from 0 to ${cols - 1}`, got: describe(j) };
  }
  return undefined;
}
