/**
 * The posterior of x given y = A x + noise without the matrix A = A1 (x) A2 (x) ...: A_k diag(g_k) A_k* = U_k diag(p_k) U_k* are small
 * eigenproblems, the covariance of y is U diag(noise + p1 (x) p2 (x) ...) U*, and products with U are products along modes.
 * @module
 */
import type { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import { log } from "../../../core/elementary.ts";
import { columns } from "../../../linalg/columns.ts";
import type { Moments } from "./em.ts";
import { product } from "./product.ts";
import { adjointTimes, mapped, outerEigen, type Parts, present, stacked, through } from "./split.ts";

/** Of the elements whose columns are `kept`. */
export function kroneckerMoments(
  y: Parts<Vector>,
  factors: readonly Parts<Matrix>[],
  kept: readonly (readonly number[])[],
  gammas: readonly Float64Array[],
  noiseVar: number,
): Moments {
  const [{ engine, type, length: m }] = y;
  const count = present(y).length;
  return engine.memory.scope(() => {
    const parts = factors.map((A, k) =>
      spectrum(
        mapped(A, (part) => columns(part, kept[k] as number[])),
        gammas[k] as Float64Array,
      ),
    );
    const spread = product(parts.map(({ values }) => values));
    const prior = product(gammas);
    const z = through(
      parts.map(({ U }) => U),
      stacked(y),
      count,
      true,
    );
    const inverse = new Vector(engine, type, m);
    const [along, weights] = [z.data, inverse.data];
    let [cost, misfit, determined] = [0, 0, 0];
    for (let q = 0; q < m; q++) {
      const p = spread[q] as number;
      const total = noiseVar + p;
      let square = 0;
      for (let s = q; s < along.length; s += m) {
        const v = along[s] as number;
        square += v * v;
        along[s] = v / total;
      }
      cost += log(total) + square / total;
      misfit += (noiseVar / total) ** 2 * square;
      determined += p / total;
      weights[q] = 1 / total;
    }
    const mean = through(
      parts.map(({ V }) => V),
      z,
      count,
    );
    const less = through(
      parts.map(({ squares }) => [squares]),
      inverse,
      1,
    );
    const [x, known] = [mean.data, less.data];
    const power = prior.map((g, q) => Math.max(0, g - (known[q] as number)) + (x[q] as number) ** 2);
    for (let s = prior.length; s < x.length; s++) (power[s - prior.length] as number) += (x[s] as number) ** 2;
    return { mean: Float64Array.from(x), power, cost, misfit, determined };
  });
}

/** A diag(g) A* = U diag(values) U*, V = diag(g) A* U, and the squares of its absolute values. */
function spectrum(A: Parts<Matrix>, g: Float64Array) {
  const n = g.length;
  const roots = g.map(Math.sqrt);
  for (const { data } of present(A))
    for (let q = 0; q < data.length; q++) (data[q] as number) *= roots[q % n] as number;
  const { values, U } = outerEigen(A);
  const V = adjointTimes(A, U);
  const squares = V[0].clone();
  const [w, m] = [squares.data, squares.cols];
  w.fill(0);
  for (const { data } of present(V))
    for (let q = 0; q < data.length; q++) {
      const v = (data[q] as number) * (roots[Math.floor(q / m)] as number);
      data[q] = v;
      (w[q] as number) += v * v;
    }
  return { values: Array.from(values, (p) => Math.max(0, p)), U, V, squares };
}
