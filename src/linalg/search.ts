/**
 * Exact search among points, one a row: the largest inner products, the nearest neighbours.
 * @module
 */
import { Int8Matrix } from "../arrays/int8.ts";
import { LutMatrix } from "../arrays/lut.ts";
import { Matrix } from "../arrays/matrix.ts";
import { checkBoolean, checkOptions, checkSize, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import type { Floats } from "../core/types.ts";
import { bestRows, bestScores } from "../kernels/search.ts";
import { checkMatrix } from "../kernels/storage.ts";

/** The k best rows for each query, query after query: those of query i are numbers i*k to i*k + k - 1. */
export interface TopInnerProducts {
  /** Row numbers. */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** Inner products, descending; ties are in order of their rows. */
  readonly scores: Floats;
}

/** The k nearest rows for each query, query after query. */
export interface Neighbors {
  /** Row numbers. */
  readonly indices: Uint32Array<ArrayBuffer>;
  /** Euclidean distances, ascending; ties are in order of their rows. */
  readonly distances: Floats;
}

/** How to search. */
export interface NeighborOptions {
  /** Without Q: whether a point is its own nearest neighbour, at distance 0. Default false. */
  includeSelf?: boolean;
}

/** Columns of scores at a time where the rows are codes. */
const QUERIES = 32;

/**
 * The k rows of X with the largest inner products with each row of Q. Of a dense X, scores are compared in registers with the k-th best so
 * far and stored only where they are above it (for up to four queries, blocks of some 32768 are made in the cache); of codes, a matrix of scores for 32 queries at a time is made.
 *
 * @param X  points, one a row
 * @param Q  queries, as many numbers each
 * @param k  how many, from 1 to X.rows
 * @throws ArgumentRangeError where a score is NaN or infinity
 */
export function topInnerProducts(X: Matrix | LutMatrix | Int8Matrix, Q: Matrix, k: number): TopInnerProducts {
  if (!(X instanceof Matrix || X instanceof LutMatrix || X instanceof Int8Matrix))
    throw new ArgumentTypeError("X", "a Matrix, a LutMatrix or an Int8Matrix", describe(X));
  if (!(Q instanceof Matrix)) throw new ArgumentTypeError("Q", "a Matrix", describe(Q));
  checkMatrix("Q", Q, X, Q.rows, X.cols);
  checkCount(k, X.rows);
  if (X instanceof Matrix) {
    const { rows, scores } = bestRows(X, Q, k, "inner");
    return { indices: rows, scores };
  }
  const indices = new Uint32Array(Q.rows * k);
  const scores = new (Q.data.constructor as Float64ArrayConstructor)(Q.rows * k) as Floats;
  for (let j = 0; j < Q.rows; j += QUERIES)
    X.engine.memory.scope(() => {
      const some = Q.data.subarray(j * Q.cols, (j + QUERIES) * Q.cols);
      const queries = Matrix.from(Q.engine, Q.type, some.length / Math.max(1, Q.cols), Q.cols, some);
      const best = bestScores(X.matmul(queries.transpose()), k);
      indices.set(best.rows, j * k);
      scores.set(best.scores, j * k);
    });
  return { indices, scores };
}

/**
 * The k rows of X nearest to each row of Q, or, without Q, to each row of X: every distance is looked at. They are chosen by squares
 * as `pairwiseDistances` has them, with that error, then measured by differences and put in order.
 *
 * @param X  points, one a row
 * @param k  how many, from 1 to X.rows, or to X.rows - 1 where a point does not count as its own neighbour
 * @param Q  queries, as many numbers each
 * @throws ArgumentRangeError where an entry is not finite
 */
export function nearestNeighbors(X: Matrix, k: number, Q?: Matrix, options: NeighborOptions = {}): Neighbors {
  if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
  checkOptions("options", options);
  const { includeSelf = false } = options;
  checkBoolean("includeSelf", includeSelf);
  const queries = Q === undefined ? X : Q;
  if (!(queries instanceof Matrix)) throw new ArgumentTypeError("Q", "a Matrix", describe(Q));
  checkMatrix("Q", queries, X, queries.rows, X.cols);
  checkCount(k, Q === undefined && !includeSelf ? X.rows - 1 : X.rows);
  const self = includeSelf ? 0 : Number.NEGATIVE_INFINITY;
  const { rows, scores } = bestRows(X, queries, k, "near", Q === undefined ? self : undefined);
  measure(X.data, queries.data, X.cols, k, rows, scores);
  return { indices: rows, distances: scores };
}

function checkCount(k: number, most: number): void {
  checkSize("k", k, 1);
  if (k > most) throw new ArgumentRangeError("k", `at most ${most}, the rows there are to find`, describe(k));
}

/** Distances in place of scores, each list in ascending order. */
function measure(x: Floats, y: Floats, d: number, k: number, rows: Uint32Array, distances: Floats): void {
  for (let e = 0; e < rows.length; e++) {
    const [row, start] = [rows[e] as number, Math.floor(e / k) * k];
    const [p, q] = [row * d, (start / k) * d];
    let total = 0;
    for (let c = 0; c < d; c++) total += ((x[p + c] as number) - (y[q + c] as number)) ** 2;
    distances[e] = Math.sqrt(total);
    const distance = distances[e] as number;
    let at = e;
    for (; at > start && after(at - 1); at--) {
      distances[at] = distances[at - 1] as number;
      rows[at] = rows[at - 1] as number;
    }
    distances[at] = distance;
    rows[at] = row;

    function after(i: number): boolean {
      const other = distances[i] as number;
      return other > distance || (other === distance && (rows[i] as number) > row);
    }
  }
}
