// Matrices of systems, all exact in f32.
import { definite, reals } from "../data.ts";
import { definiteOf, gridEdges } from "./definite.ts";

const filled = (n: number, entry: (i: number, j: number) => number): number[] =>
  Array.from({ length: n * n }, (_, e) => entry(Math.floor(e / n), e % n));

/** Symmetric positive definite, condition number below 10. */
export const easy = (n: number): number[] => {
  const A = definite(n, n + 1);
  return A.map((v, e) => (e % (n + 1) === 0 ? v + 8 * n : v));
};

/** Symmetric, as many eigenvalues below 0 as above, none near it. */
export const indefinite = (n: number): number[] =>
  easy(n)
    .map((v, e) => (Math.floor(e / n) % 2 === 1 ? -v : v))
    .map((_, e, A) => {
      const [i, j] = [Math.floor(e / n), e % n];
      return i % 2 === j % 2 ? (A[e] as number) : 0;
    });

/** Not symmetric, eigenvalues in the right half plane. */
export const skewed = (n: number): number[] => {
  const noise = reals(n * n, 4);
  return filled(n, (i, j) => (i === j ? 4 : i === j + 1 ? 1 : 0) + (noise[i * n + j] as number) / n);
};

/** The Laplacian of a path: singular, its null space the constants. */
export const path = (n: number): number[] =>
  filled(n, (i, j) => (i === j ? (i > 0 ? 1 : 0) + (i < n - 1 ? 1 : 0) : Math.abs(i - j) === 1 ? -1 : 0));

/** A grid of k x k nodes. */
export const grid = (k: number) => definiteOf(k * k, gridEdges(k, 2));
