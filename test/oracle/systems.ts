// Linear systems by elimination, in f64.

type M = readonly number[];
const at = (A: ArrayLike<number>, i: number): number => A[i] as number;

/** A^-1 b of an n x n matrix, by Gauss's elimination with partial pivoting. */
export function solve(A: M, b: M, n: number): number[] {
  const [T, x] = [A.slice(), b.slice()];
  for (let k = 0; k < n; k++) {
    let p = k;
    for (let i = k + 1; i < n; i++) if (Math.abs(at(T, i * n + k)) > Math.abs(at(T, p * n + k))) p = i;
    for (let j = 0; j < n; j++) [T[k * n + j], T[p * n + j]] = [at(T, p * n + j), at(T, k * n + j)];
    [x[k], x[p]] = [at(x, p), at(x, k)];
    for (let i = k + 1; i < n; i++) {
      const l = at(T, i * n + k) / at(T, k * n + k);
      for (let j = k; j < n; j++) T[i * n + j] = at(T, i * n + j) - l * at(T, k * n + j);
      x[i] = at(x, i) - l * at(x, k);
    }
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let j = i + 1; j < n; j++) x[i] = at(x, i) - at(T, i * n + j) * at(x, j);
    x[i] = at(x, i) / at(T, i * n + i);
  }
  return x;
}

/** The minimiser of ||b - A x||^2 + damp^2 ||x||^2, A m x n of full column rank or damp > 0, by the normal equations. */
export function ridge(A: M, b: M, m: number, n: number, damp = 0): number[] {
  const G = new Array<number>(n * n).fill(0);
  const g = new Array<number>(n).fill(0);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++)
      for (let p = 0; p < m; p++) G[i * n + j] = at(G, i * n + j) + at(A, p * n + i) * at(A, p * n + j);
    G[i * n + i] = at(G, i * n + i) + damp * damp;
    for (let p = 0; p < m; p++) g[i] = at(g, i) + at(A, p * n + i) * at(b, p);
  }
  return solve(G, g, n);
}

/** b - A x */
export const misfit = (A: M, x: ArrayLike<number>, b: M, m: number, n: number): number[] =>
  Array.from({ length: m }, (_, i) => {
    let r = at(b, i);
    for (let j = 0; j < n; j++) r -= at(A, i * n + j) * at(x, j);
    return r;
  });

/** ||x|| */
export const norm = (x: ArrayLike<number>): number => Math.sqrt(Array.from(x).reduce((s, v) => s + v * v, 0));

/** ||x - y|| / ||y|| */
export const distance = (x: ArrayLike<number>, y: M): number => norm(y.map((v, i) => at(x, i) - v)) / (norm(y) || 1);
