import { checkEntries, checkNumbers, checkOptions, checkReal, checkSize, describe } from "../core/check.ts";
import { SparseStructureError } from "../core/errors.ts";
import { type Numbers, type Real, typeOf } from "../core/types.ts";
import { Instance } from "../kernels/instance.ts";
import { csrFromEntries } from "../kernels/sparse.ts";
import { settled } from "../kernels/storage.ts";
import { CsrMatrix } from "./csr.ts";

/** A sparse matrix by its entries, in any order; several for one place are summed, in their order. */
export interface CooInput {
  rows: number;
  cols: number;
  /** The row of each entry. */
  rowIndices: Numbers;
  /** The column of each entry. */
  colIndices: Numbers;
  /** The entries. */
  values: Numbers;
  /** Element type; by default that of `values`. */
  type?: Real;
}

/** A sparse matrix from entries in any order; those of one place are summed. @throws SparseStructureError */
export function coo(lw: Instance, input: CooInput): CsrMatrix {
  const engine = Instance.engineOf(lw);
  checkOptions("matrix", input);
  const { rows, cols, values: given, type = typeOf(given) } = input;
  checkSize("rows", rows);
  checkSize("cols", cols);
  checkNumbers("values", given);
  checkNumbers("rowIndices", input.rowIndices, given.length);
  checkNumbers("colIndices", input.colIndices, given.length);
  const values = settled(engine, given);
  checkEntries("values", values);
  checkReal("type", type);
  const rowIndices = settled(engine, input.rowIndices);
  const colIndices = settled(engine, input.colIndices);
  checkIndices("rowIndices", rowIndices, rows);
  checkIndices("colIndices", colIndices, cols);
  const make = (nnz: number) => new CsrMatrix(engine, type, rows, cols, nnz);
  return csrFromEntries(engine, type, [rows, cols], [rowIndices, colIndices, values], make);
}

/** Every index is an integer from 0 to below `end`. */
function checkIndices(name: string, indices: Numbers, end: number): void {
  for (let p = 0; p < indices.length; p++) {
    const i = indices[p] as number;
    if (!(i >= 0 && i < end && Number.isInteger(i)))
      throw new SparseStructureError(`${name}[${p}]`, `an integer from 0 to ${end - 1}`, describe(i));
  }
}
