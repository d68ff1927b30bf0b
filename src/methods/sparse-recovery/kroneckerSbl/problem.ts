import type { Matrix } from "../../../arrays/matrix.ts";
import type { Vector } from "../../../arrays/vector.ts";
import { checkNonNegative, checkPositive, describe } from "../../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../../core/errors.ts";
import { epsOf } from "../../../core/types.ts";
import { norm2 } from "../../../kernels/flat.ts";
import { checkVector } from "../../../kernels/storage.ts";
import { checkFiniteMatrix, checkFiniteVector } from "../common/finite.ts";

/** What all forms of sparse Bayesian learning are told. */
export interface NoiseOptions {
  /** The variance of the noise, or "estimate" (default): from 0.1 of the mean square of y on. */
  noiseVar?: number | "estimate";
  /** Variances below this part of their factor's largest are dropped for good; 0: none are. Default 1e-3. */
  prune?: number;
}

/** y and two or more factors whose Kronecker product has as many rows. */
export function checkKronecker(y: unknown, factors: unknown): asserts factors is readonly Matrix[] {
  checkFiniteVector("y", y);
  if (!Array.isArray(factors)) throw new ArgumentTypeError("factors", "an array of matrices", describe(factors));
  if (factors.length < 2) throw new ShapeError("factors", "at least 2 factors", `${factors.length}`);
  for (const [k, A] of factors.entries()) checkDictionary(`factors[${k}]`, A, y);
  const rows = factors.reduce((m: number, A: Matrix) => m * A.rows, 1);
  checkVector("y", y, factors[0], rows);
}

/** A finite matrix of the instance and type of y, without a column of zeros. */
export function checkDictionary(name: string, A: unknown, y: Vector): asserts A is Matrix {
  checkFiniteMatrix(name, A);
  const { rows, cols, data } = A;
  if (rows === 0 || cols === 0) throw new ShapeError(name, "at least one row and one column", `${rows} x ${cols}`);
  checkVector("y", y, A, y.length);
  for (let j = 0; j < cols; j++) {
    let zero = true;
    for (let i = 0; i < rows; i++) zero &&= data[i * cols + j] === 0;
    if (zero) throw new ArgumentRangeError(name, "no column of zeros", `column ${j}`);
  }
}

/** Where the noise starts, and how low its estimate may go: to what rounding alone would make of y. */
export function checkNoise(
  y: Vector,
  options: NoiseOptions,
): { noiseVar: number; floor: number | undefined; prune: number } {
  const { noiseVar = "estimate", prune = 1e-3 } = options;
  checkNonNegative("prune", prune);
  if (!(prune < 1)) throw new ArgumentRangeError("prune", "a number below 1", describe(prune));
  if (noiseVar !== "estimate") {
    checkPositive("noiseVar", noiseVar);
    return { noiseVar, floor: undefined, prune };
  }
  const square = norm2(y) ** 2 / Math.max(1, y.length);
  const scale = square > 0 ? square : 1;
  return { noiseVar: 0.1 * scale, floor: epsOf[y.type] * scale, prune };
}
