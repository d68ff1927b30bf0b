/**
 * A = U*diag(values)*V', the thin singular value decomposition.
 *
 * "divide": reduction to bidiagonal form in panels (of the R of A = Q*R where A is tall), then divide and conquer (Gu and Eisenstat, SIAM J. Matrix Anal. Appl. 16
 * (1995) 79-92), or implicit QR for the values alone (Demmel and Kahan, 1990). "jacobi": one-sided Jacobi (de Rijk, 1989).
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { log } from "../core/elementary.ts";
import { checkBoolean, checkChoice, checkNonNegative, checkOptions, describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { epsOf } from "../core/types.ts";
import { gemm, scaleCols } from "../kernels/dense.ts";
import { jacobi, singularValues, singularVectors } from "../kernels/spectral.ts";
import { checkMatrix, checkVector } from "../kernels/storage.ts";
import { qr } from "./qr.ts";
import { toRange } from "./range.ts";

/** What to compute, and how. */
export interface SvdOptions {
  /** Singular vectors too (default), or the values alone. */
  vectors?: boolean;
  /**
   * "divide" (default): errors are small against the largest value. "jacobi": slower, in f64 whatever the type, and each
   * value is as accurate as A's columns determine it, however small it is; columns below 1e-145 of the largest count as 0.
   */
  method?: "divide" | "jacobi";
}

/** Times as many rows as columns from which a QR factorisation first is cheaper. */
const TALL = 1.6;

/** Sweeps of Jacobi before it counts as not converged; ten are usual. */
const SWEEPS = 40;

/** Singular values and vectors: holds (m + n + 1)*k elements with k = min(m, n), or k without vectors. */
export class Svd extends Owner {
  readonly #shape: readonly [rows: number, cols: number];

  /** @internal */
  constructor(
    shape: readonly [number, number],
    /** Singular values, descending. */
    readonly values: Vector,
    /** m x k, orthonormal columns; undefined where they were not asked for. */
    readonly U: Matrix | undefined,
    /** n x k, orthonormal columns; undefined where they were not asked for. */
    readonly V: Matrix | undefined,
    /** Whether all values were found. */
    readonly converged: boolean,
  ) {
    super();
    this.#shape = shape;
  }

  /** How many values are above tolerance times the largest. Default tolerance: max(m, n) eps. */
  rank(tolerance = Math.max(...this.#shape) * epsOf[this.values.type]): number {
    checkNonNegative("tolerance", tolerance);
    const data = Array.from(this.values.data);
    const least = tolerance * (data[0] ?? 0);
    return data.filter((value) => value > least).length;
  }

  /** The pseudo-inverse of Moore and Penrose, n x m; values below the tolerance, as for `rank`, count as 0. */
  pinv(tolerance?: number): Matrix {
    const [U, V] = this.#needed();
    const { engine, type } = U;
    return engine.memory.scope(() => {
      const W = V.clone();
      scaleCols(W, this.#inverse(tolerance));
      const out = new Matrix(engine, type, V.rows, U.rows);
      gemm(out, W, U, { transposeB: true });
      return out;
    });
  }

  /** The x of least norm among those of least ||A x - b||, or one for each column of B, as a new array. */
  solve(b: Vector, tolerance?: number): Vector;
  solve(B: Matrix, tolerance?: number): Matrix;
  solve(b: Vector | Matrix, tolerance?: number): Vector | Matrix {
    const [, V] = this.#needed();
    const { engine, type } = V;
    if (!(b instanceof Vector || b instanceof Matrix))
      throw new ArgumentTypeError("b", "a Vector or a Matrix", describe(b));
    return engine.memory.scope(() => {
      const x = b instanceof Vector ? new Vector(engine, type, V.rows) : new Matrix(engine, type, V.rows, b.cols);
      this.solveInto(x, b, tolerance);
      return x;
    });
  }

  /** As `solve`, into n elements, or n rows, that are there. Reserves V's elements and min(m, n) a column while it works. */
  solveInto(x: Vector | Matrix, b: Vector | Matrix, tolerance?: number): void {
    const [U, V] = this.#needed();
    const { engine, type } = V;
    if (!(b instanceof Vector || b instanceof Matrix))
      throw new ArgumentTypeError("b", "a Vector or a Matrix", describe(b));
    if (b instanceof Vector) checkVector("b", b, U, U.rows);
    else checkMatrix("B", b, U, U.rows, b.cols);
    if (b instanceof Vector) checkVector("x", x, V, V.rows);
    else checkMatrix("X", x, V, V.rows, b.cols);
    const inverse = this.#inverse(tolerance);
    engine.memory.scope(() => {
      const W = V.clone();
      scaleCols(W, inverse);
      if (b instanceof Matrix) gemm(x as Matrix, W, U.matmul(b, { transposeA: true }));
      else {
        const y = new Vector(engine, type, U.cols);
        U.adjoint(y, b);
        W.apply(x as Vector, y);
      }
    });
  }

  /** The sum of the values' logarithms: log |det A| for a square A. */
  logDet(): number {
    return Array.from(this.values.data).reduce((total, value) => total + log(value), 0);
  }

  /** The largest value over the smallest: infinite where that is 0, 1 for an empty matrix. */
  condition(): number {
    const { data, length } = this.values;
    return length === 0 ? 1 : (data[0] as number) / (data[length - 1] as number);
  }

  /** Gives the memory back. */
  override dispose(): void {
    for (const array of [this.values, this.U, this.V]) array?.dispose();
  }

  #inverse(tolerance?: number): Float64Array {
    const kept = this.rank(tolerance);
    return Float64Array.from(this.values.data, (value, i) => (i < kept ? 1 / value : 0));
  }

  #needed(): [Matrix, Matrix] {
    if (!this.U || !this.V)
      throw new ArgumentTypeError("vectors", "a decomposition with vectors", "one of values alone");
    return [this.U, this.V];
  }
}

