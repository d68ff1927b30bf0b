/**
 * A kernel function by features of finite length: k(x, z) is about phi(x)'phi(z). What regression, components and clusters are made on.
 * @module
 */
import type { Matrix } from "../arrays/matrix.ts";
import { checkFunction, checkSize, describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import type { SavedRecord } from "../core/saved.ts";
import type { Real } from "../core/types.ts";
import { Engine } from "../kernels/engine.ts";

/** Features of points. What is made of a map reads it, and is of no use once the map is disposed. */
export interface FeatureMap {
  /** Where its arrays lie. */
  readonly engine: Engine;
  /** Element type of points and of features. */
  readonly type: Real;
  /** Numbers of a point. */
  readonly dim: number;
  /** Features of a point. */
  readonly size: number;
  /** Phi, X.rows x size, a new matrix: row i holds the features of row i of X. */
  transform(X: Matrix): Matrix;
  /** Phi W, X.rows x W.cols, a new matrix, W of size rows: without Phi where that is quicker. */
  multiply(X: Matrix, W: Matrix): Matrix;
  /** k(x, x) for each row x of X: of the kernel itself, not of the features. */
  diagonal(X: Matrix): Float64Array<ArrayBuffer>;
  /** All that it is made of, to be saved; `loadFeatures` makes it again. */
  record(): SavedRecord;
  /** Gives its memory back. */
  dispose(): void;
}

/** A feature map, ours or another's. */
export function checkFeatureMap(name: string, value: unknown): asserts value is FeatureMap {
  if (typeof value !== "object" || value === null) throw new ArgumentTypeError(name, "a FeatureMap", describe(value));
  const map = value as FeatureMap;
  if (!(map.engine instanceof Engine)) throw new ArgumentTypeError(name, "a FeatureMap", describe(value));
  for (const method of ["transform", "multiply", "diagonal", "record", "dispose"] as const)
    checkFunction(`${name}.${method}`, map[method]);
  checkSize(`${name}.dim`, map.dim, 1);
  checkSize(`${name}.size`, map.size, 1);
}
