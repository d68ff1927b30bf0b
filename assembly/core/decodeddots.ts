// C = X*W' for few rows of X, as sums along the columns: four rows of W are decoded a stretch of columns at a time and meet two
// rows of X in registers. Nothing is packed.

import { fma, lanes, sum } from "./lane";

/** Columns decoded at a time: four rows of them stay in the first-level cache. */
const STRETCH: usize = 512;

/** Elements of workspace. */
export function dotsRoom<T>(batch: usize, n: usize): usize { return ((n + 31) & ~31) * batch + 4 * STRETCH + 16; }

/** C: batch x m, rows ldc apart; X: batch x n; w: as in core/decodedmm; work: dotsRoom elements. */
export function decodedDots<T, W>(c: usize, w: usize, x: usize, work: usize, batch: usize, m: usize, n: usize, ldc: usize): void {
  const size = sizeof<T>(), weights = changetype<W>(w), line = ((n + 31) & ~31) * size, far = STRETCH * size;
  const rows = (work + 15) & ~15, stage = rows + batch * line;
  for (let b: usize = 0; b < batch; b++) {
    memory.copy(rows + b * line, x + b * n * size, n * size);
    memory.fill(rows + b * line + n * size, 0, line - n * size);
    memory.fill(c + b * ldc * size, 0, m * size);
  }
  for (let p: usize = 0; p < n; p += STRETCH) {
    const to = min(n, p + STRETCH), k = (to - p + 31) & ~31;
    for (let i: usize = 0; i < m; i += 4) {
      const live = min<usize>(4, m - i);
      for (let r: usize = 0; r < live; r++) weights.decode(stage + r * far, i + r, p, to);
      for (let b: usize = 0; b < batch; b += 2) {
        const more: usize = b + 1 < batch ? 1 : 0, from = rows + b * line + p * size, out = c + (b * ldc + i) * size;
        fourByTwo<T>(out, more * ldc * size, live - 1, stage, from, from + more * line, k);
      }
    }
  }
}

/** Adds the products of four rows of W, the last of them standing in for those after it, and two of X over k columns. */
function fourByTwo<T>(out: usize, second: usize, last: usize, w: usize, x: usize, y: usize, k: usize): void {
  const size = sizeof<T>(), far = STRETCH * size;
  const w1 = w + min(last, 1) * far, w2 = w + min(last, 2) * far, w3 = w + last * far;
  let a0 = v128.splat<T>(0), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
  for (let j: usize = 0; j < k * size; j += lanes<T>() * size) {
    const p = v128.load(x + j), q = v128.load(y + j);
    let v = v128.load(w + j);
    a0 = fma<T>(v, p, a0); b0 = fma<T>(v, q, b0);
    v = v128.load(w1 + j);
    a1 = fma<T>(v, p, a1); b1 = fma<T>(v, q, b1);
    v = v128.load(w2 + j);
    a2 = fma<T>(v, p, a2); b2 = fma<T>(v, q, b2);
    v = v128.load(w3 + j);
    a3 = fma<T>(v, p, a3); b3 = fma<T>(v, q, b3);
  }
  put<T>(out, last, a0, a1, a2, a3);
  if (second != 0) put<T>(out + second, last, b0, b1, b2, b3);
}

function put<T>(out: usize, last: usize, a: v128, b: v128, c: v128, d: v128): void {
  const size = sizeof<T>();
  add<T>(out, a);
  if (last > 0) add<T>(out + size, b);
  if (last > 1) add<T>(out + 2 * size, c);
  if (last > 2) add<T>(out + 3 * size, d);
}

// @ts-ignore: decorator
@inline function add<T>(out: usize, v: v128): void { store<T>(out, load<T>(out) + sum<T>(v)); }
