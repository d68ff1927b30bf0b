// Matrices that factorisations are tried on, row by row in f64, from their definitions.

const filled = (m: number, n: number, entry: (i: number, j: number) => number): number[] =>
  Array.from({ length: m * n }, (_, e) => entry(Math.floor(e / n), e % n));

/** 1/(i + j + 1): condition number about e^(3.5 n). */
export const hilbert = (m: number, n: number): number[] => filled(m, n, (i, j) => 1 / (i + j + 1));

/** Kahan's upper triangular matrix, of which pivoted QR overrates the smallest singular value. */
export const kahan = (n: number, angle = 1.2): number[] =>
  filled(n, n, (i, j) => (j < i ? 0 : Math.sin(angle) ** i * (j === i ? 1 : -Math.cos(angle))));

/** Frank's upper Hessenberg matrix with determinant 1: n + 1 - max(i, j) counting from 1. */
export const frank = (n: number): number[] => filled(n, n, (i, j) => (i > j + 1 ? 0 : n - Math.max(i, j)));

/** Entries of a matrix scaled so that rows fall from 1 to 10^-decades, and columns rise as much. */
export const graded = (a: readonly number[], m: number, n: number, decades: number): number[] =>
  filled(m, n, (i, j) => (a[i * n + j] as number) * 10 ** (decades * (j / (n || 1) - i / (m || 1))));

/** The product of an m x rank and a rank x n matrix. */
export const lowRank = (b: readonly number[], c: readonly number[], m: number, n: number, rank: number): number[] =>
  filled(m, n, (i, j) => {
    let total = 0;
    for (let p = 0; p < rank; p++) total += (b[i * rank + p] as number) * (c[p * n + j] as number);
    return total;
  });

/** Wilkinson's example of the largest growth in Gaussian elimination with partial pivoting: 2^(n - 1). */
export const growth = (n: number): number[] => filled(n, n, (i, j) => (i === j || j === n - 1 ? 1 : j < i ? -1 : 0));

/** Wilkinson's tridiagonal W+: diagonal |i - (n - 1)/2|, ones beside it. */
export const wilkinson = (n: number): number[] =>
  filled(n, n, (i, j) => (i === j ? Math.abs(i - (n - 1) / 2) : Math.abs(i - j) === 1 ? 1 : 0));

/** The lower triangle of a square matrix, and its mirror image. */
export const mirrored = (a: readonly number[], n: number): number[] =>
  filled(n, n, (i, j) => a[Math.max(i, j) * n + Math.min(i, j)] as number);
