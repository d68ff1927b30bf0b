/**
 * A = Q*R by Householder's reflectors, with or without column pivoting, and least squares by it.
 *
 * Golub and Van Loan, Matrix Computations, 4th ed., sections 5.2 to 5.5.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { log } from "../core/elementary.ts";
import { checkBoolean, checkNonNegative, checkOptions, describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { epsOf } from "../core/types.ts";
import { matrixAmax, transpose, trsm, trsv } from "../kernels/dense.ts";
import {
  applyReflectors,
  blockWidth,
  factorPivotedQr,
  factorQr,
  formReflectors,
  type Reflectors,
} from "../kernels/qr.ts";
import { checkMatrix, checkVector, filled } from "../kernels/storage.ts";
import { triangularCondition } from "./triangularCondition.ts";

/** How to factor. */
export interface QROptions {
  /** Take the columns by decreasing norm of what is left of them: A*P = Q*R reveals the rank. Default false. */
  pivot?: boolean;
  /** With `pivot`: the rank is the number of |R_ii| above this part of |R_00|. Default max(rows, cols) eps. */
  tolerance?: number;
}

/** Where Q or Q' stands in a product. */
export interface QSide {
  /** C*Q instead of Q*C. */
  right?: boolean;
}

/** The parts of a factorisation. @internal */
export interface QRParts extends Reflectors {
  readonly V: Matrix;
  readonly T: Matrix;
  readonly R: Matrix;
}

/** A factorisation A*P = Q*R of an m x n matrix: holds at most mn + 48k + kn elements, k = min(m, n), and see `qr`. */
export class QR extends Owner {
  /** Upper trapezoidal, k x n. */
  readonly R: Matrix;
  /** With pivoting: column i of Q*R is column pivots[i] of A. */
  readonly pivots: Uint32Array<ArrayBuffer> | undefined;
  /** With pivoting the numerical rank, else min(m, n). */
  readonly rank: number;
  readonly #left: QRParts;
  readonly #right: QRParts | undefined;

  /** @internal */
  constructor(left: QRParts, rank: number, right?: QRParts, pivots?: Uint32Array<ArrayBuffer>) {
    super();
    this.R = left.R;
    this.#left = left;
    this.#right = right;
    this.rank = rank;
    this.pivots = pivots;
    this.held = [left, right];
  }

  /** All that is held, reachable for `scope`. @internal */
  protected readonly held: readonly (QRParts | undefined)[];

