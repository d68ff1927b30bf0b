/**
 * An orthonormal basis of the columns of A, by Gram-Schmidt.
 *
 * Bjorck, "Numerics of Gram-Schmidt Orthogonalization", Linear Algebra Appl. 197-198 (1994) 297-316;
 * Giraud, Langou, Rozloznik and van den Eshof, Numer. Math. 101 (2005) 87-100: twice is enough.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { checkChoice, checkNonNegative, checkOptions, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { epsOf } from "../core/types.ts";
import { matrixAmax, transpose } from "../kernels/dense.ts";
import { type GramSchmidt, gramSchmidt } from "../kernels/ortho.ts";

/** How to orthonormalise. */
export interface OrthonormalizeOptions {
  /** "cgs2" (default): orthogonal to rounding. "mgs": one pass; orthogonality lost as condition * rounding. */
  method?: GramSchmidt;
  /**
   * A column is dependent where at most this part of its norm is left. Default: 4 max(rows, cols) eps, with eps the
   * distance from 1 to the next number of the element type.
   */
  tolerance?: number;
}

/** A = Q*R on the independent columns. */
export interface Orthonormal {
  /** rows x rank, orthonormal columns. */
  readonly Q: Matrix;
  /** rank x cols: A = Q*R up to what the tolerance dropped. */
  readonly R: Matrix;
  /** Number of independent columns. */
  readonly rank: number;
  /** The columns of A that were kept, ascending. */
  readonly kept: Uint32Array;
}

/**
 * Orthonormalises the columns of A (m x n). Reserves at most 2mn + 2n^2 elements while it works.
 * @throws ArgumentRangeError if A holds NaN or an infinity
 */
export function orthonormalize(A: Matrix, options: OrthonormalizeOptions = {}): Orthonormal {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  checkOptions("options", options);
  const { method = "cgs2", tolerance = 4 * Math.max(A.rows, A.cols) * epsOf[A.type] } = options;
  checkChoice("method", method, ["mgs", "cgs2"]);
  checkNonNegative("tolerance", tolerance);
  const top = matrixAmax(A);
  if (!Number.isFinite(top)) throw new ArgumentRangeError("A", "finite numbers", `an entry that is ${top}`);
  const { engine, type, rows, cols } = A;
  return engine.memory.scope(() => {
    const V = new Matrix(engine, type, cols, rows);
    const square = Matrix.zeros(engine, type, cols, cols);
    transpose(V, A);
    const kept = gramSchmidt(V, square, method, tolerance);
    const rank = kept.length;
    const top = rank === cols ? V : Matrix.from(engine, type, rank, rows, V.data.subarray(0, rank * rows));
    const R = rank === cols ? square : Matrix.from(engine, type, rank, cols, square.data.subarray(0, rank * cols));
    return { Q: top.transpose(), R, rank, kept };
  });
}