/**
 * Singular values and vectors of A (m x n, k = min(m, n)). Reserves mn elements beside the result while it works (with "jacobi"
 * mn + k^2 doubles more), and scratch of mn + 4k^2 and a little that is kept for the next call.
 * @throws ArgumentRangeError if A holds NaN or an infinity
 */
export function svd(A: Matrix, options: SvdOptions = {}): Svd {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  checkOptions("options", options);
  const { vectors = true, method = "divide" } = options;
  checkBoolean("vectors", vectors);
  checkChoice("method", method, ["divide", "jacobi"]);
  const { engine, type, rows, cols } = A;
  const k = Math.min(rows, cols);
  return engine.memory.scope(() => {
    const W = rows < cols ? A.transpose() : A.clone();
    const scale = toRange("A", W);
    const found = new Float64Array(k);
    const finish = (converged: boolean, left?: Matrix, right?: Matrix) => {
      const values = Vector.from(
        engine,
        type,
        found.map((value) => value * scale),
      );
      const [U, V] = rows < cols ? [right, left] : [left, right];
      return new Svd([rows, cols], values, vectors ? U : undefined, vectors ? V : undefined, converged);
    };
    if (method === "jacobi") {
      const rowsOf = W.transpose();
      const wide = type === "f64" ? rowsOf : Matrix.from(engine, "f64", k, W.rows, rowsOf.data);
      const turns = new Matrix(engine, "f64", k, k);
      const converged = jacobi(found, wide, turns, SWEEPS);
      return vectors ? finish(converged, columnsOf(wide, type), columnsOf(turns, type)) : finish(converged);
    }
    if (!vectors) return finish(singularValues(found, W) === 0);
    const right = new Matrix(engine, type, k, k);
    if (W.rows < TALL * k) {
      const left = new Matrix(engine, type, W.rows, k);
      singularVectors(found, left, right, W);
      return finish(true, left, right);
    }
    const F = qr(W);
    const top = new Matrix(engine, type, k, k);
    singularVectors(found, top, right, F.R);
    const left = Matrix.zeros(engine, type, W.rows, k);
    left.data.set(top.data);
    return finish(true, F.applyQ(left), right);
  });
}

/** Rows of doubles as columns of `type`. */
function columnsOf(rows: Matrix, type: "f32" | "f64"): Matrix {
  const across = rows.transpose();
  return type === "f64" ? across : Matrix.from(rows.engine, type, across.rows, across.cols, across.data);
}

/** The pseudo-inverse of A by its singular values; those below tolerance times the largest count as 0. */
export function pinv(A: Matrix, tolerance?: number): Matrix {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  return A.engine.memory.scope(() => svd(A).pinv(tolerance));
}
