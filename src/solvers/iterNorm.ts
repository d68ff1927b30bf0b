/**
 * Whitening without eigenvalues: Y = (X - mean) W with W the inverse square root of the covariance, by Newton's iteration.
 *
 * Huang, Zhou, Zhu, Liu and Shao, "Iterative Normalization: Beyond Standardization towards Efficient Whitening", CVPR 2019,
 * algorithm 1, whose iterates P are computed as Z in the coupled form of Higham, Functions of Matrices (2008), equation (6.35):
 * P <- (3 P - P^3 S) / 2 as it stands lets rounding grow once it has converged.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkNonNegative, checkOptions, checkSize, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { gemm, matrixAmax } from "../kernels/dense.ts";

/** How far to whiten. */
export interface IterNormOptions {
  /** Steps of Newton's iteration; 5 leaves small directions below norm 1, on purpose. Default 5. */
  iterations?: number;
  /** Added to the variances. Default 1e-5. */
  epsilon?: number;
}

/** What whitens X, and X whitened. */
export interface IterNorm {
  /** m x n: (X - mean) W. */
  readonly Y: Matrix;
  /** n x n, symmetric: near the inverse square root of the covariance. */
  readonly W: Matrix;
  /** The means of the columns. */
  readonly mean: Vector;
  /** ||W S W - I||_F / sqrt(n) for the covariance S: how far from white Y is. */
  readonly residual: number;
}

/**
 * Whitens the columns of X, m >= 1 samples of n numbers. Reserves Y, W and the mean, and mn + 5n^2 elements while
 * it works.
 * @throws ArgumentRangeError if X holds NaN or an infinity, or has no variance and epsilon is 0
 */
export function iterNorm(X: Matrix, options: IterNormOptions = {}): IterNorm {
  if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
  checkOptions("options", options);
  const { iterations = 5, epsilon = 1e-5 } = options;
  checkSize("iterations", iterations);
  checkNonNegative("epsilon", epsilon);
  const { engine, type, rows: m, cols: n } = X;
  if (m === 0) throw new ShapeError("X", "at least 1 row", "0");
  const top = matrixAmax(X);
  if (!Number.isFinite(top)) throw new ArgumentRangeError("X", "finite numbers", `an entry that is ${top}`);
  return engine.memory.scope(() => {
    const square = () => new Matrix(engine, type, n, n);
    const [S, M] = [square(), square()];
    let [Y, Z, spare] = [square(), square(), square()];
    const mean = Vector.zeros(engine, type, n);
    const centred = centre(X, mean);
    gemm(S, centred, centred, { transposeA: true, alpha: 1 / m });
    const s = S.data;
    let trace = 0;
    for (let i = 0; i < n; i++) trace += s[i * (n + 1)] = (s[i * (n + 1)] as number) + epsilon;
    if (!(trace > 0) && n > 0) throw new ArgumentRangeError("X", "columns that vary, or epsilon > 0", "no variance");
    for (let i = 0; i < s.length; i++) (s[i] as number) /= trace;
    Y.data.set(S.data);
    Z.data.fill(0);
    for (let i = 0; i < n; i++) Z.data[i * (n + 1)] = 1;
    for (let step = 0; step < iterations; step++) {
      gemm(M, Z, Y, { alpha: -0.5 });
      for (let i = 0; i < n; i++) (M.data[i * (n + 1)] as number) += 1.5;
      gemm(spare, Y, M);
      [Y, spare] = [spare, Y];
      gemm(spare, M, Z);
      [Z, spare] = [spare, Z];
    }
    gemm(M, Z, S);
    gemm(spare, M, Z);
    const residual = n === 0 ? 0 : distance(spare) / Math.sqrt(n);
    const W = Z.clone();
    const root = Math.sqrt(trace);
    const w = W.data;
    for (let i = 0; i < w.length; i++) (w[i] as number) /= root;
    return { Y: centred.matmul(W), W, mean, residual };
  });
}

/** X less the means of its columns, which go to `mean`. */
function centre(X: Matrix, mean: Vector): Matrix {
  const out = X.clone();
  const { rows: m, cols: n } = X;
  const sums = new Float64Array(n);
  const { data } = out;
  for (let i = 0; i < data.length; i++) (sums[i % n] as number) += data[i] as number;
  for (let j = 0; j < n; j++) (sums[j] as number) /= m;
  for (let i = 0; i < data.length; i++) (data[i] as number) -= sums[i % n] as number;
  mean.data.set(sums);
  return out;
}

/** ||G - I||_F */
function distance({ data, rows: n }: Matrix): number {
  let squares = 0;
  for (let i = 0; i < data.length; i++) squares += ((data[i] as number) - (i % (n + 1) === 0 ? 1 : 0)) ** 2;
  return Math.sqrt(squares);
}
