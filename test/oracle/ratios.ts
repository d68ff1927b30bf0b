// LAPACK's test ratios: a backward error over the size of the problem, its rounding and its norm. Right where below 30.

type M = ArrayLike<number>;
const at = (A: M, i: number): number => A[i] as number;

/** The largest sum of absolute values of a column of an m x n matrix. */
export function norm1(A: M, m: number, n: number): number {
  let worst = 0;
  for (let j = 0; j < n; j++) {
    let total = 0;
    for (let i = 0; i < m; i++) total += Math.abs(at(A, i * n + j));
    worst = total > worst || Number.isNaN(total) ? total : worst;
  }
  return worst;
}

/** A - B*C as an m x n matrix, the inner size being k. */
export function misfit(A: M, B: M, C: M, m: number, n: number, k: number): Float64Array {
  const out = Float64Array.from(A);
  for (let i = 0; i < m; i++)
    for (let p = 0; p < k; p++) {
      const b = at(B, i * k + p);
      if (b !== 0) for (let j = 0; j < n; j++) (out[i * n + j] as number) -= b * at(C, p * n + j);
    }
  return out;
}

/** ||A - Q*R|| / (max(m, n) eps ||A||) */
export function residualRatio(A: M, Q: M, R: M, m: number, n: number, k: number, eps: number): number {
  const top = norm1(misfit(A, Q, R, m, n, k), m, n);
  return top === 0 ? 0 : top / (Math.max(m, n) * eps * norm1(A, m, n));
}

/** ||Q'Q - I|| / (m eps) for the columns of an m x k matrix. */
export function orthogonalityRatio(Q: M, m: number, k: number, eps: number): number {
  const gram = new Float64Array(k * k);
  for (let i = 0; i < m; i++)
    for (let p = 0; p < k; p++) {
      const q = at(Q, i * k + p);
      for (let j = 0; j < k; j++) (gram[p * k + j] as number) += q * at(Q, i * k + j);
    }
  for (let p = 0; p < k; p++) (gram[p * (k + 1)] as number) -= 1;
  return k === 0 ? 0 : norm1(gram, k, k) / (m * eps);
}

/** ||B - A*X|| / (n eps ||A|| ||X||), A n x n and B, X n x k. */
export function solutionRatio(A: M, X: M, B: M, n: number, k: number, eps: number): number {
  const top = norm1(misfit(B, A, X, n, k, n), n, k);
  return top === 0 ? 0 : top / (n * eps * norm1(A, n, n) * norm1(X, n, k));
}

/** ||I - A*X|| / (n eps ||A|| ||X||): X as the inverse of A. */
export function inverseRatio(A: M, X: M, n: number, eps: number): number {
  const I = Float64Array.from({ length: n * n }, (_, e) => (e % (n + 1) === 0 ? 1 : 0));
  return solutionRatio(A, X, I, n, n, eps);
}
