// Designs for sparse recovery: numbers in row-major order.
import type { Floats } from "../../src/core/types.ts";
import type { Lanewise, Matrix, Random } from "../../src/index.ts";
import { reals } from "../data.ts";

/** m x n numbers in (-1, 1), then each column divided by its norm. */
export function unitDesign(m: number, n: number, seed: number): number[] {
  return unitColumns(reals(m * n, seed), m, n);
}

/** An m x n design with each column divided by its norm. */
export function unitColumns(A: ArrayLike<number>, m: number, n: number): number[] {
  const norms = columnsOf(A, m, n).map((column) => Math.sqrt(column.reduce((total, v) => total + v * v, 0)));
  return Array.from(A, (v, p) => v / norms[p % n]!);
}

/** The columns of an m x n design. */
export function columnsOf(A: ArrayLike<number>, m: number, n: number): number[][] {
  return Array.from({ length: n }, (_, j) => Array.from({ length: m }, (_, i) => A[i * n + j]!));
}

/** N x d numbers in groups of nearly equal columns: X_j = u_g + s_g noise, s_g from 1 down to 1/1000. */
export function groupedDesign(random: Random, N: number, d: number, groups: number): Float64Array {
  const draws = [random.normal(N * groups), random.normal(N * d), random.uniform(groups)];
  const [centres, noise, exponents] = draws.map(({ data }) => data) as [Floats, Floats, Floats];
  const X = Float64Array.from({ length: N * d }, (_, p) => {
    const [i, j] = [Math.floor(p / d), p % d];
    const g = j % groups;
    return centres[i * groups + g]! + 10 ** (-3 * exponents[g]!) * noise[i * d + j]!;
  });
  for (const draw of draws) draw.dispose();
  return X;
}

/** A random support of k columns of X, signal = X w for a random w on it with ||X w||^2 = X.rows, and y = signal + sigma noise. */
export function supportSample(lw: Lanewise, X: Matrix, k: number, sigma: number, seed: number) {
  const { rows: N, cols: d } = X;
  const random = lw.random(seed, 5);
  const support = random.permutation(d).slice(0, k);
  const chosen = Float64Array.from({ length: N * k }, (_, p) => X.data[Math.floor(p / k) * d + support[p % k]!]!);
  const u = random.normal(k).toArray();
  const size = Math.hypot(...u) / Math.sqrt(N);
  const Q = lw.qr(lw.matrix(N, k, chosen)).Q();
  const signal = Q.matmul(lw.vector(u.map((v) => v / size)));
  const noise = random.normal(N).toArray();
  const y = lw.vector(signal.toArray().map((v, i) => v + sigma * noise[i]!));
  return { support, signal, y };
}
