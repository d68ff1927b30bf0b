/**
 * The positive features of points, and the Gram matrix they stand for.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import { checkChoice, checkOptions, checkPositive, describe } from "../../../core/check.ts";
import { log } from "../../../core/elementary.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../../../core/errors.ts";
import { gemm } from "../../../kernels/dense.ts";
import { epilogue, map } from "../../../kernels/maps.ts";
import { checkMatrix, filled } from "../../../kernels/storage.ts";
import { Projection } from "./projection.ts";

/** Which features. */
export interface FeatureOptions {
  /** "gaussian" (default): of e^(-|x - y|^2 / 2); "softmax": of e^(x'y). */
  kernel?: "gaussian" | "softmax";
  /** Points are multiplied by it first. Default 1. */
  sigma?: number;
  /**
   * "rows" divides the features of each point by their largest, "all" by the largest of all points, which keeps them in range. They
   * then stand for the kernel times unknown factors, which cancel where weights are normalised. Default "none".
   */
  stabilise?: "none" | "rows" | "all";
}

/** The largest |sigma x| whose features are told from 0 and infinity. */
const LONGEST = { f32: 18, f64: 50 } as const;

/**
 * phi(x) = e^(W x - |x|^2) / sqrt(m), for "softmax" e^(W x - |x|^2 / 2) / sqrt(m): positive, and E phi(x)'phi(y) is the kernel.
 *
 * @param X  n points, one a row
 * @returns  n x m, a new matrix
 * @throws ArgumentRangeError where a point is not finite or, not stabilised, |sigma x| is above 18 (50 in f64)
 */
export function features(X: Matrix, projection: Projection, options: FeatureOptions = {}): Matrix {
  return featuresOf("X", X, projection, options);
}

/** The same, X under the name that the caller gave it. @internal */
export function featuresOf(name: string, X: Matrix, projection: Projection, options: FeatureOptions): Matrix {
  if (!(projection instanceof Projection))
    throw new ArgumentTypeError("projection", "a Projection", describe(projection));
  const { W } = projection;
  checkOptions("options", options);
  const { kernel = "gaussian", sigma = 1, stabilise = "none" } = options;
  checkChoice("kernel", kernel, ["gaussian", "softmax"]);
  checkPositive("sigma", sigma);
  checkChoice("stabilise", stabilise, ["none", "rows", "all"]);
  if (!(X instanceof Matrix)) throw new ArgumentTypeError(name, "a Matrix", describe(X));
  checkMatrix(name, X, W, X.rows, W.cols);
  const shift = squares(name, X, sigma, stabilise === "none" ? LONGEST[X.type] : Number.POSITIVE_INFINITY);
  const half = kernel === "gaussian" ? 1 : 0.5;
  const least = log(W.rows) / 2;
  const out = new Matrix(X.engine, X.type, X.rows, W.rows);
  filled(out, () =>
    X.engine.memory.scope(() => {
      const bias = Vector.from(
        X.engine,
        X.type,
        shift.map((square) => -half * square - least),
      );
      // One point's largest takes its norm with it.
      if (stabilise === "rows") bias.data.fill(-least);
      gemm(out, X, W, { alpha: sigma, transposeB: true, bias, perRow: true });
      if (stabilise !== "none") {
        const tops = largest(out, least);
        bias.data.set(stabilise === "rows" ? tops : tops.fill(tops.reduce((a, b) => Math.min(a, b), tops[0] ?? 0)));
        epilogue(out, { bias, perRow: true });
      }
      map(out, out, "exp");
    }),
  );
  return out;
}

/** |sigma x|^2 of each row. */
function squares(name: string, X: Matrix, sigma: number, longest: number): Float64Array {
  const { data, cols } = X;
  return Float64Array.from({ length: X.rows }, (_, i) => {
    let sum = 0;
    for (let j = 0; j < cols; j++) sum += (data[i * cols + j] as number) ** 2;
    const length = sigma * Math.sqrt(sum);
    if (!Number.isFinite(length)) throw new ArgumentRangeError(name, "finite numbers", `${length} in row ${i}`);
    if (length > longest)
      throw new ArgumentRangeError(name, `sigma |x| up to ${longest}, or stabilise`, `${length} in row ${i}`);
    return length * length;
  });
}

/** Minus the largest of each row, and `least` on top. */
function largest({ data, rows, cols }: Matrix, least: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    let top = Number.NEGATIVE_INFINITY;
    for (let q = i * cols; q < (i + 1) * cols; q++) top = Math.max(top, data[q] as number);
    return -top - least;
  });
}

/** FX FY', the kernel matrix that features stand for, a new matrix. */
export function approxGram(FX: Matrix, FY: Matrix): Matrix {
  if (!(FX instanceof Matrix)) throw new ArgumentTypeError("FX", "a Matrix", describe(FX));
  if (!(FY instanceof Matrix)) throw new ArgumentTypeError("FY", "a Matrix", describe(FY));
  checkMatrix("FY", FY, FX, FY.rows, FX.cols);
  return FX.matmul(FY, { transposeB: true });
}
