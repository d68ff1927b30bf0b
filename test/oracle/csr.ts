// Compressed sparse rows, from the definition: A_ij = values[p] where indptr[i] <= p < indptr[i + 1] and indices[p] = j.

/** Plain compressed sparse rows. */
export interface Csr {
  rows: number;
  cols: number;
  indptr: readonly number[];
  indices: readonly number[];
  values: readonly number[];
}

/** All entries, row-major. */
export function dense({ rows, cols, indptr, indices, values }: Csr): number[] {
  const out = new Array<number>(rows * cols).fill(0);
  for (let i = 0; i < rows; i++)
    for (let p = indptr[i] as number; p < (indptr[i + 1] as number); p++)
      out[i * cols + (indices[p] as number)] = values[p] as number;
  return out;
}

/** The stored entries of a dense matrix: those with |value| > threshold. */
export function fromDense(A: readonly number[], rows: number, cols: number, threshold: number): Csr {
  const out = { rows, cols, indptr: [0], indices: [] as number[], values: [] as number[] };
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) {
      const v = A[i * cols + j] as number;
      if (Math.abs(v) <= threshold) continue;
      out.indices.push(j);
      out.values.push(v);
    }
    out.indptr.push(out.indices.length);
  }
  return out;
}
