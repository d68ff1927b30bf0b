// C = f(alpha*op(A)*op(B) + beta*C + bias), packed and cache-blocked; all of C, or its lower triangle only.
// Goto and van de Geijn, Anatomy of High-Performance Matrix Multiplication (2008), section 4; loops as in BLIS.

import { epilogue } from "./epilogue";
import { edge, tile } from "./microkernel";
import { packCols, packRows } from "./pack";
import { thin } from "./thin";
import { COLS, DEPTH, ROWS, tileCols, tileRows } from "./tile";

/** Elements of workspace gemm and trsm need: the packed panels of A and B and one edge tile; panels of trsm are whole tiles. */
export function gemmWork<T>(m: usize, n: usize, k: usize): usize {
  const mr = tileRows(), nr = tileCols<T>(), depth = (min(k, DEPTH) + mr - 1) / mr * mr;
  const rows = (min(m, ROWS) + mr - 1) / mr * mr, cols = (min(n, COLS) + nr - 1) / nr * nr;
  return depth * (rows + cols) + mr * nr + 64 / sizeof<T>();
}

/**
 * op(A) is m x k with element (i, p) at a + i*ra + p*ca; op(B) is k x n with element (p, j) at b + p*rb + j*cb
 * (strides in elements, one of each pair is 1). C is m x n, row-major, rows ldc apart. C is not read where beta = 0.
 * With `lower` only the elements (i, j), j <= i, of C are read and written; bias and f must then be none.
 * bias, perRow, activation: see core/epilogue.
 */
export function gemm<T>(
  c: usize, a: usize, b: usize, work: usize, m: usize, n: usize, k: usize,
  ldc: usize, ra: usize, ca: usize, rb: usize, cb: usize, alpha: T, beta: T, lower: bool = false,
  bias: usize = 0, perRow: bool = false, activation: usize = 0,
): void {
  const mr = tileRows(), nr = tileCols<T>(), size = sizeof<T>();
  if (k == 0) rescale<T>(c, m, n, ldc, beta, lower);
  if (k == 0 || (!lower && thin<T>(c, a, b, work, m, n, k, ldc, ra, ca, rb, cb, alpha, beta))) {
    return epilogue<T>(c, m, n, ldc, bias, activation, perRow);
  }
  const depth = min(k, DEPTH);
  const packedA = (work + 63) & ~63;
  const packedB = packedA + (min(m, ROWS) + mr - 1) / mr * mr * depth * size;
  const scratch = packedB + (min(n, COLS) + nr - 1) / nr * nr * depth * size;
  for (let j: usize = 0; j < n; j += COLS) {
    const cols = min(n - j, COLS);
    for (let p: usize = 0; p < k; p += DEPTH) {
      const kc = min(k - p, DEPTH), betaNow = p == 0 ? beta : <T>1;
      packCols<T>(packedB, b + (p * rb + j * cb) * size, kc, cols, rb, cb);
      for (let i: usize = lower ? j / ROWS * ROWS : 0; i < m; i += ROWS) {
        const rows = min(m - i, ROWS);
        packRows<T>(packedA, a + (i * ra + p * ca) * size, rows, kc, ra, ca);
        macro<T>(c + (i * ldc + j) * size, packedA, packedB, scratch, rows, cols, kc, ldc, alpha, betaNow,
          lower ? <isize>(i - j) : isize.MAX_VALUE);
        if (p + kc == k) {
          const skip = (perRow ? i : j) * size, first: usize = bias == 0 ? 0 : bias + skip;
          epilogue<T>(c + (i * ldc + j) * size, rows, cols, ldc, first, activation, perRow);
        }
      }
    }
  }
}

/**
 * All tiles of one packed block of A against one packed block of B. `diagonal`: element (i, j) belongs to C
 * where j <= i + diagonal.
 */
function macro<T>(
  c: usize, a: usize, b: usize, scratch: usize, m: usize, n: usize, k: usize, ldc: usize, alpha: T, beta: T,
  diagonal: isize,
): void {
  const mr = tileRows(), nr = tileCols<T>(), size = sizeof<T>(), full = diagonal == isize.MAX_VALUE;
  for (let j: usize = 0; j < n; j += nr) {
    const right = b + j * k * size;
    for (let i: usize = 0; i < m; i += mr) {
      const left = a + i * k * size, out = c + (i * ldc + j) * size;
      const reach = full ? <isize>nr : <isize>i - <isize>j + diagonal;
      if (reach + <isize>mr <= 0) continue;
      if (i + mr <= m && j + nr <= n && reach >= <isize>nr - 1) tile<T>(out, left, right, k, ldc * size, alpha, beta);
      else {
        tile<T>(scratch, left, right, k, nr * size, alpha, 0);
        edge<T>(out, scratch, min(mr, m - i), min(nr, n - j), ldc, beta, reach);
      }
    }
  }
}

/** C = beta*C; C is not read where beta = 0. */
function rescale<T>(c: usize, m: usize, n: usize, ldc: usize, beta: T, lower: bool): void {
  for (let i: usize = 0; i < m; i++) {
    const width = lower ? min(i + 1, n) : n;
    for (let j: usize = 0; j < width; j++) {
      const at = c + (i * ldc + j) * sizeof<T>();
      store<T>(at, beta == 0 ? <T>0 : beta * load<T>(at));
    }
  }
}
