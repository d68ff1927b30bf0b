// The register tile: C[mr x nr] = alpha * sum_p a_p b_p' + beta*C, from packed panels, or squared distances made of the sums.
// One body for both builds: rows 4 and 5 exist where tileRows() is 6.

import { fma, lanes, whole } from "./lane";
import { tileCols, tileRows } from "./tile";

/**
 * a: k columns of tileRows() elements; b: k rows of tileCols<T>() elements; stride: bytes between rows of C.
 *
 * Rows are taken last to first because V8 11 orders a loop's loads by the reverse of its sums: so each element of A is
 * loaded just before its two uses, and nothing spills. Unrolling k makes it slower in both builds (0.68 to 0.50 of peak
 * on V8 11): it puts the two additions of one sum next to each other.
 */
export function tile<T>(c: usize, a: usize, b: usize, k: usize, stride: usize, alpha: T, beta: T): void {
  tileTo<T, Scaled>(c, a, b, k, stride, alpha, beta, 0, 0);
}

/** The tile whose element (i, j) is alpha * max(xx_i + yy_j - 2 s_ij, 0), s = sum_p a_p b_p' and, unless `fresh`, C. */
export function squares<T>(
  c: usize, a: usize, b: usize, k: usize, stride: usize, alpha: T, fresh: bool, xx: usize, yy: usize,
): void {
  tileTo<T, Squares>(c, a, b, k, stride, alpha, fresh ? <T>0 : <T>1, xx, yy);
}

/** The sums, row by row to what End makes of them. */
// @ts-ignore: decorator
@inline function tileTo<T, End>(
  c: usize, a: usize, b: usize, k: usize, stride: usize, alpha: T, beta: T, xx: usize, yy: usize,
): void {
  const end = changetype<End>(0);
  const zero = v128.splat<T>(0), six = tileRows() == 6;
  let c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero, c30 = zero, c31 = zero;
  let c40 = zero, c41 = zero, c50 = zero, c51 = zero;
  for (const last = b + k * 32; b < last; b += 32) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    if (six) {
      const a5 = v128.load_splat<T>(a, 5 * sizeof<T>());
      c51 = fma<T>(a5, b1, c51); c50 = fma<T>(a5, b0, c50);
      const a4 = v128.load_splat<T>(a, 4 * sizeof<T>());
      c41 = fma<T>(a4, b1, c41); c40 = fma<T>(a4, b0, c40);
    }
    const a3 = v128.load_splat<T>(a, 3 * sizeof<T>());
    c31 = fma<T>(a3, b1, c31); c30 = fma<T>(a3, b0, c30);
    const a2 = v128.load_splat<T>(a, 2 * sizeof<T>());
    c21 = fma<T>(a2, b1, c21); c20 = fma<T>(a2, b0, c20);
    const a1 = v128.load_splat<T>(a, sizeof<T>());
    c11 = fma<T>(a1, b1, c11); c10 = fma<T>(a1, b0, c10);
    const a0 = v128.load_splat<T>(a);
    c01 = fma<T>(a0, b1, c01); c00 = fma<T>(a0, b0, c00);
    a += tileRows() * sizeof<T>();
  }
  const scale = v128.splat<T>(alpha), keep = v128.splat<T>(beta), fresh = beta == 0, next = sizeof<T>();
  const y0 = end.of(yy), y1 = end.of(yy + 16);
  end.row<T>(c, c00, c01, scale, keep, fresh, xx, y0, y1); c += stride;
  end.row<T>(c, c10, c11, scale, keep, fresh, xx + next, y0, y1); c += stride;
  end.row<T>(c, c20, c21, scale, keep, fresh, xx + 2 * next, y0, y1); c += stride;
  end.row<T>(c, c30, c31, scale, keep, fresh, xx + 3 * next, y0, y1); c += stride;
  if (six) {
    end.row<T>(c, c40, c41, scale, keep, fresh, xx + 4 * next, y0, y1); c += stride;
    end.row<T>(c, c50, c51, scale, keep, fresh, xx + 5 * next, y0, y1);
  }
}

/** alpha*s + beta*C */
class Scaled {
  @inline of(yy: usize): v128 { return i64x2.splat(0); }

  @inline row<T>(c: usize, x: v128, y: v128, alpha: v128, beta: v128, fresh: bool, xx: usize, y0: v128, y1: v128): void {
    x = v128.mul<T>(alpha, x);
    y = v128.mul<T>(alpha, y);
    if (!fresh) {
      x = fma<T>(beta, v128.load(c), x);
      y = fma<T>(beta, v128.load(c, 16), y);
    }
    v128.store(c, x);
    v128.store(c, y, 16);
  }
}

/** alpha * max(xx + yy - 2 s, 0) */
class Squares {
  @inline of(yy: usize): v128 { return v128.load(yy); }

  @inline row<T>(c: usize, x: v128, y: v128, alpha: v128, beta: v128, fresh: bool, xx: usize, y0: v128, y1: v128): void {
    const norm = v128.load_splat<T>(xx), zero = v128.splat<T>(0);
    if (!fresh) {
      x = v128.add<T>(x, v128.load(c));
      y = v128.add<T>(y, v128.load(c, 16));
    }
    x = v128.sub<T>(v128.add<T>(norm, y0), v128.add<T>(x, x));
    y = v128.sub<T>(v128.add<T>(norm, y1), v128.add<T>(y, y));
    v128.store(c, v128.mul<T>(alpha, v128.pmax<T>(zero, x)));
    v128.store(c, v128.mul<T>(alpha, v128.pmax<T>(zero, y)), 16);
  }
}

/** Merges the first m x n elements of a finished tile, those with j <= i + reach: C = beta*C + tile. */
export function edge<T>(c: usize, tile: usize, m: usize, n: usize, ldc: usize, beta: T, reach: isize): void {
  const keep = v128.splat<T>(beta), size = sizeof<T>();
  for (let i: usize = 0; i < m; i++, c += ldc * size, tile += 32) {
    const live = <usize>max(min(<isize>n, <isize>i + reach + 1), 0);
    let j: usize = 0;
    for (; j < whole<T>(live); j += lanes<T>()) {
      const value = v128.load(tile + j * size);
      v128.store(c + j * size, beta == 0 ? value : fma<T>(keep, v128.load(c + j * size), value));
    }
    for (; j < live; j++) {
      const at = c + j * size, value = load<T>(tile + j * size);
      store<T>(at, beta == 0 ? value : beta * load<T>(at) + value);
    }
  }
}
