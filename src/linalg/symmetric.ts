/**
 * Eigenvalues of what can be made symmetric: A*x = lambda*B*x with B positive definite, and complex Hermitian matrices.
 *
 * Golub and Van Loan, Matrix Computations, 4th ed., algorithm 8.7.1 and problem 8.3.3.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { epsOf } from "../core/types.ts";
import { gemm, matrixAmax, transpose, trsm } from "../kernels/dense.ts";
import { mirror } from "../kernels/spectral.ts";
import { checkMatrix } from "../kernels/storage.ts";
import { cholesky } from "./cholesky.ts";
import { eigh } from "./eigh.ts";

/** A*V = B*V*diag(values) and V'*B*V = I. */
export interface GeneralizedEigen {
  /** Ascending. */
  readonly values: Vector;
  /** n x n, columns orthonormal in the inner product of B. */
  readonly vectors: Matrix;
}

/**
 * Solves A*x = lambda*B*x for a symmetric A and a symmetric positive definite B, reading the lower triangle of both: by
 * L^-1*A*L^-T with B = L*L'. Errors grow with the condition of B. Reserves 4n^2 elements beside the result while it works.
 * @throws NotPositiveDefiniteError if B is not; ArgumentRangeError if A holds NaN or an infinity
 */
export function generalizedEigh(A: Matrix, B: Matrix): GeneralizedEigen {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  if (A.rows !== A.cols) throw new ShapeError("A", "a square matrix", `${A.rows} x ${A.cols}`);
  checkMatrix("B", B, A, A.rows, A.rows);
  return A.engine.memory.scope(() => {
    const { L } = cholesky(B);
    const C = A.clone();
    mirror(C);
    trsm(C, L);
    const half = C.transpose();
    trsm(half, L);
    const { values, vectors } = eigh(half);
    trsm(vectors as Matrix, L, { transpose: true });
    return { values, vectors: vectors as Matrix };
  });
}

/** (real + i*imaginary)-valued vectors: A*Z = Z*diag(values) and Z*Z = I with the conjugate transpose. */
export interface HermitianEigen {
  /** Ascending, real. */
  readonly values: Vector;
  /** n x n, real parts of the eigenvectors, by column. */
  readonly real: Matrix;
  /** n x n, imaginary parts. */
  readonly imaginary: Matrix;
}

/**
 * Eigenvalues and eigenvectors of a complex Hermitian matrix, given by the lower triangles of its real and imaginary parts (that
 * of the imaginary one without its diagonal, which is 0). By the symmetric matrix (R, -M; M, R) of order 2n, in which each
 * value comes twice: of the vectors of values that agree, a basis over the complex numbers is chosen, and all are made
 * orthonormal again by Newton and Schulz's steps. Reserves 20n^2 elements while it works.
 * @throws ArgumentRangeError if a part holds NaN or an infinity
 */
export function hermitianEigh(real: Matrix, imaginary: Matrix): HermitianEigen {
  if (!(real instanceof Matrix)) throw new ArgumentTypeError("real", "a Matrix", describe(real));
  if (real.rows !== real.cols) throw new ShapeError("real", "a square matrix", `${real.rows} x ${real.cols}`);
  checkMatrix("imaginary", imaginary, real, real.rows, real.rows);
  const { engine, type, rows: n } = real;
  return engine.memory.scope(() => {
    const whole = new Matrix(engine, type, 2 * n, 2 * n);
    const [to, re, im] = [whole.data, real.data, imaginary.data];
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const [low, high] = [Math.max(i, j), Math.min(i, j)];
        const v = re[low * n + high] as number;
        const w = i === j ? 0 : Math.sign(i - j) * (im[low * n + high] as number);
        if (!Number.isFinite(v + w))
          throw new ArgumentRangeError(Number.isFinite(v) ? "imaginary" : "real", "finite numbers", `${v}, ${w}`);
        to[i * 2 * n + j] = to[(i + n) * 2 * n + j + n] = v;
        to[(i + n) * 2 * n + j] = w;
        to[i * 2 * n + j + n] = -w;
      }
    const { values, vectors } = eigh(whole);
    const rows = new Matrix(engine, type, 2 * n, 2 * n);
    transpose(rows, vectors as Matrix);
    const chosen = independent(values.toArray(), rows.toArray(), n, epsOf[type]);
    const Z = new Matrix(engine, type, 2 * n, 2 * n);
    const z = Z.data;
    for (const [j, { v }] of chosen.entries())
      for (let i = 0; i < n; i++) {
        const [x, y] = [v[i] as number, v[i + n] as number];
        z[i * 2 * n + j] = z[(i + n) * 2 * n + j + n] = x;
        z[(i + n) * 2 * n + j] = y;
        z[i * 2 * n + j + n] = -y;
      }
    orthonormalized(Z);
    const part = (skip: number) => {
      const out = new Matrix(engine, type, n, n);
      for (let i = 0; i < n; i++) out.data.set(Z.data.subarray((i + skip) * 2 * n, (i + skip) * 2 * n + n), i * n);
      return out;
    };
    const kept = chosen.map(({ row }) => values.data[row] as number);
    return { values: Vector.from(engine, type, kept), real: part(0), imaginary: part(n) };
  });
}

