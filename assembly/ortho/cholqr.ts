// A = Q R from the Cholesky factor of A'A = R'R: G = A'A, and Q = A R^-1.
// Yamamoto, Nakatsukasa, Yanagisawa and Fukaya, Roundoff Error Analysis of the CholeskyQR2 Algorithm (2015).

import { gemm, gemmWork } from "../core/gemm";
import { gram, strips, timesUpper } from "../core/ortho/skinny";
import { tileCols } from "../core/tile";
import { trsm } from "../core/trsm";

/** Columns up to which rows of A are taken as they lie: a block of them stays in the first-level cache. */
const NARROW: usize = 96;

/** Condition number of a diagonal block of R up to which a product with its inverse is as good as substitution. */
const TAME: usize = 64;

// @ts-ignore: decorator
@inline function narrow<T>(n: usize): bool { return n <= NARROW && n % tileCols<T>() == 0; }

/** Elements of workspace of ortho_gram and ortho_divide for a matrix of m rows and n columns. */
function gramWork<T>(m: usize, n: usize): usize {
  return max(n * n, max(gemmWork<T>(n, n, m), gemmWork<T>(m, n, n)));
}

/** Lower triangle of G = A'A, n x n; what is above the diagonal is spent. A: m x n. */
function gramOf<T>(g: usize, a: usize, work: usize, m: usize, n: usize): void {
  if (narrow<T>(n)) gram<T>(g, a, m, n);
  else gemm<T>(g, a, a, work, n, n, m, n, 1, n, n, 1, 1, 0, true);
}

/** A = A*L^-T in place for a lower triangular L, n x n. A: m x n. */
function divide<T>(a: usize, l: usize, work: usize, m: usize, n: usize): void {
  if (narrow<T>(n) && strips<T>(work, l, n) <= <T>TAME) timesUpper<T>(a, work, m, n);
  else trsm<T>(a, l, work, n, m, 1, n, 1, true, false, n);
}

export function ortho_gramwork_f32(m: usize, n: usize): usize { return gramWork<f32>(m, n); }
export function ortho_gram_f32(g: usize, a: usize, work: usize, m: usize, n: usize): void { gramOf<f32>(g, a, work, m, n); }
export function ortho_divide_f32(a: usize, l: usize, work: usize, m: usize, n: usize): void { divide<f32>(a, l, work, m, n); }
export function ortho_gramwork_f64(m: usize, n: usize): usize { return gramWork<f64>(m, n); }
export function ortho_gram_f64(g: usize, a: usize, work: usize, m: usize, n: usize): void { gramOf<f64>(g, a, work, m, n); }
export function ortho_divide_f64(a: usize, l: usize, work: usize, m: usize, n: usize): void { divide<f64>(a, l, work, m, n); }
