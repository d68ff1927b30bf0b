/**
 * Variables made comparable.
 * @module
 */
import type { Table } from "./table.ts";

/** Columns of mean 0 and variance 1 and the centred target, all divided by sqrt(n). */
export function standardise({ rows, cols, values, target }: Table): { Z: Float64Array; y: Float64Array } {
  const Z = new Float64Array(rows * cols);
  for (let j = 0; j < cols; j++) {
    let mean = 0;
    for (let i = 0; i < rows; i++) mean += (values[i * cols + j] as number) / rows;
    let squares = 0;
    for (let i = 0; i < rows; i++) squares += ((values[i * cols + j] as number) - mean) ** 2;
    for (let i = 0; i < rows; i++) Z[i * cols + j] = ((values[i * cols + j] as number) - mean) / Math.sqrt(squares);
  }
  const mean = target.reduce((sum, v) => sum + v, 0) / rows;
  return { Z, y: target.map((v) => (v - mean) / Math.sqrt(rows)) };
}
