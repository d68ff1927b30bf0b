// The k best of the inner products of many rows of X with each of few rows of Y, none of which is stored unless it may be one of
// them: a register tile of products is compared with the worst that are kept, and forgotten where none is above. Only Y is packed.
// All of Y's panels serve a few rows of X while those are in the first-level cache, read where they lie; packing them would take a
// tenth of the time, storing and reading the products another tenth.

import { take } from "../core/best";
import { packCols } from "../core/pack";
import { rowTile } from "../core/rowtile";
import { tileCols, tileRows } from "../core/tile";

/** Elements of workspace: Y packed, and one tile. */
function bestWork<T>(n: usize, d: usize): usize {
  const nr = tileCols<T>();
  return (n + nr - 1) / nr * nr * d + tileRows() * nr + 64 / sizeof<T>();
}

/**
 * heaps: n x k scores; rows: their row numbers; worst: n scores, with room for a tile's columns; all of them as `merge` leaves them.
 * X: m x d, m >= k; Y: n x d. Returns m, or the first i found whose score is NaN or infinity.
 */
function best<T>(
  heaps: usize, rows: usize, worst: usize, x: usize, y: usize, work: usize, m: usize, n: usize, d: usize, k: usize,
): usize {
  const mr = tileRows(), nr = tileCols<T>(), size = sizeof<T>(), scratch = (work + 63) & ~63, packed = scratch + mr * 32;
  packCols<T>(packed, y, d, n, 1, d);
  for (let j = n; j % nr != 0; j++) store<T>(worst + j * size, <T>Infinity);
  for (let i: usize = 0; i < m; i += mr) {
    const live = min(mr, m - i), from = x + i * d * size;
    for (let j: usize = 0; j < n; j += nr) {
      const least: usize = i < k ? 0 : worst + j * size;
      if (!rowTile<T>(scratch, from, packed + j * d * size, d, 32, d * size, live - 1, false, least)) continue;
      for (let r: usize = 0, s = scratch - j * size; r < live; r++, s += 32) {
        if (!take<T>(heaps, rows, worst, s, j, min(j + nr, n), k, i + r)) return i + r;
      }
    }
  }
  return m;
}

export function search_best_f32(
  heaps: usize, rows: usize, worst: usize, x: usize, y: usize, work: usize, m: usize, n: usize, d: usize, k: usize,
): usize { return best<f32>(heaps, rows, worst, x, y, work, m, n, d, k); }
export function search_best_f64(
  heaps: usize, rows: usize, worst: usize, x: usize, y: usize, work: usize, m: usize, n: usize, d: usize, k: usize,
): usize { return best<f64>(heaps, rows, worst, x, y, work, m, n, d, k); }

/** Elements of workspace search_best needs. */
export function search_bestwork_f32(n: usize, d: usize): usize { return bestWork<f32>(n, d); }
export function search_bestwork_f64(n: usize, d: usize): usize { return bestWork<f64>(n, d); }
