/**
 * The leading singular values and vectors of A from products with random vectors.
 *
 * Halko, Martinsson and Tropp, "Finding Structure with Randomness", SIAM Review 53 (2011) 217-288: algorithms 4.4 (subspace
 * iteration), 4.2 (adaptive range finder) and 5.1. One pass: Tropp, Yurtsever, Udell and Cevher, "Practical Sketching
 * Algorithms for Low-Rank Matrix Approximation", SIAM J. Matrix Anal. Appl. 38 (2017) 1454-1485, section 4.
 * doi:10.1137/090771806
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Random } from "../arrays/random.ts";
import { Vector } from "../arrays/vector.ts";
import { checkBoolean, checkOptions, checkPositive, checkSize } from "../core/check.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import { amax } from "../kernels/vec.ts";
import { gemm } from "../kernels/dense.ts";
import { qr } from "../linalg/qr.ts";
import { Svd, svd } from "../linalg/svd.ts";
import { adjointBlock, applyBlock } from "../operators/block.ts";
import { checkOperator, type LinearOperator } from "../operators/linear.ts";

/** How many, and how well. */
export interface RandomizedSvdOptions {
  /** Values wanted; with a tolerance, the most that are. Default with a tolerance: min(rows, cols). */
  rank?: number;
  /** Finds as many values as an error of at most this part of the largest one takes, with high probability. */
  tolerance?: number;
  /** Random vectors beyond the rank. Default 10. */
  oversampling?: number;
  /** Subspace iterations, each two products, the vectors made orthonormal after each. Default 2; none with `singlePass`. */
  iterations?: number;
  /** One product with A and one with A', neither waiting for the other: for an A that can be read once. Default false. */
  singlePass?: boolean;
  /** Seed of the random vectors. Default 0. */
  seed?: number;
}

/** Vectors added at a time while the rank is not known. */
const BLOCK = 16;

/**
 * The leading `rank` singular values and vectors of A (m x n). Reserves about (m + n)(rank + oversampling) elements a few times
 * over while it works. Costs 2 + 2*iterations products with rank + oversampling vectors.
 * @throws ArgumentRangeError if neither rank nor tolerance is given, or A's products are not finite
 */
export function randomizedSvd(A: LinearOperator, options: RandomizedSvdOptions): Svd {
  checkOperator("A", A);
  checkOptions("options", options);
  const { tolerance, oversampling = 10, singlePass = false, seed = 0 } = options;
  const { iterations = singlePass ? 0 : 2, rank = tolerance === undefined ? undefined : Math.min(A.rows, A.cols) } =
    options;
  if (rank === undefined) throw new ArgumentRangeError("rank", "a rank or a tolerance", "neither");
  checkSize("rank", rank);
  checkSize("oversampling", oversampling);
  checkSize("iterations", iterations);
  checkBoolean("singlePass", singlePass);
  if (tolerance !== undefined) checkPositive("tolerance", tolerance);
  if (singlePass && (tolerance !== undefined || iterations > 0))
    throw new ArgumentRangeError("singlePass", "no tolerance and no iterations beside it", "one of them");
  const most = Math.min(A.rows, A.cols);
  const sketch = Math.min(rank + oversampling, most);
  const random = new Random(A.engine, seed);
  return A.engine.memory.scope(() => {
    if (singlePass) return onePass(A, random, Math.min(rank, most), sketch);
    const Q =
      tolerance === undefined ? range(A, random, sketch, iterations) : grown(A, random, sketch, iterations, tolerance);
    const small = svd(adjointBlock(A, Q)); // A'Q = V S W', so that A is about (Q W) S V'
    const kept = Math.min(rank, tolerance === undefined ? most : small.rank(tolerance));
    return truncated(A, Q.matmul(firstColumns(small.V as Matrix, kept)), small.values, small.U as Matrix, kept);
  });
}

/** An orthonormal basis of the range of (A A')^iterations A on random vectors. */
function range(A: LinearOperator, random: Random, count: number, iterations: number): Matrix {
  return A.engine.memory.scope(() => {
    let Q = basis(applyBlock(A, normal(A, random, A.cols, count)));
    for (let turn = 0; turn < iterations; turn++) Q = basis(applyBlock(A, basis(adjointBlock(A, Q))));
    return Q;
  });
}

