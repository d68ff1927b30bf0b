/**
 * Least squares with x >= 0: min ||A x - b||_2, by active sets.
 *
 * Lawson and Hanson, Solving Least Squares Problems, Prentice-Hall 1974, chapter 23.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkFinite, checkOptions, checkSize, describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { epsOf } from "../core/types.ts";
import { gemv, tgemv } from "../kernels/dense.ts";
import { copyArray, norm2 } from "../kernels/flat.ts";
import { checkVector } from "../kernels/storage.ts";
import { columns } from "../linalg/columns.ts";
import { leastSquares } from "../linalg/leastSquares.ts";

/** A solution of a least squares problem with x >= 0. */
export interface Nnls {
  /** n elements, exact zeros among them. */
  readonly x: Vector;
  /** ||A x - b|| */
  readonly misfit: number;
  /** Columns that came or went. */
  readonly iterations: number;
  /** Whether no column is left that would lower the misfit. */
  readonly converged: boolean;
}

/**
 * Solves a dense problem, m x n, of moderate size: each step is a least squares problem in the columns that are not at 0.
 * Reserves x, and 3mn elements while it works.
 *
 * @param options  maxIterations, default 3n
 * @throws ShapeError, ArgumentTypeError; ArgumentRangeError if A or b is not finite
 */
export function nnls(A: Matrix, b: Vector, options: { maxIterations?: number } = {}): Nnls {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
  if (!(b instanceof Vector)) throw new ArgumentTypeError("b", "a Vector", describe(b));
  checkVector("b", b, A, A.rows);
  checkFinite("A", A.data);
  checkFinite("b", b.data);
  checkOptions("options", options);
  const { engine, type, rows: m, cols: n } = A;
  const { maxIterations = 3 * n } = options;
  checkSize("maxIterations", maxIterations);
  return engine.memory.scope(() => {
    const [x, residual, slope] = [Vector.zeros(engine, type, n), b.clone(), new Vector(engine, type, n)];
    const small = 4 * epsOf[type] * (m + n) * norm2(A) * norm2(b);
    let free: number[] = [];
    const refused = new Set<number>();
    let iterations = 0;
    for (; ; iterations++) {
      tgemv(slope, A, residual);
      const best = steepest(slope.data, small, (j) => free.includes(j) || refused.has(j));
      if (best < 0 || iterations >= maxIterations)
        return { x, misfit: norm2(residual), iterations, converged: best < 0 };
      free = fitBy(A, b, x, [...free, best]);
      // A column that rounding alone brought in goes at once, and may not come again until others have moved.
      if (free.includes(best)) refused.clear();
      else refused.add(best);
      copyArray(residual, b);
      gemv(residual, A, x, { alpha: -1, beta: 1 });
    }
  });
}

/** The place of the largest entry above `least`, or -1. */
function steepest(slope: ArrayLike<number>, least: number, skip: (j: number) => boolean): number {
  let best = -1;
  for (let j = 0; j < slope.length; j++) {
    const v = slope[j] as number;
    if (v > least && !skip(j) && (best < 0 || v > (slope[best] as number))) best = j;
  }
  return best;
}

/** Moves x to the best fit by the columns `free`, leaving those behind that reach 0 on the way; gives those that stay. */
function fitBy(A: Matrix, b: Vector, x: Vector, free: number[]): number[] {
  while (free.length > 0) {
    const goal = A.engine.memory.scope(() => Array.from(leastSquares(columns(A, free), b).x.data));
    const { data } = x;
    let length = 1;
    for (const [k, j] of free.entries()) {
      const [from, to] = [data[j] as number, goal[k] as number];
      if (to <= 0) length = Math.min(length, from > 0 ? from / (from - to) : 0);
    }
    const stay: number[] = [];
    for (const [k, j] of free.entries()) {
      const [from, to] = [data[j] as number, goal[k] as number];
      const v = length === 1 ? to : from + length * (to - from);
      const ends = to <= 0 && (from <= 0 || from / (from - to) <= length);
      data[j] = ends ? 0 : v;
      if (!ends) stay.push(j);
    }
    if (stay.length === free.length) return stay;
    free = stay;
  }
  return free;
}
