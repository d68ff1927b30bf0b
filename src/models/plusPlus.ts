/**
 * First centres of k-means.
 * @module
 */
import type { Matrix } from "../arrays/matrix.ts";
import type { Random } from "../arrays/random.ts";
import { log } from "../core/elementary.ts";
import { arrayOf, type Floats } from "../core/types.ts";
import { tryRows } from "../kernels/cluster.ts";

/**
 * k rows of X: the first at random, each other one drawn with a chance in proportion to the squared distance to those chosen, the best
 * of 2 + log k draws.
 */
export function plusPlus(X: Matrix, k: number, random: Random): Uint32Array<ArrayBuffer> {
  const trials = 2 + Math.floor(log(k));
  const chosen = new Uint32Array(k);
  const drawn = random.uniform(k * trials);
  const draws = drawn.toArray();
  drawn.dispose();
  let closest: Floats = new arrayOf[X.type](X.rows).fill(Number.POSITIVE_INFINITY) as Floats;
  const sums = new Float64Array(X.rows);
  for (let j = 0; j < k; j++) {
    const some = draws.subarray(j * trials, (j + 1) * trials);
    const candidates =
      j === 0 ? Uint32Array.of(Math.floor((draws[0] as number) * X.rows)) : drawnRows(closest, sums, some);
    const { totals, distances } = tryRows(X, candidates, closest);
    const best = totals.indexOf(totals.reduce((least, total) => Math.min(least, total)));
    chosen[j] = candidates[best] as number;
    closest = distances.subarray(best * X.rows, (best + 1) * X.rows) as Floats;
  }
  return chosen;
}

/** For each draw of [0, 1) a row, with a chance in proportion to `weights`; where all are 0, each row as likely. */
function drawnRows(weights: Floats, sums: Float64Array, draws: Floats): Uint32Array {
  let total = 0;
  for (let i = 0; i < weights.length; i++) {
    total += weights[i] as number;
    sums[i] = total;
  }
  return Uint32Array.from(draws, (draw) => {
    if (total === 0) return Math.floor(draw * weights.length);
    let [low, high] = [0, weights.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) > draw * total) high = middle;
      else low = middle + 1;
    }
    return low;
  });
}
