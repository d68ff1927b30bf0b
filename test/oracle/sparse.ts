// Sparse matrices as lists of entries by place, from the definitions; a place is stored where any term of its sum is.
import type { Csr } from "./csr.ts";

type Rows = Map<number, number>[];

const rowsOf = ({ rows, indptr, indices, values }: Csr): Rows =>
  Array.from({ length: rows }, (_, i) => {
    const row = new Map<number, number>();
    for (let p = indptr[i]!; p < indptr[i + 1]!; p++) row.set(indices[p]!, values[p]!);
    return row;
  });

/** Rows of entries to compressed rows, columns ascending. */
function compressed(rows: Rows, cols: number): Csr {
  const out = { rows: rows.length, cols, indptr: [0], indices: [] as number[], values: [] as number[] };
  for (const row of rows) {
    for (const [j, v] of [...row].sort(([a], [b]) => a - b)) {
      out.indices.push(j);
      out.values.push(v);
    }
    out.indptr.push(out.indices.length);
  }
  return out;
}

const addTo = (row: Map<number, number>, j: number, v: number) => row.set(j, (row.get(j) ?? 0) + v);

/** (A B)_ij = sum_k A_ik B_kj */
export function multiply(A: Csr, B: Csr): Csr {
  const b = rowsOf(B);
  const c = rowsOf(A).map((row) => {
    const out = new Map<number, number>();
    for (const [k, v] of row) for (const [j, w] of b[k]!) addTo(out, j, v * w);
    return out;
  });
  return compressed(c, B.cols);
}

/** alpha A + beta B */
export function add(A: Csr, B: Csr, alpha: number, beta: number): Csr {
  const b = rowsOf(B);
  const c = rowsOf(A).map((row, i) => {
    const out = new Map([...row].map(([j, v]) => [j, alpha * v]));
    for (const [j, v] of b[i]!) addTo(out, j, beta * v);
    return out;
  });
  return compressed(c, A.cols);
}

/** A' */
export function transposed(A: Csr): Csr {
  const out: Rows = Array.from({ length: A.cols }, () => new Map());
  for (const [i, row] of rowsOf(A).entries()) for (const [j, v] of row) out[j]!.set(i, v);
  return compressed(out, A.rows);
}

/** Rows r0 to r1 - 1, columns c0 to c1 - 1 */
export function slice(A: Csr, r0: number, r1: number, c0: number, c1: number): Csr {
  const part = rowsOf(A)
    .slice(r0, r1)
    .map((row) => new Map([...row].filter(([j]) => j >= c0 && j < c1).map(([j, v]) => [j - c0, v])));
  return compressed(part, c1 - c0);
}

/** f(i, j, A_ij) at the places of A */
export function mapped(A: Csr, f: (i: number, j: number, v: number) => number): Csr {
  return compressed(
    rowsOf(A).map((row, i) => new Map([...row].map(([j, v]) => [j, f(i, j, v)]))),
    A.cols,
  );
}

/** The sums of the values given for each place. */
export function fromEntries(rows: number, cols: number, entries: readonly (readonly [number, number, number])[]): Csr {
  const out: Rows = Array.from({ length: rows }, () => new Map());
  for (const [i, j, v] of entries) addTo(out[i]!, j, v);
  return compressed(out, cols);
}
