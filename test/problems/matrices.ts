// Matrices known to be hard for factorisations, as rows one after the other.
import { reals } from "../data.ts";
import { multiply, orthogonal } from "../oracle/spectral.ts";

const fill = (m: number, n: number, entry: (i: number, j: number) => number): number[] =>
  Array.from({ length: m * n }, (_, e) => entry(Math.floor(e / n), e % n));

/** n x n, symmetric, of random entries. */
export function randomSymmetric(n: number): number[] {
  const a = reals(n * n, n + 1);
  return fill(n, n, (i, j) => a[Math.max(i, j) * n + Math.min(i, j)] as number);
}

/** n x n, symmetric, by name. */
export const symmetric: Record<string, (n: number) => number[]> = {
  random: randomSymmetric,
  zero: (n) => fill(n, n, () => 0),
  identity: (n) => fill(n, n, (i, j) => (i === j ? 1 : 0)),
  diagonal: (n) => fill(n, n, (i, j) => (i === j ? ((7 * i) % 11) - 5 : 0)),
  hilbert: (n) => fill(n, n, (i, j) => 1 / (i + j + 1)),
  // Wilkinson's W+: pairs of eigenvalues that agree to many digits.
  wilkinson: (n) => fill(n, n, (i, j) => (i === j ? Math.abs(i - (n - 1) / 2) : Math.abs(i - j) === 1 ? 1 : 0)),
  // Two eigenvalues, each many times.
  repeated: (n) => {
    const q = orthogonal(n, 3);
    return multiply(
      q.map((v, e) => v * (e % n < n / 3 ? 1 : -2)),
      fill(n, n, (i, j) => q[j * n + i] as number),
      n,
      n,
      n,
    );
  },
  rank1: (n) => fill(n, n, (i, j) => (1 + (i % 5)) * (1 + (j % 5))),
  graded: (n) => fill(n, n, (i, j) => 10 ** ((-6 * Math.max(i, j)) / Math.max(1, n)) * (1 + ((i * j) % 3))),
  glued: (n) =>
    fill(n, n, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? (Math.max(i, j) % 7 === 0 ? 1e-9 : -1) : 0)),
};

/** m x n, by name. */
export const general: Record<string, (m: number, n: number) => number[]> = {
  random: (m, n) => reals(m * n, m + n),
  zero: (m, n) => fill(m, n, () => 0),
  identity: (m, n) => fill(m, n, (i, j) => (i === j ? 1 : 0)),
  hilbert: (m, n) => fill(m, n, (i, j) => 1 / (i + j + 1)),
  // Frank's matrix, upper Hessenberg, determinant 1.
  frank: (m, n) => fill(m, n, (i, j) => (i > j + 1 ? 0 : Math.max(m, n) - Math.max(i, j))),
  // Kahan's matrix, graded and nearly singular though no entry shows it.
  kahan: (m, n) => fill(m, n, (i, j) => (i > j ? 0 : Math.sin(1.2) ** i * (i === j ? 1 : -Math.cos(1.2)))),
  repeated: (m, n) => {
    const [left, right] = [orthogonal(m, 5), orthogonal(n, 6)];
    const middle = fill(m, n, (i, j) => (i === j ? (i < Math.min(m, n) / 2 ? 3 : 1) : 0));
    return multiply(multiply(left, middle, m, n, m), right, m, n, n);
  },
  deficient: (m, n) => multiply(reals(m * 3, 7), reals(3 * n, 8), m, n, 3),
  graded: (m, n) => fill(m, n, (i, j) => 10 ** ((-6 * (i + j)) / (m + n)) * (1 + ((3 * i * j + i) % 5))),
};
