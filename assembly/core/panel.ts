// Panels: a matrix cut into strips of `width` vectors of columns, each strip stored whole, row after row without gaps.
// A kernel that takes few rows of X, in any order, finds each as one run of full cache lines.

import { lanes } from "./lane";

/**
 * X: k x n with element (p, j) at x + p*rx + j*cx (strides in elements, cx = 1 or rx = 1), to ceil(n / (width*lanes))
 * panels of `depth` >= k rows. Columns past n and rows past k are zeros.
 */
export function pack<T>(out: usize, x: usize, depth: usize, k: usize, n: usize, rx: usize, cx: usize, width: usize): void {
  const size = sizeof<T>(), cols = width * lanes<T>(), panel = depth * cols * size;
  for (let j: usize = 0; j < n; j += cols) {
    const live = min(cols, n - j), from = x + j * cx * size;
    if (live == cols && cx == 1) copy(out, from, k, rx * size, width);
    else gather<T>(out, from, k, live, rx, cx, cols);
    memory.fill(out + k * cols * size, 0, (depth - k) * cols * size);
    out += panel;
  }
}

/** k rows of `width` vectors, `stride` bytes apart. */
function copy(out: usize, from: usize, k: usize, stride: usize, width: usize): void {
  for (let p: usize = 0; p < k; p++, from += stride) {
    for (let b = from, end = from + width * 16; b < end; b += 16, out += 16) v128.store(out, v128.load(b));
  }
}

/** k rows of `live` elements, filled with zeros to `cols`. */
function gather<T>(out: usize, from: usize, k: usize, live: usize, rx: usize, cx: usize, cols: usize): void {
  const size = sizeof<T>();
  for (let p: usize = 0; p < k; p++, out += cols * size) {
    for (let j: usize = 0; j < live; j++) store<T>(out + j * size, load<T>(from + (p * rx + j * cx) * size));
    memory.fill(out + live * size, 0, (cols - live) * size);
  }
}

/**
 * Y = alpha*P + beta*Y: the first m rows and n columns of panels of `depth` rows, to y + i*ry + j*cy. Y is not read where
 * beta = 0.
 */
export function place<T>(
  y: usize, panels: usize, depth: usize, m: usize, n: usize, ry: usize, cy: usize, width: usize, alpha: T, beta: T,
): void {
  const size = sizeof<T>(), cols = width * lanes<T>();
  for (let j: usize = 0; j < n; j += cols) {
    const live = min(cols, n - j), out = y + j * cy * size;
    for (let i: usize = 0; i < m; i++) {
      for (let c: usize = 0; c < live; c++) {
        const value = alpha * load<T>(panels + (i * cols + c) * size), at = out + (i * ry + c * cy) * size;
        store<T>(at, beta == 0 ? value : beta * load<T>(at) + value);
      }
    }
    panels += depth * cols * size;
  }
}
