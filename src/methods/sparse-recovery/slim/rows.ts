import { Matrix } from "../../../arrays/matrix.ts";

/** Those rows of X, whose entries are `features`, as a new matrix. */
export function rowsOf({ engine, type, cols }: Matrix, features: Float64Array, rows: readonly number[]): Matrix {
  const out = new Matrix(engine, type, rows.length, cols);
  const { data } = out;
  for (const [k, i] of rows.entries()) data.set(features.subarray(i * cols, (i + 1) * cols), k * cols);
  return out;
}
