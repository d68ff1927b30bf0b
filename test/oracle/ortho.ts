// Orthonormal bases, from their definitions, in f64.

type M = readonly number[];
const at = (A: M, i: number): number => A[i] as number;

/** max |Q'Q - I| over the columns of an m x n matrix. */
export function orthogonality(Q: M, m: number, n: number): number {
  let worst = 0;
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let total = i === j ? -1 : 0;
      for (let p = 0; p < m; p++) total += at(Q, p * n + i) * at(Q, p * n + j);
      worst = Math.max(worst, Math.abs(total));
    }
  return worst;
}

/**
 * R of A = Q*R with a positive diagonal for an m x n matrix of full column rank, m >= n, by Householder's reflections:
 * each takes the rest of a column to a multiple of its first unit vector.
 */
export function triangularFactor(A: M, m: number, n: number): number[] {
  const W = A.slice();
  for (let j = 0; j < n; j++) {
    const v = Array.from({ length: m }, (_, i) => (i < j ? 0 : at(W, i * n + j)));
    const norm = Math.hypot(...v);
    v[j] = at(v, j) + (at(v, j) < 0 ? -norm : norm);
    const square = v.reduce((total, x) => total + x * x, 0);
    if (square === 0) continue;
    for (let c = j; c < n; c++) {
      let along = 0;
      for (let i = j; i < m; i++) along += at(v, i) * at(W, i * n + c);
      for (let i = j; i < m; i++) W[i * n + c] = at(W, i * n + c) - ((2 * along) / square) * at(v, i);
    }
  }
  const R = new Array<number>(n * n).fill(0);
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) R[i * n + j] = at(W, i * n + j) * Math.sign(at(W, i * n + i));
  return R;
}

/** Lauchli's matrix, (n + 1) x n: a row of ones over e*I. Its condition number is about sqrt(n)/e. */
export const lauchli = (n: number, e: number): number[] =>
  Array.from({ length: (n + 1) * n }, (_, p) => (p < n ? 1 : Math.floor(p / n) - 1 === p % n ? e : 0));
