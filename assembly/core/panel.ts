// Panels: a matrix cut into strips of `width` vectors of columns, each strip stored whole, row after row without gaps.
// A kernel that takes few rows of X, in any order, finds each as one run of full cache lines.

import { fma, lanes, whole } from "./lane";
import { square } from "./square";

/**
 * X: k x n with element (p, j) at x + p*rx + j*cx (strides in elements, cx = 1 or rx = 1), to ceil(n / (width*lanes))
 * panels of `depth` >= k rows. Columns past n and rows past k are zeros.
 */
export function pack<T>(out: usize, x: usize, depth: usize, k: usize, n: usize, rx: usize, cx: usize, width: usize): void {
  const size = sizeof<T>(), cols = width * lanes<T>();
  for (let j: usize = 0; j < n; j += cols) {
    const live = min(cols, n - j), from = x + j * cx * size;
    if (live < cols) gather<T>(out, from, 0, k, live, rx, cx, cols);
    else if (cx == 1) copy(out, from, k, rx * size, width);
    else turn<T>(out, from, k, cx, cols);
    memory.fill(out + k * cols * size, 0, (depth - k) * cols * size);
    out += depth * cols * size;
  }
}

/** k rows of `width` vectors, `stride` bytes apart. */
function copy(out: usize, from: usize, k: usize, stride: usize, width: usize): void {
  for (let p: usize = 0; p < k; p++, from += stride) {
    for (let b = from, end = from + width * 16; b < end; b += 16, out += 16) v128.store(out, v128.load(b));
  }
}

/** k rows whose elements lie cx apart, each beside the same one of the next row: by squares. */
function turn<T>(out: usize, from: usize, k: usize, cx: usize, cols: usize): void {
  const size = sizeof<T>(), w = lanes<T>();
  for (let p: usize = 0; p < whole<T>(k); p += w) {
    for (let j: usize = 0; j < cols; j += w) square<T>(out + (p * cols + j) * size, cols * size, from + (p + j * cx) * size, cx * size);
  }
  gather<T>(out, from, whole<T>(k), k, cols, 1, cx, cols);
}

/** Rows p to k of `live` elements, filled with zeros to `cols`. */
function gather<T>(out: usize, from: usize, p: usize, k: usize, live: usize, rx: usize, cx: usize, cols: usize): void {
  const size = sizeof<T>();
  for (; p < k; p++) {
    const row = out + p * cols * size;
    for (let j: usize = 0; j < live; j++) store<T>(row + j * size, load<T>(from + (p * rx + j * cx) * size));
    memory.fill(row + live * size, 0, (cols - live) * size);
  }
}

/**
 * Y = alpha*P + beta*Y: the first m rows and n columns of panels of `depth` rows, to y + i*ry + j*cy (cy = 1 or ry = 1).
 * Y is not read where beta = 0.
 */
export function place<T>(
  y: usize, panels: usize, depth: usize, m: usize, n: usize, ry: usize, cy: usize, width: usize, alpha: T, beta: T,
): void {
  const size = sizeof<T>(), cols = width * lanes<T>();
  for (let j: usize = 0; j < n; j += cols) {
    const live = min(cols, n - j), out = y + j * cy * size;
    let i: usize = 0;
    if (cy == 1) {
      for (; i < m; i++) spread<T>(out + i * ry * size, panels + i * cols * size, live, alpha, beta);
    } else if (live == cols && alpha == 1 && beta == 0) {
      for (; i < whole<T>(m); i += lanes<T>()) {
        for (let c: usize = 0; c < cols; c += lanes<T>()) {
          square<T>(out + (i + c * cy) * size, cy * size, panels + (i * cols + c) * size, cols * size);
        }
      }
    }
    for (; i < m; i++) {
      for (let c: usize = 0; c < live; c++) put<T>(out + (i + c * cy) * size, alpha * load<T>(panels + (i * cols + c) * size), beta);
    }
    panels += depth * cols * size;
  }
}

/** One row. */
// @ts-ignore: decorator
@inline function spread<T>(y: usize, from: usize, n: usize, alpha: T, beta: T): void {
  const size = sizeof<T>(), a = v128.splat<T>(alpha), b = v128.splat<T>(beta);
  let c: usize = 0;
  for (; c < whole<T>(n); c += lanes<T>()) {
    const value = v128.mul<T>(a, v128.load(from + c * size));
    v128.store(y + c * size, beta == 0 ? value : fma<T>(b, v128.load(y + c * size), value));
  }
  for (; c < n; c++) put<T>(y + c * size, alpha * load<T>(from + c * size), beta);
}

// @ts-ignore: decorator
@inline function put<T>(y: usize, value: T, beta: T): void { store<T>(y, beta == 0 ? value : beta * load<T>(y) + value); }
