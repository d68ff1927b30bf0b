// S = X Y' for many rows of X and few of Y: only Y is packed. All of Y's panels serve a few rows of X while those are in the
// first-level cache, read where they lie; packing them would take a tenth of the time.

import { fma } from "../core/lane";
import { edge } from "../core/microkernel";
import { packCols } from "../core/pack";
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
        if (live == mr && wide == nr) tile<T>(out, from, panel, kc, n * size, k * size, mr - 1, p > 0);
        else {
          tile<T>(scratch, from, panel, kc, 32, k * size, live - 1, false);
          edge<T>(out, scratch, live, wide, n, p > 0 ? <T>1 : <T>0, <isize>nr);
        }
      }
    }
  }
}

/** As core/microkernel's, of rows of X `far` bytes apart, the last of which stands in for those after it. */
function tile<T>(c: usize, x: usize, b: usize, k: usize, stride: usize, far: usize, last: usize, more: bool): void {
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
  put<T>(c, c00, c01, more); c += stride;
  put<T>(c, c10, c11, more); c += stride;
  put<T>(c, c20, c21, more); c += stride;
  put<T>(c, c30, c31, more); c += stride;
  if (six) {
    put<T>(c, c40, c41, more); c += stride;
    put<T>(c, c50, c51, more);
  }
}

// @ts-ignore: decorator
@inline function put<T>(c: usize, a: v128, b: v128, more: bool): void {
  v128.store(c, more ? v128.add<T>(v128.load(c), a) : a);
  v128.store(c, more ? v128.add<T>(v128.load(c, 16), b) : b, 16);
}

export function search_scores_f32(s: usize, x: usize, y: usize, work: usize, m: usize, n: usize, k: usize): void {
  scores<f32>(s, x, y, work, m, n, k);
}
export function search_scores_f64(s: usize, x: usize, y: usize, work: usize, m: usize, n: usize, k: usize): void {
  scores<f64>(s, x, y, work, m, n, k);
}
