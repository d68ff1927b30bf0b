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

/** Each entry is there with probability `density`, drawn as the lengths of the gaps between entries. */
export function pattern(lw: Lanewise, rows: number, cols: number, density: number, seed: number): Pattern {
  const random = lw.random(seed);
  const draws = lw.vector(4096);
  const indptr = new Uint32Array(rows + 1);
  const indices: number[] = [];
  const last = rows * cols - 1;
  let numbers = draws.data;
  for (let at = -1, p = 0, i = 0; ; p++) {
    if (p % draws.length === 0) numbers = random.uniform(draws).data;
    const u = numbers[p % draws.length] as number;
    at += 1 + (density < 1 ? Math.floor(Math.log1p(-u) / Math.log1p(-density)) : 0);
    for (; i < rows && at >= (i + 1) * cols; i++) indptr[i + 1] = indices.length;
    if (at > last) break;
    indices.push(at % cols);
  }
  draws.dispose();
  return { indptr, indices: Uint32Array.from(indices) };
}

/** The same number of entries in every row, any of its columns as likely (Knuth, vol. 2, 3.4.2, algorithm S). */
export function constantPattern(lw: Lanewise, rows: number, cols: number, fan: number, seed: number): Pattern {
  const random = lw.random(seed);
  const draws = lw.vector(cols);
  const indices = new Uint32Array(rows * fan);
  for (let i = 0, p = 0; i < rows; i++) {
    const numbers = random.uniform(draws).data;
    const end = p + fan;
    for (let j = 0; j < cols && p < end; j++) if ((numbers[j] as number) * (cols - j) < end - p) indices[p++] = j;
  }
  draws.dispose();
  return { indptr: Uint32Array.from({ length: rows + 1 }, (_, i) => i * fan), indices };
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
