/**
 * Weights from nearest neighbours: Z^-1 falls off away from its diagonal, the faster the larger t times the distance of neighbours, so
 * that w_i depends on few points.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import { checkSize, describe } from "../../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../../core/errors.ts";
import { trsv } from "../../../kernels/dense.ts";
import { choleskyInPlace } from "../../../kernels/factor.ts";
import { nearestNeighbors } from "../../../linalg/search.ts";
import { checkCloud, checkDistinct, type SimilarityOptions, similarities, similarityOf } from "./similarity.ts";

/** How many points a weight is made from. */
export interface WeightingKnnOptions extends SimilarityOptions {
  /** Points, the one itself among them: from 1 to n. Default 40, or n where that is less. */
  k?: number | undefined;
  /** The k - 1 other points of each, point after point, as in `nearestNeighbors(X, k - 1)`, which they are found by otherwise. */
  neighbours?: Uint32Array | undefined;
}

/**
 * An approximate weighting vector: each weight is that of its point in the system of its k nearest points. O(n k^3) and the search.
 * It needs t large: where t times the distance of neighbours is small it can be far off (by more than |w| for t = 0.5 and k = 20 of
 * 550 normal points). Reserves k^2 + k (d + 1) elements while it works, n for the result, and what `nearestNeighbors` takes.
 *
 * @throws ArgumentRangeError for k < 1 or > n, an entry that is not finite, two equal rows without a ridge; NotPositiveDefiniteError
 *   where points are too near to each other
 */
export function weightingKnn(X: Matrix, options: WeightingKnnOptions = {}): Vector {
  const similarity = similarityOf(options);
  checkCloud("X", X, similarity);
  const { engine, type, rows: n, cols: d } = X;
  const { k = Math.min(40, n), neighbours } = options;
  checkSize("k", k, n === 0 ? 0 : 1);
  if (k > n) throw new ArgumentRangeError("k", `at most ${n}, the points there are`, describe(k));
  if (neighbours !== undefined) checkNeighbours(neighbours, n, k);
  checkDistinct(X, similarity);
  const near = neighbours ?? (k > 1 ? nearestNeighbors(X, k - 1).indices : new Uint32Array());
  return engine.memory.scope(() => {
    const w = new Vector(engine, type, n);
    const [N, Z, y] = [new Matrix(engine, type, k, d), new Matrix(engine, type, k, k), new Vector(engine, type, k)];
    for (let i = 0; i < n; i++) {
      const [from, to] = [X.data, N.data];
      for (let a = 0; a < k - 1; a++) {
        const p = (near[i * (k - 1) + a] as number) * d;
        for (let c = 0; c < d; c++) to[a * d + c] = from[p + c] as number;
      }
      to.set(from.subarray(i * d, (i + 1) * d), (k - 1) * d);
      similarities(Z, N, N, similarity);
      choleskyInPlace(Z);
      y.data.fill(1);
      // The point is the last of its neighbours, so that L y = 1 gives its weight without the way back.
      trsv(y, Z);
      w.data[i] = (y.data[k - 1] as number) / (Z.data[k * k - 1] as number);
    }
    return w;
  });
}

function checkNeighbours(neighbours: unknown, n: number, k: number): void {
  if (!(neighbours instanceof Uint32Array))
    throw new ArgumentTypeError("neighbours", "a Uint32Array", describe(neighbours));
  if (neighbours.length !== n * (k - 1))
    throw new ShapeError("neighbours", `${k - 1} for each of ${n} points`, `${neighbours.length}`);
  for (let q = 0; q < neighbours.length; q++) {
    const [v, i] = [neighbours[q] as number, Math.floor(q / (k - 1))];
    if (v >= n || v === i) throw new ArgumentRangeError(`neighbours[${q}]`, `a point but ${i}, below ${n}`, `${v}`);
  }
}
