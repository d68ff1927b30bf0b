import { checkNumbers, checkSize, describe } from "../core/check.ts";
import { SparseStructureError } from "../core/errors.ts";

/** The rules of compressed sparse rows; every kernel relies on them. */
export function checkStructure(rows: unknown, cols: unknown, indptr: unknown, indices: unknown): void {
  checkSize("rows", rows);
  checkSize("cols", cols);
  checkNumbers("indptr", indptr, rows + 1);
  checkNumbers("indices", indices);
  const nnz = indices.length;
  if (indptr[0] !== 0) throw new SparseStructureError("indptr[0]", "0", describe(indptr[0]));
  if (indptr[rows] !== nnz)
    throw new SparseStructureError(`indptr[${rows}]`, `the number of entries, ${nnz}`, describe(indptr[rows]));
  for (let i = 0; i < rows; i++) {
    const start = indptr[i] as number;
    const end = indptr[i + 1] as number;
    if (!(Number.isInteger(end) && end >= start && end <= nnz))
      throw new SparseStructureError(
        `indptr[${i + 1}]`,
        `an integer from indptr[${i}] = ${start} to ${nnz}`,
        describe(end),
      );
  }
  for (let i = 0; i < rows; i++) {
    let previous = -1;
    for (let p = indptr[i] as number; p < (indptr[i + 1] as number); p++) {
      const j = indices[p] as number;
      if (!(Number.isInteger(j) && j > previous && j < cols))
        throw new SparseStructureError(
          `indices[${p}]`,
          `an integer from ${previous + 1} to ${cols - 1} (row ${i}, ascending, below cols)`,
          describe(j),
        );
      previous = j;
    }
  }
}
