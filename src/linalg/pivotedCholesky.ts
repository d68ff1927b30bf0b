/**
 * A = L*L' by columns, the largest of what is left of the diagonal first, until what is left is small: a low-rank factor.
 *
 * Harbrecht, Peters and Schneider, "On the Low-Rank Approximation by the Pivoted Cholesky Decomposition", Appl. Numer.
 * Math. 62 (2012) 428-440, algorithm 1.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkFinite, checkFunction, checkNonNegative, checkOptions, checkSize, describe } from "../core/check.ts";
import { ArgumentTypeError, NotPositiveDefiniteError } from "../core/errors.ts";
import { epsOf } from "../core/types.ts";
import { pivotedColumn } from "../kernels/cholesky.ts";
import { transpose } from "../kernels/dense.ts";
import { checkSquareMatrix } from "./square.ts";

/** A symmetric positive semidefinite matrix known by its diagonal and by columns made when they are asked for. */
export interface ColumnSource {
  /** The diagonal of A, n elements. */
  readonly diagonal: Vector;
  /** out = column j of A, n elements. */
  column(out: Vector, j: number): void;
}

/** When to stop. */
export interface PivotedOptions {
  /** The most columns of L. Default n; room for so many is reserved. */
  rank?: number;
  /** Stops once the trace of A - L*L' is at most this part of that of A. Default n eps. */
  tolerance?: number;
}

/** A = L*L' up to a remainder. */
export interface PivotedCholesky {
  /** n x rank. Its rows in the order of `permutation` are a lower trapezoid. */
  readonly L: Matrix;
  /** Rows of A in the order they were taken in, then the others ascending. */
  readonly permutation: Uint32Array<ArrayBuffer>;
  /** Columns of L. */
  readonly rank: number;
  /** The trace of A - L*L', which bounds its norm as what is left is positive semidefinite. */
  readonly trace: number;
  /** Whether the trace came down to what was asked. */
  readonly converged: boolean;
}

/**
 * Factors a Matrix, reading its lower triangle alone, or what a source gives, whose columns alone are ever formed. Reserves
 * 2 rank n + 2n elements while it works, and asks a source for `rank` columns.
 * @throws NotPositiveDefiniteError with the index of a diagonal entry below 0; ArgumentRangeError for NaN or an infinity
 */
export function pivotedCholesky(A: Matrix | ColumnSource, options: PivotedOptions = {}): PivotedCholesky {
  if (A instanceof Matrix) {
    const { engine } = A;
    return engine.memory.scope(() => pivotedCholesky(columnsOf(A), options));
  }
  const source = A;
  if (typeof source !== "object" || source === null || !(source.diagonal instanceof Vector))
    throw new ArgumentTypeError("A", "a Matrix, or a diagonal and columns", describe(A));
  checkFunction("column", source.column);
  checkOptions("options", options);
  const { engine, type, length: n } = source.diagonal;
  const { rank: most = n, tolerance = n * epsOf[type] } = options;
  checkSize("rank", most);
  checkNonNegative("tolerance", tolerance);
  return engine.memory.scope(() => {
    const d = source.diagonal.clone();
    const first = d.data;
    checkFinite("diagonal", first);
    const bad = first.findIndex((v) => v < 0);
    if (bad >= 0) throw new NotPositiveDefiniteError(bad);
    let trace = 0;
    for (const v of first) trace += v;
    const enough = tolerance * trace;
    const T = new Matrix(engine, type, Math.min(most, n), n);
    const column = new Vector(engine, type, n);
    const taken: number[] = [];
    while (trace > enough && taken.length < T.rows) {
      const pivot = largest(d.data);
      source.column(column, pivot);
      const { data } = column;
      checkFinite("column", data);
      T.data.set(data, taken.length * n);
      trace = pivotedColumn(T, d, taken.length, pivot);
      taken.push(pivot);
    }
    const rank = taken.length;
    const rows = rank === T.rows ? T : Matrix.from(engine, type, rank, n, T.data.subarray(0, rank * n));
    const L = new Matrix(engine, type, n, rank);
    transpose(L, rows);
    const seen = new Set(taken);
    const rest = Array.from({ length: n }, (_, i) => i).filter((i) => !seen.has(i));
    return { L, permutation: Uint32Array.from([...taken, ...rest]), rank, trace, converged: trace <= enough };
  });
}

/** The first of the largest. */
function largest(d: ArrayLike<number>): number {
  let at = 0;
  for (let i = 1; i < d.length; i++) if ((d[i] as number) > (d[at] as number)) at = i;
  return at;
}

/** The columns of a matrix, from its lower triangle. */
function columnsOf(A: Matrix): ColumnSource {
  checkSquareMatrix(A);
  const { rows: n, data } = A;
  const diagonal = Array.from({ length: n }, (_, i) => data[i * (n + 1)] as number);
  return {
    diagonal: Vector.from(A.engine, A.type, diagonal),
    column(out, j) {
      const [to, from] = [out.data, A.data];
      to.set(from.subarray(j * n, j * n + j + 1));
      for (let i = j + 1; i < n; i++) to[i] = from[i * n + j] as number;
    },
  };
}