  /** The first min(m, n) columns of Q, or with `full` all m, as a new matrix. */
  Q(options: { full?: boolean } = {}): Matrix {
    checkOptions("options", options);
    const { full = false } = options;
    checkBoolean("full", full);
    const { V, T } = this.#left;
    const Q = new Matrix(V.engine, V.type, V.cols, full ? V.cols : T.rows);
    return filled(Q, () => formReflectors(Q, this.#left));
  }

  /** Q*C or, on the right, C*Q as a new array; Q is m x m. */
  applyQ<C extends Vector | Matrix>(C: C, side?: QSide): C {
    return this.#apply(C, false, side);
  }

  /** Q'*C or, on the right, C*Q' as a new array; Q is m x m. */
  applyQt<C extends Vector | Matrix>(C: C, side?: QSide): C {
    return this.#apply(C, true, side);
  }

  /**
   * The x of least norm among those for which ||A x - b|| is least, column by column of B, as a new array. Reserves twice
   * the room of b and of x while it works.
   * @throws SingularMatrixError if A has no more columns than rows, its rank was not asked for and R has a zero on its diagonal
   */
  solve(b: Vector): Vector;
  solve(B: Matrix): Matrix;
  solve(b: Vector | Matrix): Vector | Matrix {
    const { engine, type, cols: n } = this.R;
    this.#check("b", b, this.#left.V.cols);
    const x = b instanceof Vector ? new Vector(engine, type, n) : new Matrix(engine, type, n, b.cols);
    return filled(x, () => this.solveInto(x, b));
  }

  /** The same into an array of n elements or rows. */
  solveInto(out: Vector | Matrix, b: Vector | Matrix): void {
    const { engine, cols: n } = this.R;
    this.#check("b", b, this.#left.V.cols);
    this.#check("out", out, n, b);
    engine.memory.scope(() => {
      const c = b.clone();
      applyReflectors(c, this.#left, true);
      const y = head(c, this.rank, this.#right ? this.rank : n);
      const S = this.#right?.R ?? this.R;
      const triangle = { lower: false, transpose: this.#right !== undefined };
      if (y instanceof Vector) trsv(y, S, triangle);
      else trsm(y, S, triangle);
      const x = head(y, this.rank, n);
      if (this.#right) applyReflectors(x, this.#right, false);
      const [to, from, width] = [out.data, x.data, x instanceof Matrix ? x.cols : 1];
      if (!this.pivots) to.set(from);
      else for (const [i, at] of this.pivots.entries()) to.set(from.subarray(i * width, (i + 1) * width), at * width);
    });
  }

  /** log |det A| for a square A. @throws ShapeError */
  logDet(): number {
    const { data, rows: n, cols } = this.R;
    if (this.#left.V.cols !== n || cols !== n)
      throw new ShapeError("A", "a square matrix", `${this.#left.V.cols} x ${cols}`);
    let total = 0;
    for (let i = 0; i < n; i++) total += log(Math.abs(data[i * (n + 1)] as number));
    return total;
  }

  /**
   * The condition number in the 1-norm, estimated, of the triangle that `solve` divides by: R, or where the rank is below
   * n that of R' = Z*S. Infinite where its diagonal has a zero.
   */
  condition(): number {
    return triangularCondition(this.#right?.R ?? this.R);
  }

  /** Gives the memory back. */
  override dispose(): void {
    for (const parts of this.held) for (const array of Object.values(parts ?? {})) (array as Matrix).dispose();
  }

  #apply<C extends Vector | Matrix>(C: C, adjoint: boolean, side: QSide = {}): C {
    checkOptions("side", side);
    const { right = false } = side;
    checkBoolean("right", right);
    const m = this.#left.V.cols;
    if (right && C instanceof Matrix) checkMatrix("C", C, this.R, C.rows, m);
    else this.#check("C", C, m);
    const out = C.clone() as C;
    // A vector on the right is a row: C*Q = (Q'*C')'.
    const row = right && C instanceof Vector;
    return filled(out, () => applyReflectors(out, this.#left, adjoint !== row, right && !row));
  }

  /** A vector of m elements, or a matrix of m rows with the columns of `like`. */
  #check(name: string, value: unknown, m: number, like?: Vector | Matrix): void {
    if (!(value instanceof Vector || value instanceof Matrix))
      throw new ArgumentTypeError(name, "a Vector or a Matrix", describe(value));
    if (value instanceof Vector && !(like instanceof Matrix)) checkVector(name, value, this.R, m);
    else if (like instanceof Vector) checkVector(name, value, this.R, m);
    else checkMatrix(name, value, this.R, m, (like ?? (value as Matrix)).cols);
  }
}

/** The first `rows` rows (elements of a vector) of x, and zeros below up to `length`; x itself where nothing changes. */
function head(x: Vector | Matrix, rows: number, length: number): Vector | Matrix {
  const { engine, type } = x;
  const [had, width] = x instanceof Matrix ? [x.rows, x.cols] : [x.length, 1];
  if (had === length) return x;
  const out = x instanceof Matrix ? Matrix.zeros(engine, type, length, width) : Vector.zeros(engine, type, length);
  out.data.set(x.data.subarray(0, Math.min(rows, had) * width));
  return out;
}

/**
 * Factors A (m x n). Reserves 2mn + 48k + kn elements while it works. Where the rank is below n, R' is factored as well, for
 * `solve`: 2rn + 48r + r^2 elements more, r the rank.
 * @throws ArgumentRangeError if A holds NaN or an infinity
 */
export function qr(A: Matrix, options: QROptions = {}): QR {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  checkOptions("options", options);
  const { pivot = false, tolerance = Math.max(A.rows, A.cols) * epsOf[A.type] } = options;
  checkBoolean("pivot", pivot);
  checkNonNegative("tolerance", tolerance);
  const top = matrixAmax(A);
  if (!Number.isFinite(top)) throw new ArgumentRangeError("A", "finite numbers", `an entry that is ${top}`);
  const { engine, type, rows: m, cols: n } = A;
  return engine.memory.scope(() => {
    const V = new Matrix(engine, type, n, m);
    transpose(V, A);
    const { parts, pivots } = reflect(V, pivot);
    const rank = pivots ? rankOf(parts.R, tolerance) : Math.min(m, n);
    if (rank === n) return new QR(parts, rank, undefined, pivots);
    const rows = Matrix.from(engine, type, rank, n, parts.R.data.subarray(0, rank * n));
    return new QR(parts, rank, reflect(rows, false).parts, pivots);
  });
}

/** Factors the matrix whose columns are the rows of V, which becomes the reflectors. */
function reflect(V: Matrix, pivot: boolean) {
  const { engine, type, rows: n, cols: m } = V;
  const k = Math.min(m, n);
  const R = new Matrix(engine, type, k, n);
  const T = new Matrix(engine, type, k, blockWidth(V));
  const pivots = pivot ? factorPivotedQr(V, R, T) : undefined;
  if (!pivot) factorQr(V, R, T);
  if (k === n) return { parts: { V, T, R }, pivots };
  return { parts: { V: Matrix.from(engine, type, k, m, V.data.subarray(0, k * m)), T, R }, pivots };
}

/** The number of diagonal entries above this part of the first; they fall, but for rounding. */
function rankOf({ data, rows: k, cols: n }: Matrix, tolerance: number): number {
  const least = tolerance * Math.abs((data[0] as number) ?? 0);
  let rank = 0;
  while (rank < k && Math.abs(data[rank * (n + 1)] as number) > least) rank++;
  return rank;
}
