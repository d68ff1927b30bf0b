// S = X Y' for many rows of X and few of Y: only Y is packed. All of Y's panels serve a few rows of X while those are in the
// first-level cache, read where they lie; packing them would take a tenth of the time.

import { edge } from "../core/microkernel";
import { packCols } from "../core/pack";
import { rowTile } from "../core/rowtile";
import { DEPTH, tileCols, tileRows } from "../core/tile";

/** S: m x n, X: m x k, Y: n x k. Workspace: dense_gemmwork(n, n, k), n <= 1024. */
function scores<T>(s: usize, x: usize, y: usize, work: usize, m: usize, n: usize, k: usize): void {
  const mr = tileRows(), nr = tileCols<T>(), size = sizeof<T>();
  const scratch = (work + 63) & ~63, packed = scratch + mr * 32;
  for (let p: usize = 0; p == 0 || p < k; p += DEPTH) {
    const kc = min(k - p, DEPTH);
    packCols<T>(packed, y + p * size, kc, n, 1, k);
    for (let i: usize = 0; i < m; i += mr) {
      const live = min(mr, m - i), from = x + (i * k + p) * size;
      for (let j: usize = 0; j < n; j += nr) {
        const out = s + (i * n + j) * size, wide = min(nr, n - j), panel = packed + j * kc * size;
        if (live == mr && wide == nr) rowTile<T>(out, from, panel, kc, n * size, k * size, mr - 1, p > 0);
        else {
          rowTile<T>(scratch, from, panel, kc, 32, k * size, live - 1, false);
          edge<T>(out, scratch, live, wide, n, p > 0 ? <T>1 : <T>0, <isize>nr);
        }
      }
    }
  }
}

export function search_scores_f32(s: usize, x: usize, y: usize, work: usize, m: usize, n: usize, k: usize): void {
  scores<f32>(s, x, y, work, m, n, k);
}
export function search_scores_f64(s: usize, x: usize, y: usize, work: usize, m: usize, n: usize, k: usize): void {
  scores<f64>(s, x, y, work, m, n, k);
}
