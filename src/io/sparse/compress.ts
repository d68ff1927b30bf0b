/**
 * Triplets to compressed sparse rows: A[i, j] = the sum of the values at (i, j), in the order in which they came.
 * @module
 */
import type { Floats } from "../../core/types.ts";

/** Entries as they come: row, column and value of each. */
export interface Triplets {
  readonly count: number;
  readonly i: Uint32Array<ArrayBuffer>;
  readonly j: Uint32Array<ArrayBuffer>;
  readonly values: Float64Array<ArrayBuffer>;
}

/** The three arrays of compressed sparse rows. */
export interface Compressed<F extends Floats = Floats> {
  readonly indptr: Uint32Array<ArrayBuffer>;
  readonly indices: Uint32Array<ArrayBuffer>;
  readonly values: F;
}

/** Rows longer than this are sorted by the host. */
const SHORT = 32;

/**
 * Distributes triplets to their rows, sorts and sums.
 *
 * @param mirror  1: each entry off the diagonal stands for its mirror image too; -1: for the negative of it; 0: for itself
 */
export function compress(rows: number, triplets: Triplets, mirror: -1 | 0 | 1): Compressed<Float64Array<ArrayBuffer>> {
  const { count, i, j, values } = triplets;
  const indptr = new Uint32Array(rows + 1);
  for (let p = 0; p < count; p++) (indptr[(i[p] as number) + 1] as number)++;
  if (mirror !== 0) for (let p = 0; p < count; p++) if (i[p] !== j[p]) (indptr[(j[p] as number) + 1] as number)++;
  for (let row = 0; row < rows; row++) (indptr[row + 1] as number) += indptr[row] as number;

  const nnz = indptr[rows] as number;
  const indices = new Uint32Array(nnz);
  const sorted = new Float64Array(nnz);
  const put = (row: number, col: number, value: number) => {
    const at = (indptr[row] as number)++; // for now: where the row's next entry goes
    indices[at] = col;
    sorted[at] = value;
  };
  for (let p = 0; p < count; p++) {
    const row = i[p] as number;
    const col = j[p] as number;
    const value = values[p] as number;
    put(row, col, value);
    if (mirror !== 0 && row !== col) put(col, row, mirror * value);
  }
  indptr.copyWithin(1, 0, rows);
  indptr[0] = 0;
  return canonical({ indptr, indices, values: sorted });
}

/** Columns ascending in each row, equal ones summed. Works in place where it can. */
export function canonical<F extends Floats>({ indptr, indices, values }: Compressed<F>): Compressed<F> {
  let kept = 0;
  let start = 0;
  for (let row = 0; row + 1 < indptr.length; row++) {
    const end = indptr[row + 1] as number;
    if (!isAscending(indices, start, end)) sort(indices, values, start, end);
    const first = kept;
    for (let p = start; p < end; p++) {
      const col = indices[p] as number;
      if (kept > first && indices[kept - 1] === col) (values[kept - 1] as number) += values[p] as number;
      else {
        indices[kept] = col;
        values[kept++] = values[p] as number;
      }
    }
    indptr[row + 1] = kept;
    start = end;
  }
  return kept === indices.length
    ? { indptr, indices, values }
    : { indptr, indices: indices.slice(0, kept), values: values.slice(0, kept) as F };
}

function isAscending(indices: Uint32Array, start: number, end: number): boolean {
  for (let p = start + 1; p < end; p++) if ((indices[p] as number) < (indices[p - 1] as number)) return false;
  return true;
}

/** Sorts one row by column; equal columns keep their order. */
function sort(indices: Uint32Array, values: Floats, start: number, end: number): void {
  if (end - start <= SHORT) {
    insertion(indices, values, start, end);
    return;
  }
  const cols = indices.slice(start, end);
  const numbers = values.slice(start, end);
  const order = Uint32Array.from(cols, (_, p) => p).sort((a, b) => (cols[a] as number) - (cols[b] as number) || a - b);
  for (let p = 0; p < order.length; p++) {
    indices[start + p] = cols[order[p] as number] as number;
    values[start + p] = numbers[order[p] as number] as number;
  }
}

function insertion(indices: Uint32Array, values: Floats, start: number, end: number): void {
  for (let p = start + 1; p < end; p++) {
    const col = indices[p] as number;
    const value = values[p] as number;
    let q = p;
    for (; q > start && (indices[q - 1] as number) > col; q--) {
      indices[q] = indices[q - 1] as number;
      values[q] = values[q - 1] as number;
    }
    indices[q] = col;
    values[q] = value;
  }
}
