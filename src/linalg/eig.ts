/**
 * Eigenvalues and eigenvectors of a square matrix that need not be symmetric, and its real Schur form.
 *
 * Golub and Van Loan, Matrix Computations, 4th ed., sections 7.4 to 7.6: balancing, Hessenberg form, Francis' steps with two
 * shifts, substitution. All in f64, whatever the type.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkBoolean, checkOptions, describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentTypeError, ShapeError } from "../core/errors.ts";
import type { Real } from "../core/types.ts";
import { transpose } from "../kernels/dense.ts";
import { quasiVectors, schur } from "../kernels/spectral.ts";
import { balance } from "./balance.ts";
import { toRange } from "./range.ts";

/** What to compute. */
export interface EigOptions {
  /** Right eigenvectors (default true). */
  vectors?: boolean;
  /** Left eigenvectors too (default false). */
  left?: boolean;
}

/** A complex n x n matrix. */
export interface ComplexMatrix {
  readonly real: Matrix;
  readonly imaginary: Matrix;
}

/** Eigenvalues, pairs side by side with the positive imaginary part first; vectors of norm 1, by column. */
export class Eig extends Owner {
  /** @internal */
  constructor(
    /** Real parts of the eigenvalues. */
    readonly real: Vector,
    /** Imaginary parts. */
    readonly imaginary: Vector,
    /** A*V = V*diag(values); undefined where they were not asked for. */
    readonly vectors: ComplexMatrix | undefined,
    /** U*A = diag(values)*U with U the conjugate transpose; undefined where they were not asked for. */
    readonly left: ComplexMatrix | undefined,
    /** Whether all were found. If not, the values that were not are NaN and there are no vectors. */
    readonly converged: boolean,
  ) {
    super();
  }

  /** Gives the memory back. */
  override dispose(): void {
    for (const part of [this.vectors, this.left]) for (const array of [part?.real, part?.imaginary]) array?.dispose();
    this.real.dispose();
    this.imaginary.dispose();
  }
}

/** A = Q*T*Q'. */
export interface Schur {
  /** n x n, orthogonal. */
  readonly Q: Matrix;
  /** n x n, upper triangular but for blocks of two rows with complex pairs on its diagonal. */
  readonly T: Matrix;
  readonly converged: boolean;
}

/** A finite square matrix, as doubles of moderate size, and the scale that was taken out. */
function taken(A: unknown): { W: Matrix; scale: number } {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  if (A.rows !== A.cols) throw new ShapeError("A", "a square matrix", `${A.rows} x ${A.cols}`);
  const W = Matrix.from(A.engine, "f64", A.rows, A.cols, A.data);
  return { W, scale: toRange("A", W) };
}

const rounded = (M: Matrix, type: Real): Matrix =>
  M.type === type ? M : Matrix.from(M.engine, type, M.rows, M.cols, M.data);

/**
 * The real Schur form of A (n x n). Reserves 2n^2 doubles beside the result while it works, and scratch of 3n^2 and a little.
 * @throws ShapeError if A is not square; ArgumentRangeError if it holds NaN or an infinity
 */
export function realSchur(A: Matrix): Schur {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  return A.engine.memory.scope(() => {
    const { W, scale } = taken(A);
    const Z = new Matrix(A.engine, "f64", A.rows, A.rows);
    const missing = schur(W, Z);
    const T = W.data;
    for (let e = 0; e < T.length; e++) T[e] = (T[e] as number) * scale;
    return { Q: rounded(Z.transpose(), A.type), T: rounded(W, A.type), converged: missing === 0 };
  });
}

/**
 * Eigenvalues and eigenvectors of A (n x n). Reserves 6n^2 doubles beside the result while it works, and scratch of 3n^2 and a little.
 * @throws ShapeError if A is not square; ArgumentRangeError if it holds NaN or an infinity
 */
export function eig(A: Matrix, options: EigOptions = {}): Eig {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  checkOptions("options", options);
  const { vectors = true, left = false } = options;
  checkBoolean("vectors", vectors);
  checkBoolean("left", left);
  const { engine, type, rows: n } = A;
  return engine.memory.scope(() => {
    const { W: T, scale } = taken(A);
    const d = balance(T.data, n);
    const Z = vectors || left ? new Matrix(engine, "f64", n, n) : undefined;
    const missing = schur(T, Z);
    const { real, imaginary } = valuesOf(T, missing);
    const scaled = (x: Float64Array) =>
      Vector.from(
        engine,
        type,
        x.map((value) => value * scale),
      );
    const find = (of: Matrix, basis: Matrix, re: Float64Array, im: Float64Array, weights: Float64Array) => {
      const X = new Matrix(engine, "f64", n, n);
      quasiVectors(X, of, re, im);
      return columns(X.matmul(basis), im, weights, type);
    };
    const right = vectors && Z && missing === 0 ? find(T, Z, real, imaginary, d) : undefined;
    const other = left && Z && missing === 0 ? leftOf(T, Z, real, imaginary, d, find) : undefined;
    return new Eig(scaled(real), scaled(imaginary), right, other, missing === 0);
  });
}

