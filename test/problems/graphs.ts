// Random graphs, dense and symmetric, with weights 1.
import { words } from "../data.ts";

/** Each edge of n nodes is there with chance p(i, j), i > j. */
export function randomGraph(n: number, p: (i: number, j: number) => number, seed: number): Float64Array {
  const next = words(seed);
  const A = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < i; j++) if (next() / 2 ** 32 < p(i, j)) A[i * n + j] = A[j * n + i] = 1;
  return A;
}
