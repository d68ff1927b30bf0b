// Factorisations, from their definitions, in f64.

type M = readonly number[];
const at = (A: M, i: number): number => A[i] as number;

/** L with A = L*L', column by column, reading A's lower triangle; or the first pivot that is not > 0. */
export function cholesky(A: M, n: number): { L: number[]; pivot: number } {
  const L = new Array<number>(n * n).fill(0);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let rest = at(A, i * n + j);
      for (let p = 0; p < j; p++) rest -= at(L, i * n + p) * at(L, j * n + p);
      if (i === j && !(rest > 0)) return { L, pivot: j };
      L[i * n + j] = i === j ? Math.sqrt(rest) : rest / at(L, j * n + j);
    }
  }
  return { L, pivot: n };
}