/** Eigenvalues of the diagonal blocks from row `missing` on; NaN before it. */
function valuesOf(T: Matrix, missing: number): { real: Float64Array; imaginary: Float64Array } {
  const { data: t, rows: n } = T;
  const [real, imaginary] = [new Float64Array(n).fill(NaN), new Float64Array(n).fill(NaN)];
  for (let i = missing; i < n; i++) {
    const at = i * (n + 1);
    [real[i], imaginary[i]] = [t[at] as number, 0];
    if (i + 1 === n || t[at + n] === 0) continue;
    const [a, b, c, d] = [t[at], t[at + 1], t[at + n], t[at + n + 1]] as [number, number, number, number];
    real[i] = real[i + 1] = (a + d) / 2;
    imaginary[i] = Math.sqrt(-(((a - d) / 2) ** 2 + b * c));
    imaginary[++i] = -(imaginary[i - 1] as number);
  }
  return { real, imaginary };
}

type Find = (of: Matrix, basis: Matrix, re: Float64Array, im: Float64Array, weights: Float64Array) => ComplexMatrix;

/** Left vectors of T are right ones of T', which with rows and columns in reverse is quasi-triangular again. */
function leftOf(T: Matrix, Z: Matrix, real: Float64Array, imaginary: Float64Array, d: Float64Array, find: Find) {
  const n = T.rows;
  const [R, basis] = [new Matrix(T.engine, "f64", n, n), new Matrix(T.engine, "f64", n, n)];
  transpose(R, T);
  R.data.reverse();
  const [from, to] = [Z.data, basis.data];
  for (let i = 0; i < n; i++) to.set(from.subarray(i * n, (i + 1) * n), (n - 1 - i) * n);
  // Reversed, a pair has its negative imaginary part first. Values are conjugated, and u'*A = value*u' asks for just that.
  const flipped = find(
    R,
    basis,
    real.slice().reverse(),
    imaginary.map((value) => -value).reverse(),
    d.map((weight) => 1 / weight),
  );
  const parts = { real: reversed(flipped.real), imaginary: reversed(flipped.imaginary) };
  flipped.real.dispose();
  flipped.imaginary.dispose();
  return parts;
}

/** Columns in reverse. */
function reversed(M: Matrix): Matrix {
  const out = M.clone();
  const { data, cols } = out;
  for (let i = 0; i < M.rows; i++) data.subarray(i * cols, (i + 1) * cols).reverse();
  return out;
}

/** Rows to columns, weighted, of norm 1; pairs told apart into their two conjugate vectors. */
function columns(X: Matrix, imaginary: Float64Array, weights: Float64Array, type: Real): ComplexMatrix {
  const { engine, rows: n } = X;
  const [re, im] = [Matrix.zeros(engine, type, n, n), Matrix.zeros(engine, type, n, n)];
  const [from, p, q] = [X.data, re.data, im.data];
  for (let k = 0; k < n; k++) {
    const pair = imaginary[k] !== 0;
    let largest = 0;
    for (let i = 0; i < n; i++)
      for (let part = 0; part <= (pair ? 1 : 0); part++) {
        const at = (k + part) * n + i;
        from[at] = (from[at] as number) * (weights[i] as number);
        largest = Math.max(largest, Math.abs(from[at] as number));
      }
    let square = 0;
    for (let i = k * n; i < (k + (pair ? 2 : 1)) * n; i++) square += ((from[i] as number) / largest) ** 2;
    const norm = 1 / (largest * Math.sqrt(square));
    for (let i = 0; i < n; i++) {
      p[i * n + k] = (from[k * n + i] as number) * norm;
      if (!pair) continue;
      p[i * n + k + 1] = p[i * n + k] as number;
      q[i * n + k] = (from[(k + 1) * n + i] as number) * norm;
      q[i * n + k + 1] = -(q[i * n + k] as number);
    }
    if (pair) k++;
  }
  return { real: re, imaginary: im };
}
