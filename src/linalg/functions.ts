/**
 * Functions of a square matrix: exponential, square root, sign; and the polar decomposition.
 *
 * Higham, Functions of Matrices (2008): sections 10.3 (scaling and squaring), 6.3 (product form of Denman and Beavers'
 * iteration) and 5.3 (Newton's iteration with determinantal scaling), 8.1 (polar).
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { exp } from "../core/elementary.ts";
import { describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { epsOf } from "../core/types.ts";
import { gemm, matrixAmax, scaleCols, scaleMatrix } from "../kernels/dense.ts";
import { type QR, qr } from "./qr.ts";
import { svd } from "./svd.ts";

/** A function of a matrix, found by iteration. */
export interface Iterated {
  /** n x n. */
  readonly X: Matrix;
  readonly iterations: number;
  /** Whether the last step changed nothing beyond rounding. */
  readonly converged: boolean;
}

/** A = U*H. */
export interface Polar {
  /** m x n, the nearest matrix with orthonormal columns. */
  readonly U: Matrix;
  /** n x n, symmetric, positive semidefinite. */
  readonly H: Matrix;
}

/** Norm up to which the Pade approximant of degree 13 is exact to rounding in f64. */
const REACH = 5.371920351148152;
const DEGREE = 13;
const STEPS = 60;

/** A finite square matrix. */
function checkSquare(A: unknown): asserts A is Matrix {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  if (A.rows !== A.cols) throw new ShapeError("A", "a square matrix", `${A.rows} x ${A.cols}`);
  checkFinite(A);
}

function checkFinite(A: Matrix): void {
  const top = matrixAmax(A);
  if (!Number.isFinite(top)) throw new ArgumentRangeError("A", "finite numbers", `an entry that is ${top}`);
}

/** sum of coefficients[i]*terms[i], plus `diagonal` times I. */
function combination(terms: readonly Matrix[], coefficients: readonly number[], diagonal = 0): Matrix {
  const { engine, type, rows: n } = terms[0] as Matrix;
  const out = Matrix.zeros(engine, type, n, n);
  const to = out.data;
  for (const [t, { data }] of terms.entries()) {
    const c = coefficients[t] as number;
    for (let e = 0; e < to.length; e++) to[e] = (to[e] as number) + c * (data[e] as number);
  }
  for (let i = 0; i < n; i++) to[i * (n + 1)] = (to[i * (n + 1)] as number) + diagonal;
  return out;
}

/**
 * e^A by scaling and squaring with the Pade approximant of degree 13. Reserves 12n^2 elements while it works; where e^A is too
 * large for the type, it holds infinities or NaN.
 * @throws ArgumentRangeError if A holds NaN or an infinity
 */
export function expm(A: Matrix): Matrix {
  checkSquare(A);
  const { engine, rows: n } = A;
  const b = [1];
  for (let j = 1; j <= DEGREE; j++) b.push(((b[j - 1] as number) * (DEGREE - j + 1)) / ((2 * DEGREE - j + 1) * j));
  return engine.memory.scope(() => {
    const W = A.clone();
    let squarings = 0;
    for (let size = norm1(A); size > REACH; size /= 2) squarings++;
    for (let s = 0; s < squarings; s++) scaleMatrix(W, 0.5);
    const A2 = W.matmul(W);
    const A4 = A2.matmul(A2);
    const A6 = A4.matmul(A2);
    const powers = [A2, A4, A6];
    const pick = (...degrees: number[]) => degrees.map((j) => b[j] as number);
    const odd = combination(powers, pick(3, 5, 7), b[1]);
    gemm(odd, A6, combination(powers, pick(9, 11, 13)), { beta: 1 });
    const U = W.matmul(odd);
    const V = combination(powers, pick(2, 4, 6), b[0]);
    gemm(V, A6, combination(powers, pick(8, 10, 12)), { beta: 1 });
    let X = n === 0 ? V : qr(combination([V, U], [1, -1])).solve(combination([V, U], [1, 1]));
    for (let s = 0; s < squarings; s++) X = X.matmul(X);
    return X;
  });
}

/** max_j sum_i |A_ij| */
function norm1({ data, cols }: Matrix): number {
  const sums = new Float64Array(cols);
  for (let e = 0; e < data.length; e++) sums[e % cols] = (sums[e % cols] as number) + Math.abs(data[e] as number);
  return sums.reduce((a, b) => Math.max(a, b), 0);
}

