// A' = R' Q' for few rows of A', by halves: the first half's reflectors are applied to the second half as one.
// Elmroth and Gustavson, Applying Recursion to Serial and Parallel QR Factorization (2000).

import { gemm } from "../gemm";
import { reflector } from "../reflector";
import { cross } from "./cross";
import { right, WIDTH } from "./wy";

/**
 * V: w <= WIDTH rows of n >= w elements, `ld` apart: columns of A in, reflectors out, with zeros before the diagonal,
 * which is 1. R: w x w upper triangle, rows ldr apart, what is below the diagonal left alone; T: w x w, rows WIDTH apart,
 * zeros below the diagonal. Workspace: that of `right` for w x n and WIDTH^2 elements.
 */
export function panel<T>(v: usize, r: usize, t: usize, work: usize, n: usize, w: usize, ld: usize, ldr: usize): void {
  const size = sizeof<T>();
  if (w == 1) {
    store<T>(r, reflector<T>(v, n, t));
    return;
  }
  const half = w / 2, rest = w - half, below = v + half * ld * size, corner = t + half * size, lower = t + half * WIDTH * size;
  panel<T>(v, r, t, work, n, half, ld, ldr);
  right<T>(below, v, t, work, rest, n, half, ld, ld, false);
  for (let i: usize = 0; i < rest; i++) {
    const row = below + i * ld * size;
    for (let p: usize = 0; p < half; p++) store<T>(r + (p * ldr + half + i) * size, load<T>(row + p * size));
    memory.fill(row, 0, half * size);
    memory.fill(lower + i * WIDTH * size, 0, half * size);
  }
  panel<T>(below + half * size, r + half * (ldr + 1) * size, lower + half * size, work, n - half, rest, ld, ldr);
  join<T>(corner, v + half * size, below + half * size, t, lower + half * size, work, n - half, half, rest, ld);
}

/** The corner of T: -T1 (V1'V2) T2. */
function join<T>(
  corner: usize, v1: usize, v2: usize, t1: usize, t2: usize, work: usize, n: usize, w1: usize, w2: usize, ld: usize,
): void {
  const product = work + WIDTH * WIDTH * sizeof<T>(), rest = product + WIDTH * WIDTH * sizeof<T>();
  if (w1 <= 8) cross<T>(work, w2, v1, v2, w1, w2, n, ld);
  else gemm<T>(work, v1, v2, rest, w1, w2, n, w2, ld, 1, 1, ld, 1, 0);
  gemm<T>(product, t1, work, rest, w1, w2, w1, w2, WIDTH, 1, w2, 1, 1, 0);
  gemm<T>(corner, product, t2, rest, w1, w2, w2, WIDTH, w2, 1, WIDTH, 1, -1, 0);
}
