// Residuals of decompositions, from their definitions, in f64.

type M = readonly number[];
const at = (A: M, i: number): number => A[i] as number;

/** A*B of m x k and k x n matrices. */
export function multiply(A: M, B: M, m: number, n: number, k: number): number[] {
  const out = new Array<number>(m * n).fill(0);
  for (let i = 0; i < m; i++)
    for (let p = 0; p < k; p++) {
      const a = at(A, i * k + p);
      if (a !== 0) for (let j = 0; j < n; j++) out[i * n + j] = at(out, i * n + j) + a * at(B, p * n + j);
    }
  return out;
}

/** Rows and columns exchanged. */
export const transposed = (A: M, m: number, n: number): number[] =>
  Array.from({ length: m * n }, (_, e) => at(A, (e % m) * n + Math.floor(e / m)));

/** max_j sum_i |A_ij|: the 1-norm. */
export function norm1(A: M, m: number, n: number): number {
  const sums = new Array<number>(n).fill(0);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) sums[j] = at(sums, j) + Math.abs(at(A, i * n + j));
  return Math.max(0, ...sums);
}

/** ||A - B||_1 */
export const distance = (A: M, B: M, m: number, n: number): number =>
  norm1(
    A.map((v, e) => v - at(B, e)),
    m,
    n,
  );

/** ||Q'Q - I||_1 of an m x n matrix. */
export function orthogonality(Q: M, m: number, n: number): number {
  const gram = multiply(transposed(Q, m, n), Q, n, n, m);
  for (let i = 0; i < n; i++) gram[i * (n + 1)] = at(gram, i * (n + 1)) - 1;
  return norm1(gram, n, n);
}

/** ||A*V - V*diag(d)||_1 of an n x n matrix and k vectors. */
export const eigenResidual = (A: M, V: M, d: M, n: number, k: number): number =>
  distance(
    multiply(A, V, n, k, n),
    V.map((v, e) => v * at(d, e % k)),
    n,
    k,
  );

/** ||A - U*diag(s)*V'||_1 of an m x n matrix and k values. */
export const singularResidual = (A: M, U: M, s: M, V: M, m: number, n: number, k: number): number =>
  distance(
    A,
    multiply(
      U.map((u, e) => u * at(s, e % k)),
      transposed(V, n, k),
      m,
      n,
      k,
    ),
    m,
    n,
  );

/** An n x n orthogonal matrix: a product of reflections I - 2vv'/v'v with v from a fixed rule. */
export function orthogonal(n: number, seed: number): number[] {
  let Q = Array.from<unknown, number>({ length: n * n }, (_, e) => (e % (n + 1) === 0 ? 1 : 0));
  for (let turn = 1; turn <= 3; turn++) {
    const v = Array.from({ length: n }, (_, i) => Math.sin((i + 1) * (turn + seed)) + 0.1);
    const square = v.reduce((total, x) => total + x * x, 0);
    const along = multiply(v, Q, 1, n, n);
    Q = Q.map((q, e) => q - (2 * at(v, Math.floor(e / n)) * at(along, e % n)) / square);
  }
  return Q;
}

/** How many eigenvalues of a symmetric tridiagonal matrix are below x: negative pivots of T - xI (Sylvester, Sturm). */
export function countBelow(d: M, e: M, x: number): number {
  let count = 0;
  let pivot = 1;
  for (let i = 0; i < d.length; i++) {
    pivot = at(d, i) - x - (i > 0 ? at(e, i - 1) ** 2 / pivot : 0);
    if (pivot === 0) pivot = -1e-300;
    if (pivot < 0) count++;
  }
  return count;
}
