// Gram-Schmidt by blocks: W <- W - (W Q')Q for a block of rows at once, then the rows of W among themselves, all of it twice.
// Barlow and Smoktunowicz, Reorthogonalized Block Classical Gram-Schmidt (2013).

import { gemm, gemmWork } from "../core/gemm";
import { nrm2 } from "../core/nrm2";
import { CLASSICAL, gramSchmidt } from "../core/ortho/gramschmidt";

/** Rows taken together: 32 do more inside the block, column by column, 12 pack the others more often. A multiple of every tile. */
const BLOCK: usize = 24;

/** Elements of workspace of ortho_bcgs2 for n vectors of m elements. */
function blockWork<T>(m: usize, n: usize): usize {
  const products = max(gemmWork<T>(BLOCK, n, m), max(gemmWork<T>(BLOCK, m, n), gemmWork<T>(n, BLOCK, BLOCK)));
  return (2 * BLOCK + 4 + n) * BLOCK + products;
}

/** As gramSchmidt, V and R being those of n vectors of m elements; `inner` is what is done inside a block. */
function bcgs2<T>(
  v: usize, r: usize, kept: usize, work: usize, m: usize, n: usize, tolerance: T, inner: usize,
): usize {
  const size = sizeof<T>(), square = BLOCK * BLOCK * size;
  const first = work, second = first + square, norms = second + square, spare = norms + BLOCK * size;
  const local = spare + BLOCK * size, s = local + 2 * BLOCK * size, rest = s + BLOCK * n * size;
  let rank: usize = 0;
  for (let j: usize = 0; j < n; j += BLOCK) {
    const b = min(BLOCK, n - j), w = v + rank * m * size, column = r + j * size;
    if (rank != j) memory.copy(w, v + j * m * size, b * m * size);
    for (let i: usize = 0; i < b; i++) store<T>(norms + i * size, nrm2<T>(w + i * m * size, m));
    project<T>(w, v, s, rest, b, rank, m);
    for (let i: usize = 0; i < b; i++) {
      for (let p: usize = 0; p < rank; p++) store<T>(column + (p * n + i) * size, load<T>(s + (i * rank + p) * size));
    }
    memory.fill(first, 0, square);
    const found = gramSchmidt<T>(w, first, local, spare, norms, m, b, BLOCK, m - rank, tolerance, inner);
    project<T>(w, v, s, rest, found, rank, m);
    gemm<T>(column, s, first, rest, rank, b, found, n, 1, rank, BLOCK, 1, 1, 1);
    memory.fill(second, 0, square);
    // They are orthonormal but for rounding: one pass is enough.
    const left = gramSchmidt<T>(w, second, local + BLOCK * 4, spare, 0, m, found, BLOCK, m - rank, 0, min(inner, CLASSICAL));
    gemm<T>(column + rank * n * size, second, first, rest, left, b, found, n, BLOCK, 1, BLOCK, 1, 1, 0);
    for (let i: usize = 0; i < left; i++) {
      const at = load<u32>(local + (BLOCK + i) * 4);
      store<u32>(kept + (rank + i) * 4, <u32>j + load<u32>(local + at * 4));
    }
    rank += left;
  }
  return rank;
}

/** S = W Q', W -= S Q for b rows W and `rank` rows Q. */
function project<T>(w: usize, q: usize, s: usize, work: usize, b: usize, rank: usize, m: usize): void {
  gemm<T>(s, w, q, work, b, rank, m, rank, m, 1, 1, m, 1, 0);
  gemm<T>(w, s, q, work, b, m, rank, m, rank, 1, m, 1, -1, 1);
}

export function ortho_bcgs2work_f32(m: usize, n: usize): usize { return blockWork<f32>(m, n); }
export function ortho_bcgs2_f32(
  v: usize, r: usize, kept: usize, work: usize, m: usize, n: usize, tolerance: f32, inner: usize,
): usize { return bcgs2<f32>(v, r, kept, work, m, n, tolerance, inner); }
export function ortho_bcgs2work_f64(m: usize, n: usize): usize { return blockWork<f64>(m, n); }
export function ortho_bcgs2_f64(
  v: usize, r: usize, kept: usize, work: usize, m: usize, n: usize, tolerance: f64, inner: usize,
): usize { return bcgs2<f64>(v, r, kept, work, m, n, tolerance, inner); }
