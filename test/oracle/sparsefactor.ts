// The structure of a sparse Cholesky factor by elimination of a dense pattern.

/** Whether each entry of L is there, row-major, for a symmetric pattern given by its lower triangle: eliminating k joins its neighbours. */
export function factorPattern(pattern: readonly boolean[], n: number): boolean[] {
  const L = pattern.map((v, e) => e % n === Math.floor(e / n) || (e % n < Math.floor(e / n) && v));
  for (let k = 0; k < n; k++)
    for (let i = k + 1; i < n; i++)
      if (L[i * n + k]) for (let j = k + 1; j < i; j++) if (L[j * n + k]) L[i * n + j] = true;
  return L;
}

/** The first row below the diagonal of each column, -1 where there is none. */
export const parents = (L: readonly boolean[], n: number): number[] =>
  Array.from({ length: n }, (_, j) => {
    for (let i = j + 1; i < n; i++) if (L[i * n + j]) return i;
    return -1;
  });

/** Entries of each column. */
export const counts = (L: readonly boolean[], n: number): number[] =>
  Array.from({ length: n }, (_, j) => L.filter((v, e) => v && e % n === j).length);