/** One of the 2n rows, and what it became. */
interface Chosen {
  readonly row: number;
  readonly v: Float64Array;
}

/**
 * n of the 2n rows (x, y) that are independent as x + iy, ascending: from each run of values that agree the half that stand out
 * most, one by one, from those chosen before, each made orthogonal to them.
 */
function independent(values: ArrayLike<number>, rows: ArrayLike<number>, n: number, eps: number): Chosen[] {
  const size = Math.max(Math.abs(values[0] ?? 0), Math.abs(values[2 * n - 1] ?? 0));
  const close = 32 * n * eps * size;
  const chosen: Chosen[] = [];
  for (let from = 0, to = 0; from < 2 * n; from = to) {
    for (to = from + 2; to < 2 * n && (values[to] as number) - (values[to - 1] as number) <= close; to++);
    to += to % 2;
    const rest = Array.from({ length: to - from }, (_, i) => ({ row: from + i, left: 1 }));
    const taken: Chosen[] = [];
    while (taken.length < (to - from) / 2) {
      const next = rest.reduce((a, b) => (b.left > a.left + 1e-3 ? b : a));
      const v = Float64Array.from({ length: 2 * n }, (_, e) => rows[next.row * 2 * n + e] as number);
      for (const { v: u } of [...taken, ...taken]) project(v, u, n);
      const norm = Math.sqrt(v.reduce((total, x) => total + x * x, 0));
      for (const [e, x] of v.entries()) v[e] = x / norm;
      taken.push({ row: next.row, v });
      next.left = -1;
      for (const other of rest) {
        if (other.left < 0) continue;
        const [re, im] = along(rows, other.row * 2 * n, v, n);
        other.left -= re * re + im * im;
      }
    }
    chosen.push(...taken.sort((a, b) => a.row - b.row));
  }
  return chosen;
}

/** The complex inner product of u and the row at `at`. */
function along(rows: ArrayLike<number>, at: number, u: Float64Array, n: number): [number, number] {
  let [re, im] = [0, 0];
  for (let i = 0; i < n; i++) {
    const [x, y, p, q] = [rows[at + i], rows[at + n + i], u[i], u[i + n]] as [number, number, number, number];
    re += p * x + q * y;
    im += p * y - q * x;
  }
  return [re, im];
}

/** v -= u*(u*v), in complex numbers. */
function project(v: Float64Array, u: Float64Array, n: number): void {
  const [re, im] = along(v, 0, u, n);
  for (let i = 0; i < n; i++) {
    const [p, q] = [u[i] as number, u[i + n] as number];
    v[i] = (v[i] as number) - (p * re - q * im);
    v[i + n] = (v[i + n] as number) - (p * im + q * re);
  }
}

/** Z = Z*(3I - Z'Z)/2 until Z'Z = I to rounding: the nearest orthogonal matrix, for a Z that nearly is. */
function orthonormalized(Z: Matrix): void {
  const { engine, type, rows: n } = Z;
  engine.memory.scope(() => {
    for (let turn = 0; turn < 6; turn++) {
      const G = Z.matmul(Z, { transposeA: true });
      const { data } = G;
      for (let i = 0; i < n; i++) data[i * (n + 1)] = (data[i * (n + 1)] as number) - 1;
      const off = matrixAmax(G);
      gemm(Z, Z.clone(), G, { alpha: -0.5, beta: 1 });
      if (off < Math.sqrt(epsOf[type])) return;
    }
  });
}
