// C = f(X*W' + bias) where W is decoded a register tile's columns at a time, into the packed form that core/microkernel reads.

import { decodedDots, dotsRoom } from "./decodeddots";
import { epilogue } from "./epilogue";
import { edge, tile } from "./microkernel";
import { packCols, packRows } from "./pack";
import { DEPTH, tileCols, tileRows } from "./tile";

/** Rows of X packed at a time. */
const BATCH: usize = 480;

/** Rows of X below which sums along the columns are faster. */
const FEW: usize = 24;

/** Elements of workspace. */
export function decodedRoom<T>(batch: usize, n: usize): usize {
  if (batch < FEW) return dotsRoom<T>(batch, n);
  const depth = (min(n, DEPTH) + 31) & ~31, mr = tileRows(), nr = tileCols<T>();
  return depth * ((min(batch, BATCH) + mr - 1) / mr * mr + 2 * nr) + mr * nr + 64 / sizeof<T>();
}

/**
 * C: batch x m, rows ldc apart; X: batch x n, without gaps. w: an object of W, whose decode(out, i, from, to) writes columns `from` (a
 * multiple of 32) to `to` of row i of W, with room for a multiple of 32; bias: m elements or 0; activation: see core/epilogue;
 * work: decodedRoom elements.
 */
export function decodedMm<T, W>(
  c: usize, w: usize, x: usize, work: usize, batch: usize, m: usize, n: usize, ldc: usize, bias: usize, activation: usize,
): void {
  if (batch < FEW) decodedDots<T, W>(c, w, x, work, batch, m, n, ldc);
  else byTiles<T, W>(c, w, x, work, batch, m, n, ldc);
  epilogue<T>(c, batch, m, ldc, bias, activation);
}

function byTiles<T, W>(c: usize, w: usize, x: usize, work: usize, batch: usize, m: usize, n: usize, ldc: usize): void {
  const size = sizeof<T>(), mr = tileRows(), nr = tileCols<T>(), weights = changetype<W>(w);
  const depth = (min(n, DEPTH) + 31) & ~31, packed = (work + 63) & ~63;
  const right = packed + (min(batch, BATCH) + mr - 1) / mr * mr * depth * size;
  const stage = right + nr * depth * size, scratch = stage + nr * depth * size;
  if (n == 0) for (let b: usize = 0; b < batch; b++) memory.fill(c + b * ldc * size, 0, m * size);
  for (let b: usize = 0; b < batch; b += BATCH) {
    const rows = min(batch - b, BATCH);
    for (let p: usize = 0; p < n; p += DEPTH) {
      const k = min(n - p, DEPTH), beta: T = p == 0 ? 0 : 1;
      packRows<T>(packed, x + (b * n + p) * size, rows, k, n, 1);
      for (let j: usize = 0; j < m; j += nr) {
        const live = min(nr, m - j);
        for (let q: usize = 0; q < live; q++) weights.decode(stage + q * depth * size, j + q, p, p + k);
        packCols<T>(right, stage, k, live, 1, depth);
        for (let i: usize = 0; i < rows; i += mr) {
          const out = c + ((b + i) * ldc + j) * size, left = packed + i * k * size;
          if (i + mr <= rows && live == nr) tile<T>(out, left, right, k, ldc * size, 1, beta);
          else {
            tile<T>(scratch, left, right, k, nr * size, 1, 0);
            edge<T>(out, scratch, min(mr, rows - i), live, ldc, beta, <isize>nr);
          }
        }
      }
    }
  }
}
