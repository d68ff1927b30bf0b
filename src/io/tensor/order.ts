/**
 * Column-major to row-major: out[i, j, ...] in C order from the same element in Fortran order.
 * @module
 */
import type { TensorData } from "./elements.ts";

const TILE = 32;

/** The same elements in row-major order; the array itself where both orders agree. */
export function rowMajor<D extends TensorData>(data: D, shape: readonly number[]): D {
  const wide = shape.filter((size) => size !== 1);
  if (wide.length < 2 || data.length === 0) return data;
  const out = data.slice() as D;
  if (wide.length === 2) tiled(out, data, wide[0] as number, wide[1] as number);
  else strided(out, data, wide);
  return out;
}

function tiled(out: TensorData, data: TensorData, rows: number, cols: number): void {
  for (let top = 0; top < rows; top += TILE) {
    const bottom = Math.min(rows, top + TILE);
    for (let left = 0; left < cols; left += TILE) {
      const right = Math.min(cols, left + TILE);
      for (let i = top; i < bottom; i++)
        for (let j = left; j < right; j++) out[i * cols + j] = data[j * rows + i] as number;
    }
  }
}

/** Counts through the indices in row-major order; `from` is where the element lies in column-major order. */
function strided(out: TensorData, data: TensorData, shape: readonly number[]): void {
  const strides: number[] = [];
  let stride = 1;
  for (const size of shape) {
    strides.push(stride);
    stride *= size;
  }
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < out.length; to++) {
    out[to] = data[from] as number;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis] as number;
      if (++(index[axis] as number) < (shape[axis] as number)) break;
      from -= (strides[axis] as number) * (shape[axis] as number);
      index[axis] = 0;
    }
  }
}
