/**
 * Nystrom features: phi(z) = R^-1 (k(p_i, z))_i for points p and a lower triangular R with R R' the Gram matrix of the points, or that
 * and a positive diagonal. Then phi(x)'phi(z) = k_x' (R R')^-1 k_z, the kernel projected on the span of the points.
 *
 * Williams and Seeger, "Using the Nystrom Method to Speed Up Kernel Machines", NIPS 13 (2000) 682-688.
 * @module
 */
import { Matrix } from "../../arrays/matrix.ts";
import { Random } from "../../arrays/random.ts";
import { checkNonNegative, checkOptions, checkSize, describe } from "../../core/check.ts";
import { Owner } from "../../core/dispose.ts";
import { ArgumentRangeError, ArgumentTypeError, NotPositiveDefiniteError } from "../../core/errors.ts";
import { arrayIn, type SavedRecord } from "../../core/saved.ts";
import { epsOf, type Real } from "../../core/types.ts";
import { trsm } from "../../kernels/dense.ts";
import type { Engine } from "../../kernels/engine.ts";
import { choleskyInPlace } from "../../kernels/factor.ts";
import type { KernelOptions } from "../../kernels/pairs.ts";
import { checkMatrix } from "../../kernels/storage.ts";
import { gram, gramMatmul } from "../../linalg/gram.ts";
import { checkKernel, kernelDiagonal } from "../../linalg/kernelOption.ts";
import { pivotedCholesky } from "../../linalg/pivotedCholesky.ts";
import type { FeatureMap } from "../featureMap.ts";
import { type ScaleOptions, scaled } from "./scale.ts";
import { lowerOf, packedLower, savedMatrix, typeIn } from "./saved.ts";

/** Features by points: holds size (size + dim) elements. */
export class NystromFeatures extends Owner implements FeatureMap {
  /** The points, one a row. */
  readonly points: Matrix;
  /** R; what is above its diagonal is not read. @internal */
  readonly factor: Matrix;
  /** The kernel function. */
  readonly kernel: Readonly<Required<KernelOptions>>;

  /** Takes over both arrays. @internal */
  constructor(points: Matrix, factor: Matrix, kernel: Required<KernelOptions>) {
    super();
    this.points = points;
    this.factor = factor;
    this.kernel = kernel;
  }

  /** Where its arrays lie. */
  get engine(): Engine {
    return this.points.engine;
  }

  /** Element type of points and of features. */
  get type(): Real {
    return this.points.type;
  }

  /** Numbers of a point. */
  get dim(): number {
    return this.points.cols;
  }

  /** Features of a point, as many as there are points. */
  get size(): number {
    return this.points.rows;
  }

  /** Phi, X.rows x size, a new matrix. Reserves twice as much while it works. */
  transform(X: Matrix): Matrix {
    return this.engine.memory.scope(() => this.columns(X).transpose());
  }

  /** Phi'. @internal */
  columns(X: Matrix): Matrix {
    this.#check(X);
    return this.engine.memory.scope(() => {
      // Distances are taken about the mean of the second set: about the points, far X or not.
      const F = gram(X, this.points, this.kernel).transpose();
      trsm(F, this.factor);
      return F;
    });
  }

  /** Phi W by R'^-1 W and products with the kernel that are never stored: X.rows (dim + W.cols) size multiplications. */
  multiply(X: Matrix, W: Matrix): Matrix {
    this.#check(X);
    if (!(W instanceof Matrix)) throw new ArgumentTypeError("W", "a Matrix", describe(W));
    checkMatrix("W", W, this.points, this.size, W.cols);
    return this.engine.memory.scope(() => {
      const U = W.clone();
      trsm(U, this.factor, { transpose: true });
      return gramMatmul(X, this.points, U, this.kernel);
    });
  }

  /** k(x, x) for each row x of X. */
  diagonal(X: Matrix): Float64Array<ArrayBuffer> {
    this.#check(X);
    return kernelDiagonal(X, this.kernel);
  }

  /** All that it is made of, to be saved. */
  record(): SavedRecord {
    const { kernel, gamma, offset, degree } = this.kernel;
    return {
      kind: "nystrom-features",
      values: { type: this.type, size: this.size, dim: this.dim, kernel: { kernel, gamma, offset, degree } },
      arrays: { points: this.points.toArray(), factor: packedLower(this.factor) },
    };
  }

  /** Gives its memory back. Models made from it are of no use then. */
  override dispose(): void {
    this.points.dispose();
    this.factor.dispose();
  }

