// Constant fan-in, from the definition: A_ij = values[i*fan + e] where indices[i*fan + e] = j.

/** `fan` entries in every row. */
export interface FanIn {
  rows: number;
  cols: number;
  fan: number;
  indices: readonly number[];
  values: readonly number[];
}

/** All entries, row-major. */
export function dense({ rows, cols, fan, indices, values }: FanIn): number[] {
  const out = new Array<number>(rows * cols).fill(0);
  for (let p = 0; p < rows * fan; p++) out[Math.floor(p / fan) * cols + indices[p]!] = values[p]!;
  return out;
}

/** The largest entries of each row in magnitude, of equal ones the first: those that fewer than `fan` others outrank. */
export function fromDense(A: readonly number[], rows: number, cols: number, fan: number): FanIn {
  const out = { rows, cols, fan, indices: [] as number[], values: [] as number[] };
  const size = (v: number) => (Number.isNaN(v) ? Number.POSITIVE_INFINITY : Math.abs(v));
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < cols; j++) {
      let above = 0;
      for (let q = 0; q < cols; q++) {
        const [mine, other] = [size(A[i * cols + j]!), size(A[i * cols + q]!)];
        if (other > mine || (other === mine && q < j)) above++;
      }
      if (above >= fan) continue;
      out.indices.push(j);
      out.values.push(A[i * cols + j]!);
    }
  return out;
}
