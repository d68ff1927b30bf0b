// K_ij = f(x_i, y_j) for all rows of X and of Y: a packed product whose register tiles leave the registers as distances and are
// turned into values of f while they are in the first-level cache (core/similarity). Loops as in core/gemm.

import { edge, squares, tile } from "../core/microkernel";
import { packCols, packRows } from "../core/pack";
import { aside, atZero, LINEAR, scaleOf, similar } from "../core/similarity";
import { lanes } from "../core/lane";
import { pairs, square } from "../core/square";
import { COLS, DEPTH, ROWS, tileCols, tileRows } from "../core/tile";

/**
 * K: m x n, rows ldk apart; X: m x k, Y: n x k. For functions of distances, centre: k elements taken off each row, and xx, yy: the
 * squared norms of what is left, with room to read a tile more; else centre is 0 and xx, yy are not looked at, but can be read.
 * With `same`, X is Y: one triangle is computed and mirrored, and what lies on the diagonal is at distance 0.
 * Workspace: dense_gemmwork(m, n, k).
 */
function gram<T>(
  out: usize, x: usize, y: usize, xx: usize, yy: usize, centre: usize, work: usize, m: usize, n: usize, k: usize, ldk: usize,
  kernel: usize, a: T, b: T, c: u32, same: bool,
): void {
  const mr = tileRows(), nr = tileCols<T>(), size = sizeof<T>(), depth = min(k, DEPTH);
  const packedX = (work + 63) & ~63, packedY = packedX + (min(m, ROWS) + mr - 1) / mr * mr * depth * size;
  const scratch = packedY + (min(n, COLS) + nr - 1) / nr * nr * depth * size;
  const unit = scaleOf<T>(kernel, a);
  for (let j: usize = 0; j < n; j += COLS) {
    const cols = min(n - j, COLS);
    for (let p: usize = 0; p == 0 || p < k; p += DEPTH) {
      const kc = min(k - p, DEPTH);
      packCols<T>(packedY, y + (j * k + p) * size, kc, cols, 1, k);
      if (centre != 0) shift<T>(packedY, centre + p * size, (cols + nr - 1) / nr, kc, nr * size);
      for (let i: usize = same ? j / ROWS * ROWS : 0; i < m; i += ROWS) {
        const rows = min(m - i, ROWS);
        packRows<T>(packedX, x + (i * k + p) * size, rows, kc, k, 1);
        if (centre != 0) shift<T>(packedX, centre + p * size, (rows + mr - 1) / mr, kc, mr * size);
        for (let jj: usize = 0; jj < cols; jj += nr) {
          for (let ii: usize = 0; ii < rows; ii += mr) {
            // Elements (r, q) of the tile with q <= r + reach are on the diagonal or below.
            const row = i + ii, col = j + jj, reach = same ? <isize>(row - col) : <isize>nr;
            if (reach + <isize>mr <= 0) continue;
            const inside = ii + mr <= rows && jj + nr <= cols && reach >= <isize>nr;
            const at = out + (row * ldk + col) * size, live = min(mr, rows - ii), wide = min(nr, cols - jj), last = p + kc == k;
            const to = inside ? at : scratch, step = inside ? ldk * size : 32, stay = inside && !(last && aside(kernel));
            const from = stay ? at : scratch, stride = stay ? step : 32;
            const left = packedX + ii * kc * size, right = packedY + jj * kc * size;
            if (!stay && p > 0) fetch<T>(scratch, at, live, wide, ldk);
            if (last && kernel < LINEAR) squares<T>(from, left, right, kc, stride, unit, p == 0, xx + row * size, yy + col * size);
            else tile<T>(from, left, right, kc, stride, 1, p == 0 ? <T>0 : <T>1);
            if (last) similar<T>(to, step, from, stride, kernel, a, b, c);
            if (!inside) {
              if (last && same && kernel < LINEAR) diagonal<T>(scratch, reach, atZero<T>(kernel));
              edge<T>(at, scratch, live, wide, ldk, 0, reach);
            }
            if (last && same) mirror<T>(out + (col * ldk + row) * size, at, ldk * size, live, wide, reach);
          }
        }
      }
    }
  }
}

/** Takes c_p off every element of group p of each strip of a packed panel; `width` bytes a group. */
function shift<T>(panel: usize, centre: usize, strips: usize, k: usize, width: usize): void {
  for (; strips > 0; strips--) {
    for (let p: usize = 0; p < k; p++, panel += width) {
      const c = v128.load_splat<T>(centre + p * sizeof<T>());
      for (let b: usize = 0; b < (width & ~15); b += 16) v128.store(panel + b, v128.sub<T>(v128.load(panel + b), c));
      const rest = panel + (width & ~15);
      if ((width & 15) != 0) v128.store_lane<u64>(rest, v128.sub<T>(v128.load_zero<u64>(rest), c), 0);
    }
  }
}

/** The first m x n elements of a tile, from where they were left after the columns before. */
function fetch<T>(tile: usize, from: usize, m: usize, n: usize, ldk: usize): void {
  for (let r: usize = 0; r < m; r++) memory.copy(tile + r * 32, from + r * ldk * sizeof<T>(), n * sizeof<T>());
}

/** Puts `value` where the tile meets the diagonal. */
function diagonal<T>(tile: usize, reach: isize, value: T): void {
  for (let r: isize = 0; r < <isize>tileRows(); r++) {
    const q = r + reach;
    if (q >= 0 && q < <isize>tileCols<T>()) store<T>(tile + <usize>r * 32 + <usize>q * sizeof<T>(), value);
  }
}

/** to: the tile's place above the diagonal; m x n elements, those with q < r + reach; rows `stride` bytes apart. */
function mirror<T>(to: usize, from: usize, stride: usize, m: usize, n: usize, reach: isize): void {
  const size = sizeof<T>(), w = lanes<T>(), mr = tileRows();
  if (m == mr && n == tileCols<T>() && reach >= <isize>n) {
    for (let q: usize = 0; q < n; q += w) {
      const down = to + q * stride, along = from + q * size;
      for (let r: usize = 0; r < mr / w * w; r += w) square<T>(down + r * size, stride, along + r * stride, stride);
      if (mr % w != 0) pairs(down + (mr - 2) * size, stride, along + (mr - 2) * stride, stride);
    }
    return;
  }
  for (let r: usize = 0; r < m; r++) {
    for (let q: usize = 0, end = <usize>max(min(<isize>n, <isize>r + reach), 0); q < end; q++) {
      store<T>(to + q * stride + r * size, load<T>(from + r * stride + q * size));
    }
  }
}

export function pairs_gram_f32(
  out: usize, x: usize, y: usize, xx: usize, yy: usize, centre: usize, work: usize, m: usize, n: usize, k: usize, ldk: usize,
  kernel: usize, a: f32, b: f32, c: u32, same: bool,
): void { gram<f32>(out, x, y, xx, yy, centre, work, m, n, k, ldk, kernel, a, b, c, same); }
export function pairs_gram_f64(
  out: usize, x: usize, y: usize, xx: usize, yy: usize, centre: usize, work: usize, m: usize, n: usize, k: usize, ldk: usize,
  kernel: usize, a: f64, b: f64, c: u32, same: bool,
): void { gram<f64>(out, x, y, xx, yy, centre, work, m, n, k, ldk, kernel, a, b, c, same); }
