import type { Matrix } from "../../../arrays/matrix.ts";
import type { Vector } from "../../../arrays/vector.ts";
import { checkNonNegative, checkPositive, describe } from "../../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../../core/errors.ts";
import { epsOf } from "../../../core/types.ts";
import { norm2 } from "../../../kernels/flat.ts";
import { checkVector } from "../../../kernels/storage.ts";
import { checkFiniteMatrix, checkFiniteVector } from "../common/finite.ts";
import { type Parts, partsOf, present } from "./split.ts";

/** What all forms of sparse Bayesian learning are told. */
export interface NoiseOptions {
  /** The variance of the noise, or "estimate" (default): from 0.1 of the mean square of y on. */
  noiseVar?: number | "estimate";
  /** Variances below this part of their factor's largest are dropped for good; 0: none are. Default 1e-3. */
  prune?: number;
}

/** A checked problem. */
export interface Observed {
  readonly y: Parts<Vector>;
  readonly factors: readonly Parts<Matrix>[];
}

/** y and two or more factors whose Kronecker product has as many rows. */
export function checkKronecker(y: unknown, factors: unknown): Observed {
  const parts = partsOf("y", y, "Vector", checkFiniteVector);
  if (!Array.isArray(factors)) throw new ArgumentTypeError("factors", "an array of matrices", describe(factors));
  if (factors.length < 2) throw new ShapeError("factors", "at least 2 factors", `${factors.length}`);
  const all = factors.map((A, k) => checkDictionary(`factors[${k}]`, A, parts));
  const rows = all.reduce((m, [A]) => m * A.rows, 1);
  checkLength(parts, all[0]?.[0] as Matrix, rows);
  return { y: parts, factors: all };
}

/** y has so many elements, and is of the instance and type of A. */
export function checkLength([re, im]: Parts<Vector>, A: Matrix, rows: number): void {
  checkVector(im ? "y.re" : "y", re, A, rows);
}

/** A finite matrix of the instance and type of y, without a column of zeros, complex only where y is. */
export function checkDictionary(name: string, A: unknown, y: Parts<Vector>): Parts<Matrix> {
  const parts = partsOf(name, A, "Matrix", checkFiniteMatrix);
  const [{ rows, cols }, im] = parts;
  if (rows === 0 || cols === 0) throw new ShapeError(name, "at least one row and one column", `${rows} x ${cols}`);
  checkLength(y, parts[0], y[0].length);
  if (im && !y[1]) throw new ArgumentTypeError("y", `{ re, im }, as ${name} is`, describe(y[0]));
  const entries = present(parts).map(({ data }) => data);
  for (let j = 0; j < cols; j++) {
    let zero = true;
    for (let q = j; q < rows * cols; q += cols) zero &&= entries.every((data) => data[q] === 0);
    if (zero) throw new ArgumentRangeError(name, "no column of zeros", `column ${j}`);
  }
  return parts;
}

/** Where the noise starts, and how low its estimate may go: to what rounding alone would make of y. */
export function checkNoise(
  y: Parts<Vector>,
  options: NoiseOptions,
): { noiseVar: number; floor: number | undefined; prune: number } {
  const { noiseVar = "estimate", prune = 1e-3 } = options;
  checkNonNegative("prune", prune);
  if (!(prune < 1)) throw new ArgumentRangeError("prune", "a number below 1", describe(prune));
  if (noiseVar !== "estimate") {
    checkPositive("noiseVar", noiseVar);
    return { noiseVar, floor: undefined, prune };
  }
  const square = present(y).reduce((sum, part) => sum + norm2(part) ** 2, 0) / Math.max(1, y[0].length);
  const scale = square > 0 ? square : 1;
  return { noiseVar: 0.1 * scale, floor: epsOf[y[0].type] * scale, prune };
}
