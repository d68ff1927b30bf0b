/**
 * A = V*diag(values)*V' for a symmetric A.
 *
 * Reduction to tridiagonal form in panels (Dongarra, Hammarling and Sorensen, J. Comput. Appl. Math. 27 (1989) 215-227), then
 * divide and conquer (Gu and Eisenstat, SIAM J. Matrix Anal. Appl. 16 (1995) 172-191), or implicit QR for the values alone.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { log } from "../core/elementary.ts";
import { checkBoolean, checkFunction, checkOptions, checkSize, describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError, SingularMatrixError } from "../core/errors.ts";
import { gemm, scaleCols } from "../kernels/dense.ts";
import { mirror, symmetricValues, symmetricVectors } from "../kernels/spectral.ts";
import { checkMatrix, checkVector, filled } from "../kernels/storage.ts";
import { toRange } from "./range.ts";

/** What to compute. */
export interface EighOptions {
  /** Eigenvectors too (default), or the eigenvalues alone. */
  vectors?: boolean;
  /** Numbers of the eigenvalues wanted in ascending order, from the first to before the second. Default: all. */
  range?: readonly [from: number, to: number];
}

/** Eigenvalues and eigenvectors of a symmetric matrix: holds k + n*k elements for k of them. */
export class Eigh extends Owner {
  /** @internal */
  constructor(
    /** Eigenvalues, ascending. */
    readonly values: Vector,
    /** n x k, orthonormal columns, one for each value; undefined where they were not asked for. */
    readonly vectors: Matrix | undefined,
    /** Whether all eigenvalues were found. */
    readonly converged: boolean,
  ) {
    super();
  }

  /** V*diag(f(values))*V': f of the matrix; with a `range`, of its projection. @throws ArgumentTypeError without vectors */
  map(f: (value: number) => number): Matrix {
    checkFunction("f", f);
    const V = this.#needed();
    const { engine, type, rows } = V;
    const weights = Float64Array.from(this.values.data, (value) => f(value));
    return engine.memory.scope(() => {
      const W = V.clone();
      scaleCols(W, weights);
      const out = new Matrix(engine, type, rows, rows);
      gemm(out, W, V, { transposeB: true });
      return out;
    });
  }

  /** A^-1 b or A^-1 B as a new array. @throws SingularMatrixError if an eigenvalue is 0 */
  solve(b: Vector): Vector;
  solve(B: Matrix): Matrix;
  solve(b: Vector | Matrix): Vector | Matrix {
    if (!(b instanceof Vector || b instanceof Matrix))
      throw new ArgumentTypeError("b", "a Vector or a Matrix", describe(b));
    const x = b.clone();
    return filled(x, () => this.solveInto(x));
  }

  /** x = A^-1 x in place. Reserves as many elements while it works. @throws SingularMatrixError if an eigenvalue is 0 */
  solveInto(x: Vector | Matrix): void {
    const V = this.#needed();
    if (!(x instanceof Vector || x instanceof Matrix))
      throw new ArgumentTypeError("b", "a Vector or a Matrix", describe(x));
    if (x instanceof Vector) checkVector("b", x, V, V.rows);
    else checkMatrix("B", x, V, V.rows, x.cols);
    const zero = this.values.data.indexOf(0);
    if (zero >= 0) throw new SingularMatrixError(zero);
    const { engine, type } = V;
    const inverse = Float64Array.from(this.values.data, (value) => 1 / value);
    engine.memory.scope(() => {
      const W = V.clone();
      scaleCols(W, inverse);
      if (x instanceof Vector) {
        const y = new Vector(engine, type, V.cols);
        V.adjoint(y, x);
        W.apply(x, y);
      } else {
        const Y = V.matmul(x, { transposeA: true });
        gemm(x, W, Y);
      }
    });
  }

  /** log |det A| */
  logDet(): number {
    return Array.from(this.values.data).reduce((total, value) => total + log(Math.abs(value)), 0);
  }

  /** ||A||_2 ||A^-1||_2: infinite for a singular A, 1 for an empty one. */
  condition(): number {
    const sizes = Array.from(this.values.data, Math.abs);
    return sizes.length === 0 ? 1 : sizes.reduce((a, b) => Math.max(a, b)) / sizes.reduce((a, b) => Math.min(a, b));
  }

  /** Gives the memory back. */
  override dispose(): void {
    this.values.dispose();
    this.vectors?.dispose();
  }

  #needed(): Matrix {
    if (!this.vectors) throw new ArgumentTypeError("vectors", "a decomposition with vectors", "one of values alone");
    return this.vectors;
  }
}

/**
 * Eigenvalues and eigenvectors of the symmetric matrix whose lower triangle A (n x n) holds; the rest of A is not read.
 * Reserves 2n^2 elements beside the result while it works, and scratch of 3n^2 and a little that is kept for the next call.
 * @throws ShapeError if A is not square; ArgumentRangeError if it holds NaN or an infinity, or for a range outside 0 to n
 */
export function eigh(A: Matrix, options: EighOptions = {}): Eigh {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  if (A.rows !== A.cols) throw new ShapeError("A", "a square matrix", `${A.rows} x ${A.cols}`);
  checkOptions("options", options);
  const { engine, type, rows: n } = A;
  const { vectors = true, range = [0, n] } = options;
  checkBoolean("vectors", vectors);
  const [from, to] = checkRange(range, n);
  return engine.memory.scope(() => {
    const W = A.clone();
    mirror(W);
    const scale = toRange("A", W);
    const all = new Float64Array(n);
    const Z = vectors ? new Matrix(engine, type, n, to - from) : undefined;
    const missing = Z ? symmetricVectors(all, Z, W, from) : symmetricValues(all, W);
    const values = Vector.from(
      engine,
      type,
      all.subarray(from, to).map((value) => value * scale),
    );
    return new Eigh(values, Z, missing === 0);
  });
}

function checkRange(range: readonly [number, number], n: number): readonly [number, number] {
  if (!Array.isArray(range) || range.length !== 2) throw new ArgumentTypeError("range", "two numbers", describe(range));
  const [from, to] = range;
  checkSize("range[0]", from);
  checkSize("range[1]", to);
  if (from > to || to > n) throw new ArgumentRangeError("range", `0 <= from <= to <= ${n}`, `[${from}, ${to}]`);
  return [from, to];
}
