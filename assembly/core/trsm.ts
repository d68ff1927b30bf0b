// op(A) X = B in place, A triangular: blocks of SIDE rows, the part already solved taken off by gemm, and inside a block
// strips of tileRows() rows, the part already solved taken off by the register tile.
// Goto and van de Geijn, High-Performance Implementation of the Level-3 BLAS (2008), section 5.

import { gemm } from "./gemm";
import { tile } from "./microkernel";
import { packRows } from "./pack";
import { pack, place } from "./panel";
import { tileCols, tileRows } from "./tile";
import { triangle } from "./triangle";

/** A multiple of every tile's rows and columns. */
const SIDE: usize = 120;

/**
 * op(A): n x n, element (i, j) at a + i*r + j*s, lower or upper triangular; B: n x k, element (i, j) at b + i*rb + j*cb
 * (one stride of each is 1), the solution on return. Workspace: gemmWork(n, k, n) elements, if rb = 1
 * gemmWork(max(n, k), max(n, k), n).
 */
export function trsm<T>(
  b: usize, a: usize, work: usize, n: usize, k: usize, rb: usize, r: usize, s: usize, lower: bool, unit: bool,
  cb: usize = 1,
): void {
  const size = sizeof<T>();
  for (let done: usize = 0; done < n; done += SIDE) {
    const live = min(SIDE, n - done), i = lower ? done : n - done - live;
    const solved: usize = lower ? 0 : i + live, at = b + i * rb * size;
    const left = a + (i * r + solved * s) * size, right = b + solved * rb * size;
    if (cb == 1) gemm<T>(at, left, right, work, live, k, done, rb, r, s, rb, 1, -1, 1);
    else gemm<T>(at, right, left, work, k, live, done, cb, cb, rb, s, r, -1, 1);
    diagonal<T>(at, a + i * (r + s) * size, (work + 63) & ~63, live, k, rb, cb, r, s, lower, unit);
  }
}

/** One block of the diagonal, tileCols<T>() columns of B at a time, in a panel. */
function diagonal<T>(
  b: usize, a: usize, work: usize, n: usize, k: usize, rb: usize, cb: usize, r: usize, s: usize, lower: bool, unit: bool,
): void {
  const mr = tileRows(), nr = tileCols<T>(), size = sizeof<T>(), depth = (n + mr - 1) / mr * mr;
  const panel = work + depth * (depth + mr) / 2 * size;
  packTriangle<T>(work, a, n, r, s, lower, unit);
  for (let j: usize = 0; j < k; j += nr * 2) {
    const at = b + j * cb * size, cols = min(nr * 2, k - j);
    pack<T>(panel, at, depth, n, cols, rb, cb, 2);
    substitute<T>(panel, cols > nr ? panel + depth * 32 : 0, work, n, lower);
    place<T>(at, panel, depth, n, cols, rb, cb, 2, 1, 0);
  }
}

/** Where the strip solved after `done` others starts, and the first row and the number of rows it needs of those. */
// @ts-ignore: decorator
@inline function stripAt(done: usize, n: usize, lower: bool): usize {
  return lower ? done : (n - 1) / tileRows() * tileRows() - done;
}
// @ts-ignore: decorator
@inline function needs(i: usize, n: usize, lower: bool): usize {
  return lower ? i : max(n, i + tileRows()) - i - tileRows();
}

/**
 * The strips in the order they are solved in: first what is left or right of the diagonal, then the triangle with rows and
 * columns in that order, the inverses on its diagonal.
 */
function packTriangle<T>(out: usize, a: usize, n: usize, r: usize, s: usize, lower: bool, unit: bool): void {
  const mr = tileRows(), size = sizeof<T>();
  for (let done: usize = 0; done < n; done += mr) {
    const i = stripAt(done, n, lower), rows = min(mr, n - i), count = needs(i, n, lower), from: usize = lower ? 0 : i + mr;
    packRows<T>(out, a + (i * r + from * s) * size, rows, count, r, s);
    out += count * mr * size;
    for (let q: usize = 0; q < mr; q++) {
      for (let p: usize = 0; p < mr; p++, out += size) {
        const row = lower ? p : mr - 1 - p, col = lower ? q : mr - 1 - q, at = a + ((i + row) * r + (i + col) * s) * size;
        if (p == q) store<T>(out, unit || row >= rows ? <T>1 : <T>1 / load<T>(at));
        else store<T>(out, p > q && max(row, col) < rows ? load<T>(at) : <T>0);
      }
    }
  }
}

/** Solves one panel of B or two, rows of tileCols<T>() elements: the latency of one triangle hides behind that of the other. */
function substitute<T>(panel: usize, second: usize, packed: usize, n: usize, lower: bool): void {
  const mr = tileRows(), size = sizeof<T>(), step = lower ? 32 : -32;
  for (let done: usize = 0; done < n; done += mr) {
    const i = stripAt(done, n, lower), count = needs(i, n, lower), from: usize = lower ? 0 : (i + mr) * 32;
    const rows = i * 32, first = lower ? rows : rows + (mr - 1) * 32, corner = packed + count * mr * size;
    if (count > 0) tile<T>(panel + rows, packed, panel + from, count, 32, -1, 1);
    if (second != 0) {
      if (count > 0) tile<T>(second + rows, packed, second + from, count, 32, -1, 1);
      triangle<T>(second + first, corner, step);
    }
    triangle<T>(panel + first, corner, step);
    packed = corner + mr * mr * size;
  }
}
