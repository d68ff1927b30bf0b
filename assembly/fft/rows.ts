// X[k] = sum_j x[j] e^(-2 pi i jk / n) for each of a number of rows of n complex numbers.

import { planeOf } from "../core/put";
import { row, SCRATCH } from "../core/fft";

/**
 * out, x: `count` rows of n interleaved complex numbers, may be the same array. Imaginary parts of x count times `sign`; real
 * parts of the result are times `re`, imaginary ones times `im`: with sign = im = -1 it is the inverse times n. program: see
 * core/fft.ts. work: rowswork(n) elements.
 */
function rows<T>(out: usize, x: usize, n: usize, count: usize, program: usize, sign: T, re: T, im: T, work: usize): void {
  for (const end = out + 2 * count * n * sizeof<T>(); out < end; out += 2 * n * sizeof<T>(), x += 2 * n * sizeof<T>()) {
    row<T>(out, x, n, program, sign, re, im, work);
  }
}

// @ts-ignore: decorator
@inline function work<T>(n: usize): usize { return (4 * planeOf<T>(n) + SCRATCH) / sizeof<T>(); }

export function fft_rowswork_f32(n: usize): usize { return work<f32>(n); }
export function fft_rowswork_f64(n: usize): usize { return work<f64>(n); }
export function fft_rows_f32(
  out: usize, x: usize, n: usize, count: usize, program: usize, sign: f32, re: f32, im: f32, work: usize,
): void { rows<f32>(out, x, n, count, program, sign, re, im, work); }
export function fft_rows_f64(
  out: usize, x: usize, n: usize, count: usize, program: usize, sign: f64, re: f64, im: f64, work: usize,
): void { rows<f64>(out, x, n, count, program, sign, re, im, work); }
