// Dense matrices, row-major arrays of f64, from the formulas.

type M = readonly number[];
const at = (A: M, i: number): number => A[i] as number;

/** A' of an m x n matrix. */
export function transposed(A: M, m: number, n: number): number[] {
  const out = new Array<number>(m * n);
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) out[j * m + i] = at(A, i * n + j);
  return out;
}

/** alpha*A*B + beta*C with A m x k, B k x n; C is not read where beta is 0. */
export function gemm(A: M, B: M, m: number, n: number, k: number, alpha = 1, beta = 0, C: M = []): number[] {
  const [a, b, out] = [new Float64Array(A), new Float64Array(B), new Float64Array(m * n)];
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const factor = a[i * k + p]!;
      for (let j = 0; j < n; j++) out[i * n + j]! += factor * b[p * n + j]!;
    }
  }
  const result: number[] = [];
  for (let i = 0; i < m * n; i++) result.push(alpha * out[i]! + (beta === 0 ? 0 : beta * at(C, i)));
  return result;
}

/** alpha*A*x + beta*y with A m x n. */
export const gemv = (A: M, x: M, m: number, n: number, alpha = 1, beta = 0, y: M = []): number[] =>
  gemm(A, x, m, 1, n, alpha, beta, y);

/** Which triangle of a matrix is meant, and how. */
export interface Triangle {
  lower: boolean;
  transpose: boolean;
  unitDiagonal: boolean;
}

/** The n x n matrix that a triangular solve means: one triangle of A, maybe with ones on the diagonal, maybe transposed. */
export function triangular(A: M, n: number, { lower, transpose, unitDiagonal }: Triangle): number[] {
  const T = A.map((v, e) => {
    const [i, j] = [Math.floor(e / n), e % n];
    if (i === j) return unitDiagonal ? 1 : v;
    return lower === j < i ? v : 0;
  });
  return transpose ? transposed(T, n, n) : T;
}

/** X with T*X = B for a triangular n x n T and an n x k B: unknowns one by one, in the order in which they are determined. */
export function solveTriangular(T: M, B: M, n: number, k: number): number[] {
  const X = B.slice();
  const upper = T.some((v, e) => e % n > Math.floor(e / n) && v !== 0);
  for (let step = 0; step < n; step++) {
    const i = upper ? n - 1 - step : step;
    for (let c = 0; c < k; c++) {
      let rest = at(B, i * k + c);
      for (let j = 0; j < n; j++) if (upper ? j > i : j < i) rest -= at(T, i * n + j) * at(X, j * k + c);
      X[i * k + c] = rest / at(T, i * n + i);
    }
  }
  return X;
}
