/**
 * Random features of the Gaussian kernel e^(-gamma |x - y|^2): phi(x) = e^(sigma W x - |sigma x|^2) / sqrt(m), sigma^2 = 2 gamma, for
 * a W whose rows are distributed as normal numbers, such as those of a simplex projection.
 *
 * Choromanski et al., "Rethinking Attention with Performers", ICLR 2021. arXiv:2009.14794
 * @module
 */
import { Matrix } from "../../arrays/matrix.ts";
import { checkFinite, checkOptions, checkPositive, checkSize, describe } from "../../core/check.ts";
import { Owner } from "../../core/dispose.ts";
import { ArgumentTypeError } from "../../core/errors.ts";
import type { SavedRecord } from "../../core/saved.ts";
import type { Real } from "../../core/types.ts";
import type { Engine } from "../../kernels/engine.ts";
import { checkMatrix } from "../../kernels/storage.ts";
import { positiveFeatures } from "../../linalg/positiveFeatures.ts";
import type { FeatureMap } from "../featureMap.ts";
import { savedMatrix, typeIn } from "./saved.ts";
import { type ScaleOptions, scaled } from "./scale.ts";

/** What holds directions: the `Projection` of `makeProjection`, or any other. */
export interface Directions {
  /** m x d, one direction a row. */
  readonly W: Matrix;
}

/** The Gaussian kernel by random features: holds size*dim elements. */
export class RandomFeatures extends Owner implements FeatureMap {
  /** The directions. */
  readonly W: Matrix;
  /** Of the kernel. */
  readonly gamma: number;

  /** Takes over W. @internal */
  constructor(W: Matrix, gamma: number) {
    super();
    this.W = W;
    this.gamma = gamma;
  }

  /** Where its array lies. */
  get engine(): Engine {
    return this.W.engine;
  }

  /** Element type of points and of features. */
  get type(): Real {
    return this.W.type;
  }

  /** Numbers of a point. */
  get dim(): number {
    return this.W.cols;
  }

  /** Features of a point. */
  get size(): number {
    return this.W.rows;
  }

  /** Phi, X.rows x size, a new matrix. @throws ArgumentRangeError for sqrt(2 gamma) |x| above 18, 50 in f64 */
  transform(X: Matrix): Matrix {
    this.#check(X);
    return positiveFeatures("X", X, this.W, { half: 1, sigma: Math.sqrt(2 * this.gamma) });
  }

  /** Phi W, X.rows x W.cols, a new matrix; Phi is there while it works. */
  multiply(X: Matrix, W: Matrix): Matrix {
    if (!(W instanceof Matrix)) throw new ArgumentTypeError("W", "a Matrix", describe(W));
    checkMatrix("W", W, this.W, this.size, W.cols);
    return this.engine.memory.scope(() => this.transform(X).matmul(W));
  }

  /** 1 for each row of X. */
  diagonal(X: Matrix): Float64Array<ArrayBuffer> {
    this.#check(X);
    checkFinite("X", X.data);
    return new Float64Array(X.rows).fill(1);
  }

  /** All that it is made of, to be saved. */
  record(): SavedRecord {
    const { type, size, dim, gamma } = this;
    return { kind: "random-features", values: { type, size, dim, gamma }, arrays: { W: this.W.toArray() } };
  }

  /** Gives its memory back. Models made from it are of no use then. */
  override dispose(): void {
    this.W.dispose();
  }

  #check(X: Matrix): void {
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
    checkMatrix("X", X, this.W, X.rows, this.dim);
  }
}

/**
 * Features along random directions, which are copied: those of `makeProjection` from `lanewise/kernel-methods`, "iid", "orthogonal"
 * or "simplex". Best for points near 0: their error grows as e^(4 gamma |x|^2), so centre them first.
 */
export function randomFeatures(
  projection: Directions,
  options: Pick<ScaleOptions, "gamma" | "lengthScale"> = {},
): RandomFeatures {
  if (typeof projection !== "object" || projection === null || !(projection.W instanceof Matrix))
    throw new ArgumentTypeError("projection", "a Projection", describe(projection));
  checkOptions("options", options);
  const { W } = projection;
  checkSize("projection.W.rows", W.rows, 1);
  const { gamma } = scaled({ ...options, kernel: "gaussian" }, W.cols);
  return new RandomFeatures(W.clone(), gamma);
}

/** The features that a record holds. */
export function randomOf(engine: Engine, record: SavedRecord): RandomFeatures {
  const { size, dim, gamma } = record.values;
  checkSize("size", size, 1);
  checkSize("dim", dim, 1);
  checkPositive("gamma", gamma);
  return new RandomFeatures(savedMatrix(engine, record, "W", typeIn(record), size, dim), gamma);
}
