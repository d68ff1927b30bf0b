// Kernel ridge regression and Gaussian processes from their formulas, in f64, on plain rows.

/** A kernel function of two points. */
export type Kernel = (x: readonly number[], y: readonly number[]) => number;

/** |x - y|^2 */
export const square = (x: readonly number[], y: readonly number[]): number =>
  x.reduce((sum, v, j) => sum + (v - y[j]!) ** 2, 0);

/** e^(-gamma |x - y|^2) */
export const gaussian =
  (gamma: number): Kernel =>
  (x, y) =>
    Math.exp(-gamma * square(x, y));

/** (k(x_i, y_j)) */
export const gramRows = (X: number[][], Y: number[][], k: Kernel): number[][] => X.map((x) => Y.map((y) => k(x, y)));

/** L of A = L L', by rows. */
export function choleskyOf(A: number[][]): number[][] {
  const n = A.length;
  const L = A.map(() => new Array<number>(n).fill(0));
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let sum = A[i]![j]!;
      for (let k = 0; k < j; k++) sum -= L[i]![k]! * L[j]![k]!;
      L[i]![j] = i === j ? Math.sqrt(sum) : sum / L[j]![j]!;
    }
  return L;
}

/** L^-1 b */
export function forward(L: number[][], b: readonly number[]): number[] {
  const x: number[] = [];
  for (let i = 0; i < b.length; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= L[i]![k]! * x[k]!;
    x.push(sum / L[i]![i]!);
  }
  return x;
}

/** L'^-1 b */
export function backward(L: number[][], b: readonly number[]): number[] {
  const n = b.length;
  const x = new Array<number>(n).fill(0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < n; k++) sum -= L[k]![i]! * x[k]!;
    x[i] = sum / L[i]![i]!;
  }
  return x;
}

/** A Gaussian process of covariance K at the samples, given y with noise of variance `noise`. */
export interface Conditioned {
  /** E f(z), for the covariances k of z with the samples. */
  mean(k: readonly number[]): number;
  /** Var f(z) = own - k' (K + noise I)^-1 k */
  variance(own: number, k: readonly number[]): number;
  /** log p(y) */
  readonly evidence: number;
}

/** Rasmussen and Williams, "Gaussian Processes for Machine Learning", algorithm 2.1. */
export function condition(K: number[][], y: readonly number[], noise: number): Conditioned {
  const L = choleskyOf(K.map((row, i) => row.map((v, j) => (i === j ? v + noise : v))));
  const half = forward(L, y);
  const weights = backward(L, half);
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, v, i) => sum + v * b[i]!, 0);
  const logs = L.reduce((sum, row, i) => sum + Math.log(row[i]!), 0);
  return {
    mean: (k) => dot(k, weights),
    variance: (own, k) => {
      const v = forward(L, k);
      return own - dot(v, v);
    },
    evidence: -dot(half, half) / 2 - logs - (y.length / 2) * Math.log(2 * Math.PI),
  };
}

/** The kernel projected on the span of some points: k_x' K_pp^-1 k_z. */
export function projectedKernel(points: number[][], k: Kernel): Kernel {
  const L = choleskyOf(gramRows(points, points, k));
  return (x, z) => {
    const [a, b] = [x, z].map((v) =>
      forward(
        L,
        points.map((p) => k(p, v)),
      ),
    ) as [number[], number[]];
    return a.reduce((sum, v, i) => sum + v * b[i]!, 0);
  };
}
