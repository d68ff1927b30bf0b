/**
 * P*A = L*U with rows exchanged for the largest entry of a column, and what follows from it.
 *
 * Golub and Van Loan, Matrix Computations, 4th ed., section 3.4; recursive as in Toledo, SIAM J. Matrix Anal. Appl. 18
 * (1997) 1065-1081.
 * @module
 */
import type { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { exp, log } from "../core/elementary.ts";
import { checkBoolean, checkOptions } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { SingularMatrixError } from "../core/errors.ts";
import { trsm, trsv } from "../kernels/dense.ts";
import { type Exchanges, luInPlace, norm1, permute } from "../kernels/factor.ts";
import { filled } from "../kernels/storage.ts";
import { estimateNorm1 } from "./condition.ts";
import { parity, permutationOf } from "./exchanges.ts";
import { checkRightSides, checkSquareMatrix, finiteNorm, identity } from "./square.ts";

/** Which system to solve. */
export interface LUSide {
  /** A' instead of A. Default false. */
  transpose?: boolean;
}

/** A factorisation P*A = L*U: holds n*n elements, and n words. */
export class LU extends Owner {
  /** L below the diagonal, whose ones are not stored, and U on and above it; n x n. */
  readonly factors: Matrix;
  /** Row i of L*U is row permutation[i] of A. */
  readonly permutation: Uint32Array<ArrayBuffer>;
  /** The first i with U_ii = 0, where A is singular; else undefined. */
  readonly zeroPivot: number | undefined;
  readonly #exchanges: Exchanges;
  readonly #norm: number;

  /** @internal */
  constructor(factors: Matrix, exchanges: Exchanges, zero: number, norm: number) {
    super();
    this.factors = factors;
    this.permutation = permutationOf(exchanges);
    this.zeroPivot = zero < factors.rows ? zero : undefined;
    this.#exchanges = exchanges;
    this.#norm = norm;
  }

  /** L, unit lower triangular, as a new matrix. */
  L(): Matrix {
    return this.#triangle((row, i) => {
      row.fill(0, i + 1);
      row[i] = 1;
    });
  }

  /** U, upper triangular, as a new matrix. */
  U(): Matrix {
    return this.#triangle((row, i) => row.fill(0, 0, i));
  }

  /** A^-1 b or A^-1 B, with `transpose` A'^-1, as a new array. @throws SingularMatrixError with the zero pivot */
  solve(b: Vector, side?: LUSide): Vector;
  solve(B: Matrix, side?: LUSide): Matrix;
  solve(b: Vector | Matrix, side: LUSide = {}): Vector | Matrix {
    checkRightSides(b, this.factors);
    const x = b.clone();
    return filled(x, () => this.solveInto(x, side));
  }

  /** x = A^-1 x, with `transpose` A'^-1 x, in place. @throws SingularMatrixError with the zero pivot */
  solveInto(x: Vector | Matrix, side: LUSide = {}): void {
    checkRightSides(x, this.factors);
    checkOptions("side", side);
    const { transpose = false } = side;
    checkBoolean("transpose", transpose);
    if (this.zeroPivot !== undefined) throw new SingularMatrixError(this.zeroPivot);
    if (!transpose) permute(x, this.#exchanges);
    for (const lower of transpose ? [false, true] : [true, false]) {
      const triangle = { lower, transpose, unitDiagonal: lower };
      if (x instanceof Vector) trsv(x, this.factors, triangle);
      else trsm(x, this.factors, triangle);
    }
    if (transpose) permute(x, this.#exchanges, true);
  }

  /** A^-1 as a new matrix. @throws SingularMatrixError with the zero pivot */
  inverse(): Matrix {
    const X = identity(this.factors);
    return filled(X, () => this.solveInto(X));
  }

  /** The sign of det A: 1, -1 or 0. */
  get sign(): -1 | 0 | 1 {
    if (this.zeroPivot !== undefined) return 0;
    const { data, rows: n } = this.factors;
    let sign = parity(this.#exchanges);
    for (let i = 0; i < n; i++) if ((data[i * (n + 1)] as number) < 0) sign = sign === 1 ? -1 : 1;
    return sign;
  }

  /** log |det A|; -Infinity where A is singular. */
  logDet(): number {
    const { data, rows: n } = this.factors;
    let total = 0;
    for (let i = 0; i < n; i++) total += log(Math.abs(data[i * (n + 1)] as number));
    return total;
  }

  /** det A, which over- and underflows where `logDet` does not. */
  det(): number {
    return this.sign * exp(this.logDet());
  }

  /**
   * An estimate of ||A||_1 ||A^-1||_1, a lower bound, rarely below a third of it; infinite where A is singular. Reserves n
   * elements while it works.
   */
  condition(): number {
    if (this.zeroPivot !== undefined) return Infinity;
    const { engine, type, rows: n } = this.factors;
    const solve = (transpose: boolean) => (x: Vector) => this.solveInto(x, { transpose });
    return this.#norm * estimateNorm1(engine, type, n, solve(false), solve(true));
  }

  /** Gives the memory back. */
  override dispose(): void {
    this.factors.dispose();
  }

  #triangle(keep: (row: Matrix["data"], i: number) => void): Matrix {
    const T = this.factors.clone();
    const { data, rows: n } = T;
    for (let i = 0; i < n; i++) keep(data.subarray(i * n, (i + 1) * n), i);
    return T;
  }
}

/**
 * Factors a square A. Reserves n*n elements. A singular A is factored as well: to solve with it is the error.
 * @throws ShapeError if A is not square; ArgumentRangeError if it holds NaN or an infinity
 */
export function lu(A: Matrix): LU {
  checkSquareMatrix(A);
  const norm = finiteNorm(A, norm1(A));
  const factors = A.clone();
  const exchanges = new Uint32Array(A.rows);
  let zero = 0;
  filled(factors, () => {
    zero = luInPlace(factors, exchanges);
  });
  return new LU(factors, exchanges, zero, norm);
}
