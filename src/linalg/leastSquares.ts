/**
 * min_x sum_i w_i (a_i'x - b_i)^2, the shortest x where there are several.
 *
 * Golub and Van Loan, Matrix Computations, 4th ed., sections 5.3 (QR and normal equations), 5.5 (rank), 5.6 (minimum norm) and
 * 6.1 (weights); Bjorck, Numerical Methods for Least Squares Problems (1996), section 2.9 (refinement).
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkChoice, checkNonNegative, checkOptions, checkSize, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { gemm, gemv, matrixAmax, syrk } from "../kernels/dense.ts";
import { checkVector } from "../kernels/storage.ts";
import { cholesky } from "./cholesky.ts";
import { qr } from "./qr.ts";
import { checkRightSides } from "./square.ts";

/** How to solve. */
export interface LeastSquaresOptions {
  /**
   * "qr" (default): reflectors; A must have full rank. "pivoted": with column pivoting, which finds the rank. "normal": a
   * Cholesky factor of A'A, or of A A' where A is wide: the fastest, for condition numbers well below eps^-1/2; A must have full rank.
   */
  method?: "qr" | "pivoted" | "normal";
  /** One weight >= 0 for each row of A. */
  weights?: Vector;
  /** Steps of refinement: the problem solved again for the misfit. Default 2 for "normal", else 0. */
  refine?: number;
  /** With "pivoted": see `qr`. */
  tolerance?: number;
}

/** A solution of a least squares problem. */
export interface LeastSquares<B extends Vector | Matrix = Vector | Matrix> {
  /** n elements, or n rows for a matrix of right-hand sides. */
  readonly x: B;
  /** The rank that was found, or min(m, n) where none was looked for. */
  readonly rank: number;
  /** The square root of the sum of w_i (a_i'x - b_i)^2, over all right-hand sides. */
  readonly misfit: number;
}

/**
 * Solves for a vector b or the columns of B. Reserves what `qr` does, or (m + 2 min(m, n)) min(m, n) elements for "normal", mn
 * more with weights, and three times the room of b and x while it works.
 * @throws ArgumentRangeError if A or a weight is not finite, or a weight negative; SingularMatrixError ("qr") or
 * NotPositiveDefiniteError ("normal") if A has not full rank
 */
export function leastSquares<B extends Vector | Matrix>(
  A: Matrix,
  b: B,
  options: LeastSquaresOptions = {},
): LeastSquares<B> {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  checkRightSides(b, A);
  checkOptions("options", options);
  const { method = "qr", weights, tolerance } = options;
  checkChoice("method", method, ["qr", "pivoted", "normal"]);
  const { refine = method === "normal" ? 2 : 0 } = options;
  checkSize("refine", refine);
  if (tolerance !== undefined) checkNonNegative("tolerance", tolerance);
  const top = matrixAmax(A);
  if (!Number.isFinite(top)) throw new ArgumentRangeError("A", "finite numbers", `an entry that is ${top}`);
  const roots = weights === undefined ? undefined : rootsOf(weights, A);
  return A.engine.memory.scope(() => {
    const [W, c] = roots ? [scaleRows(A, roots), scaleRows(b, roots)] : [A, b.clone() as B];
    const { solve, rank } = method === "normal" ? normal(W) : reflected(W, method === "pivoted", tolerance);
    const x = solve(c) as B;
    const left = c.clone() as B;
    subtract(left, W, x);
    for (let step = 0; step < refine; step++) {
      const [to, by] = [x.data, solve(left).data];
      for (let i = 0; i < to.length; i++) (to[i] as number) += by[i] as number;
      left.data.set(c.data);
      subtract(left, W, x);
    }
    return { x, rank, misfit: norm(left) };
  });
}

type Solver = { solve(b: Vector | Matrix): Vector | Matrix; rank: number };

function reflected(A: Matrix, pivot: boolean, tolerance?: number): Solver {
  const F = qr(A, tolerance === undefined ? { pivot } : { pivot, tolerance });
  return { solve: (b) => F.solve(b as Vector), rank: F.rank };
}

/** By A'A x = A'b, or where A is wide x = A'y with A A'y = b. */
function normal(A: Matrix): Solver {
  const { engine, type, rows: m, cols: n } = A;
  const wide = m < n;
  const G = new Matrix(engine, type, Math.min(m, n), Math.min(m, n));
  syrk(G, A, { transpose: !wide });
  const L = cholesky(G);
  const adjoint = (b: Vector | Matrix) => A.matmul(b as Vector, { transposeA: true });
  return {
    solve: (b) => (wide ? adjoint(L.solve(b as Vector)) : L.solve(adjoint(b))),
    rank: G.rows,
  };
}

/** b -= A*x */
function subtract(b: Vector | Matrix, A: Matrix, x: Vector | Matrix): void {
  if (b instanceof Vector) gemv(b, A, x as Vector, { alpha: -1, beta: 1 });
  else gemm(b, A, x as Matrix, { alpha: -1, beta: 1 });
}

/** The square roots of weights, checked. */
function rootsOf(weights: unknown, A: Matrix): Float64Array {
  checkVector("weights", weights, A, A.rows);
  const roots = Float64Array.from((weights as Vector).data, Math.sqrt);
  const bad = roots.findIndex((root) => !Number.isFinite(root));
  if (bad >= 0)
    throw new ArgumentRangeError(`weights[${bad}]`, "a finite number >= 0", describe((weights as Vector).data[bad]));
  return roots;
}

/** diag(roots)*X as a new array. */
function scaleRows<X extends Vector | Matrix>(X: X, roots: Float64Array): X {
  const out = X.clone() as X;
  const { data } = out;
  const width = X instanceof Matrix ? X.cols : 1;
  for (let i = 0, p = 0; i < roots.length; i++)
    for (let j = 0; j < width; j++, p++) (data[p] as number) *= roots[i] as number;
  return out;
}

/** The 2-norm of all entries. */
function norm({ data }: Vector | Matrix): number {
  let scale = 0;
  for (const v of data) scale = Math.max(scale, Math.abs(v));
  let total = 0;
  if (scale > 0) for (const v of data) total += (v / scale) ** 2;
  return scale * Math.sqrt(total);
}
