/**
 * Z_ij = e^(-t d(x_i, y_j)).
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { checkChoice, checkNonNegative, checkOptions, checkPositive, describe } from "../../../core/check.ts";
import { exp } from "../../../core/elementary.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../../../core/errors.ts";
import { checkPoints, kernelFunction, pairsGram } from "../../../kernels/pairs.ts";
import { checkMatrix } from "../../../kernels/storage.ts";

/** How alike two points are. */
export interface SimilarityOptions {
  /** The similarity is e^(-t distance), t > 0. Default 1. */
  t?: number | undefined;
  /** "euclidean" (default), or "manhattan", the sum of absolute differences, which is computed outside Wasm. */
  metric?: "euclidean" | "manhattan" | undefined;
  /** Added to the diagonal of Z, >= 0; above 0 points may be equal. Default 0. */
  ridge?: number | undefined;
}

/** The options, checked and filled in. */
export interface Similarity {
  readonly t: number;
  readonly metric: "euclidean" | "manhattan";
  readonly ridge: number;
}

/** Checks the options. */
export function similarityOf(options: SimilarityOptions): Similarity {
  checkOptions("options", options);
  const { t = 1, metric = "euclidean", ridge = 0 } = options;
  checkPositive("t", t);
  checkChoice("metric", metric, ["euclidean", "manhattan"]);
  checkNonNegative("ridge", ridge);
  return { t, metric, ridge };
}

/** The kernel function of `gram` that Euclidean similarities are. */
export const laplacian = (t: number) => ({ kernel: "laplacian", gamma: t }) as const;

/** X is a matrix of points that have a similarity; as a second set, one of the kind of `like`. */
export function checkCloud(name: string, X: unknown, { t }: Similarity, like?: Matrix): asserts X is Matrix {
  if (!(X instanceof Matrix)) throw new ArgumentTypeError(name, "a Matrix", describe(X));
  if (like) checkMatrix(name, X, like, X.rows, like.cols);
  checkPoints(name, X, kernelFunction(laplacian(t)));
}

/** Without a ridge no two rows of X are equal, as Z would be singular. Sorts the rows. */
export function checkDistinct(X: Matrix, { ridge }: Similarity): void {
  if (ridge > 0) return;
  const { data, rows: n, cols: d } = X;
  const compare = (i: number, j: number): number => {
    for (let c = 0; c < d; c++) {
      const difference = (data[i * d + c] as number) - (data[j * d + c] as number);
      if (difference !== 0) return difference;
    }
    return 0;
  };
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((i, j) => compare(i, j) || i - j);
  for (let i = 1; i < n; i++) {
    const [p, q] = [order[i - 1] as number, order[i] as number];
    if (compare(p, q) === 0)
      throw new ArgumentRangeError("X", "distinct rows, or ridge > 0", `rows ${p} and ${q}, which are equal`);
  }
}

/** Z(X, Y) into `out`; with Y the same array the ridge is added to its diagonal. */
export function similarities(out: Matrix, X: Matrix, Y: Matrix, { t, metric, ridge }: Similarity): void {
  if (metric === "euclidean") pairsGram(out, X, Y, kernelFunction(laplacian(t)));
  else manhattan(out, X, Y, t);
  if (X === Y) addRidge(out, ridge);
}

/** Z += ridge I */
export function addRidge(Z: Matrix, ridge: number): void {
  if (ridge === 0) return;
  const { data } = Z;
  for (let q = 0; q < data.length; q += Z.cols + 1) data[q] = (data[q] as number) + ridge;
}

function manhattan(out: Matrix, X: Matrix, Y: Matrix, t: number): void {
  const [z, x, y] = [out.data, X.data, Y.data];
  const { rows: m, cols: d } = X;
  const n = Y.rows;
  for (let i = 0; i < m; i++)
    for (let j = X === Y ? i : 0; j < n; j++) {
      let sum = 0;
      for (let c = 0; c < d; c++) sum += Math.abs((x[i * d + c] as number) - (y[j * d + c] as number));
      z[i * n + j] = exp(-t * sum);
      if (X === Y) z[j * n + i] = z[i * n + j] as number;
    }
}