/** Blocks of random vectors, until what is left of the next one says that the error is below the tolerance. */
function grown(A: LinearOperator, random: Random, most: number, iterations: number, tolerance: number): Matrix {
  return A.engine.memory.scope(() => {
    let Q = new Matrix(A.engine, A.type, A.rows, 0);
    for (let norm = 0; Q.cols < most; ) {
      const count = Math.min(BLOCK, most - Q.cols);
      let Y = applyBlock(A, normal(A, random, A.cols, count));
      remove(Y, Q);
      const left = longest(Y) * 10 * Math.sqrt(2 / Math.PI); // (4.3)
      norm = Math.max(norm, left);
      if (left <= tolerance * norm || left === 0) break;
      for (let turn = 0; turn < iterations; turn++) {
        Y = applyBlock(A, basis(adjointBlock(A, basis(Y))));
        remove(Y, Q);
      }
      Y = basis(Y);
      remove(Y, Q);
      Q = beside(Q, basis(Y));
    }
    return Q;
  });
}

/** A is about Q X with X the solution of (P Q) X = P A, P random with twice as many rows as Q has columns. */
function onePass(A: LinearOperator, random: Random, rank: number, sketch: number): Svd {
  const rows = Math.min(2 * sketch + 1, A.rows);
  const P = normal(A, random, A.rows, rows);
  const Q = basis(applyBlock(A, normal(A, random, A.cols, sketch)));
  const right = adjointBlock(A, P).transpose();
  const X = qr(P.matmul(Q, { transposeA: true })).solve(right);
  const small = svd(X);
  return truncated(A, Q.matmul(firstColumns(small.U as Matrix, rank)), small.values, small.V as Matrix, rank);
}

const basis = (Y: Matrix): Matrix => qr(Y).Q();

const normal = (A: LinearOperator, random: Random, rows: number, cols: number): Matrix => {
  const numbers = random.normal(rows * cols, A.type);
  return Matrix.from(A.engine, A.type, rows, cols, numbers.data);
};

/** Y -= Q*(Q'*Y), twice. */
function remove(Y: Matrix, Q: Matrix): void {
  if (Q.cols > 0)
    for (let turn = 0; turn < 2; turn++) gemm(Y, Q, Q.matmul(Y, { transposeA: true }), { alpha: -1, beta: 1 });
}

/** The largest norm of a column. */
function longest(Y: Matrix): number {
  const squares = new Float64Array(Y.cols);
  const { data } = Y;
  for (let e = 0; e < data.length; e++)
    squares[e % Y.cols] = (squares[e % Y.cols] as number) + (data[e] as number) ** 2;
  return Math.sqrt(squares.reduce((a, b) => Math.max(a, b), 0));
}

/** Columns of both, side by side. */
function beside(P: Matrix, Q: Matrix): Matrix {
  const out = new Matrix(P.engine, P.type, P.rows, P.cols + Q.cols);
  const [to, left, right] = [out.data, P.data, Q.data];
  for (let i = 0; i < P.rows; i++) {
    to.set(left.subarray(i * P.cols, (i + 1) * P.cols), i * out.cols);
    to.set(right.subarray(i * Q.cols, (i + 1) * Q.cols), i * out.cols + P.cols);
  }
  return out;
}

function firstColumns(M: Matrix, count: number): Matrix {
  if (M.cols === count) return M;
  const out = new Matrix(M.engine, M.type, M.rows, count);
  const [to, from] = [out.data, M.data];
  for (let i = 0; i < M.rows; i++) to.set(from.subarray(i * M.cols, i * M.cols + count), i * count);
  return out;
}

function truncated(A: LinearOperator, U: Matrix, values: Vector, V: Matrix, rank: number): Svd {
  const kept = Vector.from(A.engine, A.type, values.data.subarray(0, rank));
  if (!Number.isFinite(amax(kept)))
    throw new ArgumentRangeError("A", "an operator with finite products", "one without");
  return new Svd([A.rows, A.cols], kept, U, firstColumns(V, rank), true);
}