/** |det|^(-1/n) from a factorisation; 1 where that is no scale. */
function unitScale(F: QR, n: number): number {
  const scale = exp(-F.logDet() / n);
  return Number.isFinite(scale) && scale > 0 ? scale : 1;
}

/** A^-1 and |det A|^(-1/n), or nothing for a singular A. */
function inverted(A: Matrix): { inverse: Matrix; scale: number } | undefined {
  const F = qr(A);
  const n = A.rows;
  for (let i = 0; i < n; i++) if (F.R.data[i * (n + 1)] === 0) return undefined;
  return { inverse: F.solve(combination([A], [0], 1)), scale: unitScale(F, n) };
}

/** The largest change of an entry against the largest entry. */
function change(X: Matrix, from: Matrix): number {
  return X.engine.memory.scope(() => matrixAmax(combination([X, from], [1, -1])) / (matrixAmax(X) || 1));
}

/** Runs `step` until X no longer changes; each step's matrices are freed but those it returns. */
function iterate<S extends { X: Matrix }>(start: S, step: (state: S) => S | undefined): Iterated {
  const { engine, type, rows: n } = start.X;
  let state = start;
  let last = Infinity;
  for (let iterations = 1; iterations <= STEPS; iterations++) {
    const next = engine.memory.scope(() => step(state));
    if (!next || !Number.isFinite(matrixAmax(next.X))) return { X: state.X, iterations, converged: false };
    const moved = change(next.X, state.X);
    const done = moved <= n * epsOf[type] || (moved < 1e-2 * Math.sqrt(n * epsOf[type]) && moved >= last / 2);
    state = next;
    if (done) return { X: state.X, iterations, converged: true };
    last = moved;
  }
  return { X: state.X, iterations: STEPS, converged: false };
}

/** Keeps what is iterated alone. */
const kept = (A: Matrix, find: () => Iterated): Iterated => A.engine.memory.scope(find);

/**
 * The principal square root: X*X = A, eigenvalues of X in the right half-plane. It exists where A has no eigenvalue on the closed
 * negative real axis; else, and where A is singular, the iteration does not converge. Reserves 60 times 2n^2 elements at most.
 * @throws ArgumentRangeError if A holds NaN or an infinity
 */
export function sqrtm(A: Matrix): Iterated {
  checkSquare(A);
  return kept(A, () =>
    A.rows === 0
      ? { X: A.clone(), iterations: 0, converged: true }
      : iterate({ X: A.clone(), M: A.clone() }, ({ X, M }) => {
          const found = inverted(M);
          if (!found) return undefined;
          const { inverse } = found;
          const m = Math.sqrt(found.scale);
          const half = combination([inverse], [1 / (2 * m * m)], 0.5);
          const next = X.matmul(half, { alpha: m });
          return { X: next, M: combination([M, inverse], [(m * m) / 4, 1 / (4 * m * m)], 0.5) };
        }),
  );
}

/**
 * The sign: eigenvalues in the right half-plane become 1, those in the left one -1. It exists where none is on the imaginary axis;
 * else the iteration does not converge. Reserves 60 times n^2 elements at most.
 * @throws ArgumentRangeError if A holds NaN or an infinity
 */
export function signm(A: Matrix): Iterated {
  checkSquare(A);
  return kept(A, () =>
    A.rows === 0
      ? { X: A.clone(), iterations: 0, converged: true }
      : iterate({ X: A.clone() }, ({ X }) => {
          const found = inverted(X);
          if (!found) return undefined;
          return { X: combination([X, found.inverse], [found.scale / 2, 1 / (2 * found.scale)]) };
        }),
  );
}

/**
 * A = U*H for an m x n matrix with m >= n, by the singular value decomposition: U = P*Q' and H = Q*S*Q' where A = P*S*Q'.
 * @throws ShapeError if A has fewer rows than columns; ArgumentRangeError if it holds NaN or an infinity
 */
export function polar(A: Matrix): Polar {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  if (A.rows < A.cols) throw new ShapeError("A", "at least as many rows as columns", `${A.rows} x ${A.cols}`);
  return A.engine.memory.scope(() => {
    const F = svd(A);
    const [P, Q] = [F.U as Matrix, F.V as Matrix];
    const U = P.matmul(Q, { transposeB: true });
    const scaled = Q.clone();
    scaleCols(scaled, Float64Array.from(F.values.data, Math.sqrt));
    return { U, H: scaled.matmul(scaled, { transposeB: true }) };
  });
}