  #check(X: Matrix): void {
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
    checkMatrix("X", X, this.points, X.rows, this.dim);
  }
}

/** Which points, and which kernel. */
export interface NystromOptions extends ScaleOptions {
  /** Points drawn from the rows of X without replacement; all of them, in their order, where X has no more. Default 100. */
  nComponents?: number;
  /** Seed of the draw. Default 0. */
  randomState?: number | bigint;
  /**
   * Points whose kernel the others give up to this part of the trace of the Gram matrix are left out. Default nComponents eps; in f32
   * 1e-9, where what features gain and what their rounding costs are about even.
   */
  tolerance?: number;
}

/**
 * Features by points drawn uniformly from the rows of X, in the element type of X. Where the Gram matrix of the points is
 * singular to rounding, those that pivoting takes up stand for all: no jitter is added. Reserves 2 nComponents^2 elements of f64 and
 * little more while it works, and what it holds.
 * @throws ArgumentRangeError where k(x, x) = 0 for all points; NotPositiveDefiniteError for a kernel that is not, such as polynomials
 * with an offset below 0
 */
export function nystromFeatures(X: Matrix, options: NystromOptions = {}): NystromFeatures {
  if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
  checkOptions("options", options);
  const { nComponents = 100, randomState = 0 } = options;
  checkSize("nComponents", nComponents, 1);
  checkSize("X.rows", X.rows, 1);
  checkSize("X.cols", X.cols, 1);
  const kernel = scaled(options, X.cols);
  const { engine, type, cols } = X;
  const m = Math.min(nComponents, X.rows);
  const { tolerance = type === "f32" ? 1e-9 : m * epsOf[type] } = options;
  checkNonNegative("tolerance", tolerance);
  const [points, factor] = engine.memory.scope(() => {
    const drawn = m < X.rows ? new Random(engine, randomState).permutation(X.rows).subarray(0, m) : undefined;
    const all = Matrix.from(engine, "f64", m, cols, drawn ? rowsOf(X, drawn) : X.data);
    const { R, kept } = factorOf(all, kernel, tolerance);
    const points = Matrix.from(engine, type, R.rows, cols, kept ? rowsOf(all, kept) : all.data);
    return [points, type === "f64" ? R : Matrix.from(engine, type, R.rows, R.cols, R.data)] as const;
  });
  return new NystromFeatures(points, factor, kernel);
}

/** R R' = the Gram matrix of the points, or of the most telling of them where it is singular to rounding. */
function factorOf(points: Matrix, kernel: KernelOptions, tolerance: number): { R: Matrix; kept?: Uint32Array } {
  const m = points.rows;
  const K = gram(points, undefined, kernel);
  const R = K.clone();
  try {
    choleskyInPlace(R);
    const squares = Array.from({ length: m }, (_, i) => (R.data[i * (m + 1)] as number) ** 2);
    const top = squares.reduce((most, _, i) => Math.max(most, K.data[i * (m + 1)] as number), 0);
    if (squares.every((square) => square > tolerance * top)) return { R };
  } catch (error) {
    if (!(error instanceof NotPositiveDefiniteError)) throw error;
  }
  R.dispose();
  const { L, permutation, rank } = pivotedCholesky(K, { tolerance });
  if (rank === 0) throw new ArgumentRangeError("X", "a point with k(x, x) > 0", "none");
  const kept = permutation.subarray(0, rank);
  return { R: Matrix.from(K.engine, "f64", rank, rank, rowsOf(L, kept)), kept };
}

/** Some rows, one behind the other. */
function rowsOf({ data, cols }: Matrix, rows: Uint32Array): Float64Array<ArrayBuffer> {
  const out = new Float64Array(rows.length * cols);
  for (const [to, i] of rows.entries()) out.set(data.subarray(i * cols, (i + 1) * cols), to * cols);
  return out;
}

/** The features that a record holds. */
export function nystromOf(engine: Engine, record: SavedRecord): NystromFeatures {
  const { size, dim, kernel } = record.values;
  checkSize("size", size, 1);
  checkSize("dim", dim, 1);
  const type = typeIn(record);
  checkOptions("kernel", kernel);
  const checked = checkKernel(kernel);
  const [points, factor] = engine.memory.scope(
    () =>
      [
        savedMatrix(engine, record, "points", type, size, dim),
        lowerOf(engine, arrayIn(record, "factor", type), type, size),
      ] as const,
  );
  return new NystromFeatures(points, factor, checked);
}
