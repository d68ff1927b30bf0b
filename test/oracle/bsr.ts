// Block sparse rows, from the definition: block q of row i of blocks, indptr[i] <= q < indptr[i + 1], covers the rows from
// i*blockRows and the columns from indices[q]*blockCols; its entries are row-major, and those outside the matrix are none.

/** Plain block sparse rows. */
export interface Bsr {
  rows: number;
  cols: number;
  blockRows: number;
  blockCols: number;
  indptr: readonly number[];
  indices: readonly number[];
  values: readonly number[];
}

/** Calls visit(entry of the matrix, entry of the blocks) for each stored entry inside the matrix. */
function each(A: Bsr, visit: (entry: number, stored: number) => void): void {
  for (let i = 0; i + 1 < A.indptr.length; i++)
    for (let q = A.indptr[i]!; q < A.indptr[i + 1]!; q++)
      for (let r = 0; r < A.blockRows; r++)
        for (let c = 0; c < A.blockCols; c++) {
          const [row, col] = [i * A.blockRows + r, A.indices[q]! * A.blockCols + c];
          if (row < A.rows && col < A.cols) visit(row * A.cols + col, (q * A.blockRows + r) * A.blockCols + c);
        }
}

/** All entries, row-major. */
export function dense(A: Bsr): number[] {
  const out = new Array<number>(A.rows * A.cols).fill(0);
  each(A, (entry, stored) => {
    out[entry] = A.values[stored]!;
  });
  return out;
}

/** The stored entries with what lies outside the matrix made zero. */
export function inside(A: Bsr): number[] {
  const out = new Array<number>(A.values.length).fill(0);
  each(A, (_, stored) => {
    out[stored] = A.values[stored]!;
  });
  return out;
}

/** A dense matrix where A has blocks, zero elsewhere. */
export function sampled(A: Bsr, whole: readonly number[]): number[] {
  const out = new Array<number>(A.rows * A.cols).fill(0);
  each(A, (entry) => {
    out[entry] = whole[entry]!;
  });
  return out;
}

/** down(f(gate(x)) * up(x)), or down(f(up(x))) without a gate, for each of the n rows x of X; all matrices dense. */
export function mlp(
  X: readonly number[],
  n: number,
  inputs: number,
  hidden: number,
  outputs: number,
  gate: readonly number[] | undefined,
  up: readonly number[],
  down: readonly number[],
  f: (x: number) => number,
): number[] {
  const row = (W: readonly number[], i: number, width: number, x: readonly number[]) => {
    let total = 0;
    for (let j = 0; j < width; j++) total += W[i * width + j]! * x[j]!;
    return total;
  };
  const out: number[] = [];
  for (let b = 0; b < n; b++) {
    const x = X.slice(b * inputs, (b + 1) * inputs);
    const h = Array.from({ length: hidden }, (_, i) => {
      const u = row(up, i, inputs, x);
      return gate === undefined ? f(u) : f(row(gate, i, inputs, x)) * u;
    });
    for (let i = 0; i < outputs; i++) out.push(row(down, i, hidden, h));
  }
  return out;
}
