/**
 * Seeded operands, in arrays outside linear memory. The same on every host: the generator counts (Philox).
 * @module
 */
import type { Floats, Real } from "../src/core/types.ts";
import type { Engine } from "../src/kernels/engine.ts";
import type { Lanewise } from "../src/lanewise.ts";

/** Standard normal numbers. */
export function normal(lw: Lanewise, length: number, type: Real, seed: number): Floats {
  const x = lw.random(seed).normal(length, type);
  const numbers = x.toArray();
  x.dispose();
  return numbers;
}

/** Where the entries of a sparse matrix are. */
export interface Pattern {
  readonly indptr: Uint32Array<ArrayBuffer>;
  readonly indices: Uint32Array<ArrayBuffer>;
}

/** Each entry is there with probability `density`. */
export function pattern(lw: Lanewise, rows: number, cols: number, density: number, seed: number): Pattern {
  const draws = lw.random(seed).uniform(rows * cols, "f32");
  const { data } = draws;
  const indptr = new Uint32Array(rows + 1);
  const indices: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) if ((data[i * cols + j] as number) < density) indices.push(j);
    indptr[i + 1] = indices.length;
  }
  draws.dispose();
  return { indptr, indices: Uint32Array.from(indices) };
}

/** The dense form of a sparse matrix. */
export function densify({ indptr, indices }: Pattern, values: Floats, rows: number, cols: number): Floats {
  const dense = new (values.constructor as Float64ArrayConstructor)(rows * cols);
  for (let i = 0; i < rows; i++)
    for (let p = indptr[i] as number; p < (indptr[i + 1] as number); p++)
      dense[i * cols + (indices[p] as number)] = values[p] as number;
  return dense;
}

/** Zeros of the same element type as `like`. */
export const zeros = (like: Floats, length: number): Floats =>
  new (like.constructor as Float64ArrayConstructor)(length);

/** A (rows x cols, row-major) with rows and columns exchanged. */
export function transposed(a: Floats, rows: number, cols: number): Floats {
  const out = zeros(a, a.length);
  for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) out[j * rows + i] = a[i * cols + j] as number;
  return out;
}

/** The engine behind an instance, for the probes. */
export function engineOf(lw: Lanewise): Engine {
  const x = lw.vector(0);
  const { engine } = x;
  x.dispose();
  return engine;
}
