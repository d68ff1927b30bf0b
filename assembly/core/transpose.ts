// out = A', by tiles of one cache line each way, in squares of lanes that are turned in registers.

import { lanes } from "./lane";
import { square } from "./square";

/** Bytes of a cache line. */
const LINE: usize = 64;

/** Edge of a block: its rows and columns lie in few enough pages for the translation buffer. */
const BLOCK: usize = 128;

/** A: m x n, rows lda elements apart; out: n x m, rows ldo elements apart; not in place. */
export function transpose<T>(out: usize, a: usize, m: usize, n: usize, ldo: usize, lda: usize): void {
  const size = sizeof<T>(), side = LINE / size, step = ldo * size, stride = lda * size;
  const rows = m & ~(side - 1), cols = n & ~(side - 1);
  for (let i: usize = 0; i < rows; i += BLOCK) {
    for (let j: usize = 0; j < cols; j += BLOCK) {
      const iEnd = min(i + BLOCK, rows), jEnd = min(j + BLOCK, cols);
      for (let q = j; q < jEnd; q += side) {
        for (let p = i; p < iEnd; p += side) tile<T>(out + (q * ldo + p) * size, step, a + (p * lda + q) * size, stride);
      }
    }
  }
  rest<T>(out + rows * size, step, a + rows * stride, stride, m - rows, cols);
  rest<T>(out + cols * step, step, a + cols * size, stride, m, n - cols);
}

/**
 * A line's worth of rows and columns, by quarters: down the left, up the right. Each line of out is filled in two
 * turns, one after the other, and with no more than 12 lines in use: as many as a set of the first-level cache holds, where
 * rows a power of two apart share one.
 */
function tile<T>(out: usize, step: usize, a: usize, stride: usize): void {
  const half = LINE / 2 / sizeof<T>();
  quarter<T>(out, step, a, stride);
  quarter<T>(out + LINE / 2, step, a + half * stride, stride);
  quarter<T>(out + LINE / 2 + half * step, step, a + half * stride + LINE / 2, stride);
  quarter<T>(out + half * step, step, a + LINE / 2, stride);
}

/** Half a line's worth of rows and columns: four squares. */
// @ts-ignore: decorator
@inline function quarter<T>(out: usize, step: usize, a: usize, stride: usize): void {
  const w = lanes<T>();
  square<T>(out, step, a, stride);
  square<T>(out + 16, step, a + w * stride, stride);
  square<T>(out + w * step, step, a + 16, stride);
  square<T>(out + w * step + 16, step, a + w * stride + 16, stride);
}

/** m x n elements one by one. */
function rest<T>(out: usize, step: usize, a: usize, stride: usize, m: usize, n: usize): void {
  const size = sizeof<T>();
  for (let i: usize = 0; i < m; i++) {
    for (let j: usize = 0; j < n; j++) store<T>(out + j * step + i * size, load<T>(a + i * stride + j * size));
  }
}
