// X[k, c] = sum_j x[j, c] e^(-2 pi i jk / n) for each column c of an n x cols matrix of complex numbers.

import { join, split } from "../core/planes";
import { planeOf } from "../core/put";
import { SCRATCH, stages } from "../core/fft";

/** Columns transformed together: what a cache line holds of their real parts. */
// @ts-ignore: decorator
@inline function block<T>(): usize { return 64 / sizeof<T>(); }

/**
 * out, x: n x cols interleaved complex numbers, may be the same array. The program is one of columns, not of a row. For the
 * rest see rows.ts. work: columnswork(n) elements.
 */
function columns<T>(
  out: usize, x: usize, n: usize, cols: usize, program: usize, sign: T, re: T, im: T, work: usize,
): void {
  const size = sizeof<T>(), passes = load<u32>(program);
  for (let j: usize = 0; j < cols; j += block<T>()) {
    const width = min(block<T>(), cols - j), h = planeOf<T>(n * width), a = work + SCRATCH;
    split<T>(a, x + 2 * j * size, h, n, width, cols, sign);
    const done = stages<T>(a, a + 2 * h, h, width, program, 0, passes, work);
    join<T>(out + 2 * j * size, done, h, n, width, cols, re, im);
  }
}

// @ts-ignore: decorator
@inline function work<T>(n: usize): usize { return (4 * planeOf<T>(n * block<T>()) + SCRATCH) / sizeof<T>(); }

export function fft_columnswork_f32(n: usize): usize { return work<f32>(n); }
export function fft_columnswork_f64(n: usize): usize { return work<f64>(n); }
export function fft_columns_f32(
  out: usize, x: usize, n: usize, cols: usize, program: usize, sign: f32, re: f32, im: f32, work: usize,
): void { columns<f32>(out, x, n, cols, program, sign, re, im, work); }
export function fft_columns_f64(
  out: usize, x: usize, n: usize, cols: usize, program: usize, sign: f64, re: f64, im: f64, work: usize,
): void { columns<f64>(out, x, n, cols, program, sign, re, im, work); }
