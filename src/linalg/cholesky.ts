/**
 * A = L*L' for a symmetric positive definite A, and what follows from it.
 *
 * Golub and Van Loan, Matrix Computations, 4th ed., section 4.2.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { log } from "../core/elementary.ts";
import { checkFinite, describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { trsm, trsv } from "../kernels/dense.ts";
import { downdateCholesky, solveCholesky, updateCholesky } from "../kernels/cholesky.ts";
import { choleskyInPlace } from "../kernels/factor.ts";
import { checkMatrix, checkVector, filled } from "../kernels/storage.ts";
import { estimateNorm1 } from "./condition.ts";
import { checkRightSides, checkSquareMatrix, identity } from "./square.ts";

/** A Cholesky factorisation: holds L, n*n elements. */
export class Cholesky extends Owner {
  /** The lower triangular factor, n x n, zero above the diagonal. */
  readonly L: Matrix;

  /** @internal */
  constructor(L: Matrix) {
    super();
    this.L = L;
  }

  /** A^-1 b or A^-1 B as a new array. */
  solve(b: Vector): Vector;
  solve(B: Matrix): Matrix;
  solve(b: Vector | Matrix): Vector | Matrix {
    checkRightSides(b, this.L);
    const x = b.clone();
    return filled(x, () => this.solveInto(x));
  }

  /** x = A^-1 x in place. */
  solveInto(x: Vector | Matrix): void {
    if (x instanceof Vector) {
      trsv(x, this.L);
      trsv(x, this.L, { transpose: true });
    } else if (x instanceof Matrix) {
      trsm(x, this.L);
      trsm(x, this.L, { transpose: true });
    } else throw new ArgumentTypeError("b", "a Vector or a Matrix", describe(x));
  }

  /**
   * From here on the factorisation of A + x*x', or of A + X*X' for the columns of X (n x k). Reserves n elements while it works,
   * for a matrix k times as many.
   * @throws ArgumentRangeError if x holds NaN or an infinity
   */
  update(x: Vector | Matrix): void {
    this.L.engine.memory.scope(() => {
      for (const column of columnsOf(x, this.L)) updateCholesky(this.L, this.L.rows, column);
    });
  }

  /**
   * From here on the factorisation of A - x*x', or of A - X*X' for the columns of X (n x k). Reserves n elements while it works,
   * for a matrix k times as many and n*n.
   * @throws ArgumentRangeError if x holds NaN or an infinity; NotPositiveDefiniteError with the failing pivot if that is not
   * positive definite, and this factorisation is as it was
   */
  downdate(x: Vector | Matrix): void {
    this.L.engine.memory.scope(() => {
      const columns = columnsOf(x, this.L);
      const before = columns.length > 1 ? this.L.clone() : undefined;
      try {
        for (const column of columns) downdateCholesky(this.L, this.L.rows, column);
      } catch (error) {
        if (before) this.L.data.set(before.data);
        throw error;
      }
    });
  }

  /** A^-1 as a new matrix. */
  inverse(): Matrix {
    const X = identity(this.L);
    return filled(X, () => this.solveInto(X));
  }

  /**
   * An estimate of ||A||_1 ||A^-1||_1, both by their action on a few vectors: a lower bound, rarely far below. Reserves 2n
   * elements while it works.
   */
  condition(): number {
    const [norm, inverse] = normsOf(this);
    return norm * inverse;
  }

  /** log det A */
  logDet(): number {
    const { data, rows } = this.L;
    let total = 0;
    for (let i = 0; i < rows; i++) total += log(data[i * (rows + 1)] as number);
    return 2 * total;
  }

  /** Gives L's memory back. */
  override dispose(): void {
    this.L.dispose();
  }
}

/**
 * Factors A, reading its lower triangle. Reserves n*n elements.
 * @throws ShapeError if A is not square; NotPositiveDefiniteError with the index of the failing pivot
 */
export function cholesky(A: Matrix): Cholesky {
  checkSquareMatrix(A);
  const L = A.clone();
  filled(L, () => choleskyInPlace(L));
  const { data, rows } = L;
  for (let i = 0; i < rows; i++) data.fill(0, i * rows + i + 1, (i + 1) * rows);
  return new Cholesky(L);
}

/** Copies of the columns of x, which has as many rows as L. */
function columnsOf(x: Vector | Matrix, L: Matrix): Vector[] {
  if (!(x instanceof Vector || x instanceof Matrix))
    throw new ArgumentTypeError("x", "a Vector or a Matrix", describe(x));
  if (x instanceof Vector) checkVector("x", x, L, L.rows);
  else checkMatrix("x", x, L, L.rows, x.cols);
  checkFinite("x", x.data);
  if (x instanceof Vector) return [x.clone()];
  const { data } = x;
  return Array.from({ length: x.cols }, (_, j) =>
    Vector.from(
      L.engine,
      L.type,
      Array.from({ length: x.rows }, (_, i) => data[i * x.cols + j] as number),
    ),
  );
}

/** Estimates of ||A||_1 and ||A^-1||_1, lower bounds. */
export function normsOf({ L }: Cholesky): [norm: number, inverse: number] {
  const { engine, type, rows: n } = L;
  return engine.memory.scope(() => {
    const y = new Vector(engine, type, n);
    const multiply = (x: Vector) => {
      L.adjoint(y, x);
      L.apply(x, y);
    };
    const solve = (x: Vector) => solveCholesky(x, L, n);
    return [estimateNorm1(engine, type, n, multiply, multiply), estimateNorm1(engine, type, n, solve, solve)];
  });
}
