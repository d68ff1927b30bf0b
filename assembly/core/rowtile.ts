// The register tile of the product with the rows of A read where they lie: packing them would take a tenth of the time where
// B has few columns.

import { fma } from "./lane";
import { tileRows } from "./tile";

/**
 * c: tileRows() rows `stride` bytes apart; x: rows `far` bytes apart, the last of which stands in for those after it; b: a panel of
 * k packed rows. With `more`, c is added to. Given `worst`, a number for each column, c is stored, and true returned, only where
 * some number of the product is not at most that.
 */
export function rowTile<T>(
  c: usize, x: usize, b: usize, k: usize, stride: usize, far: usize, last: usize, more: bool, worst: usize,
): bool {
  const zero = v128.splat<T>(0), size = sizeof<T>(), six = tileRows() == 6;
  let c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero, c30 = zero, c31 = zero;
  let c40 = zero, c41 = zero, c50 = zero, c51 = zero;
  let x0 = x, x1 = x + min(last, 1) * far, x2 = x + min(last, 2) * far, x3 = x + min(last, 3) * far;
  let x4 = x + min(last, 4) * far, x5 = x + min(last, 5) * far;
  for (const end = b + k * 32; b < end; b += 32) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    if (six) {
      const a5 = v128.load_splat<T>(x5);
      c51 = fma<T>(a5, b1, c51); c50 = fma<T>(a5, b0, c50);
      const a4 = v128.load_splat<T>(x4);
      c41 = fma<T>(a4, b1, c41); c40 = fma<T>(a4, b0, c40);
      x5 += size; x4 += size;
    }
    const a3 = v128.load_splat<T>(x3);
    c31 = fma<T>(a3, b1, c31); c30 = fma<T>(a3, b0, c30);
    const a2 = v128.load_splat<T>(x2);
    c21 = fma<T>(a2, b1, c21); c20 = fma<T>(a2, b0, c20);
    const a1 = v128.load_splat<T>(x1);
    c11 = fma<T>(a1, b1, c11); c10 = fma<T>(a1, b0, c10);
    const a0 = v128.load_splat<T>(x0);
    c01 = fma<T>(a0, b1, c01); c00 = fma<T>(a0, b0, c00);
    x3 += size; x2 += size; x1 += size; x0 += size;
  }
  if (worst != 0) {
    const w0 = v128.load(worst), w1 = v128.load(worst, 16);
    let low = v128.and(atMost<T>(c00, c01, w0, w1), atMost<T>(c10, c11, w0, w1));
    low = v128.and(low, v128.and(atMost<T>(c20, c21, w0, w1), atMost<T>(c30, c31, w0, w1)));
    if (six) low = v128.and(low, v128.and(atMost<T>(c40, c41, w0, w1), atMost<T>(c50, c51, w0, w1)));
    if (!v128.any_true(v128.not(low))) return false;
  }
  put<T>(c, c00, c01, more); c += stride;
  put<T>(c, c10, c11, more); c += stride;
  put<T>(c, c20, c21, more); c += stride;
  put<T>(c, c30, c31, more); c += stride;
  if (six) {
    put<T>(c, c40, c41, more); c += stride;
    put<T>(c, c50, c51, more);
  }
  return true;
}

// @ts-ignore: decorator
@inline function atMost<T>(x: v128, y: v128, w0: v128, w1: v128): v128 { return v128.and(v128.le<T>(x, w0), v128.le<T>(y, w1)); }

// @ts-ignore: decorator
@inline function put<T>(c: usize, a: v128, b: v128, more: bool): void {
  v128.store(c, more ? v128.add<T>(v128.load(c), a) : a);
  v128.store(c, more ? v128.add<T>(v128.load(c, 16), b) : b, 16);
}
