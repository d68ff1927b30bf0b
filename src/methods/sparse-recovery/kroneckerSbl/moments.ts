/**
 * The posterior of x given y = A x + noise without the matrix A = A1 (x) A2 (x) ...: A_k diag(g_k) A_k' = U_k diag(p_k) U_k' are small
 * eigenproblems, the covariance of y is U diag(noise + p1 (x) p2 (x) ...) U', and products with U are products along modes.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import { log } from "../../../core/elementary.ts";
import { gemm, syrk } from "../../../kernels/dense.ts";
import { mirror } from "../../../kernels/spectral.ts";
import { columns } from "../../../linalg/columns.ts";
import { eigh } from "../../../linalg/eigh.ts";
import { kronecker } from "../../../operators/kronecker.ts";
import type { Moments } from "./em.ts";
import { product } from "./product.ts";

/** Of the elements whose columns are `kept`. */
export function kroneckerMoments(
  y: Vector,
  factors: readonly Matrix[],
  kept: readonly (readonly number[])[],
  gammas: readonly Float64Array[],
  noiseVar: number,
): Moments {
  const { engine, type, length: m } = y;
  return engine.memory.scope(() => {
    const parts = factors.map((A, k) => spectrum(columns(A, kept[k] as number[]), gammas[k] as Float64Array));
    const spread = product(parts.map(({ values }) => values));
    const prior = product(gammas);
    const [z, inverse] = [new Vector(engine, type, m), new Vector(engine, type, m)];
    kronecker(...parts.map(({ U }) => U)).adjoint(z, y);
    const [along, weights] = [z.data, inverse.data];
    let [cost, misfit, determined] = [0, 0, 0];
    for (let q = 0; q < m; q++) {
      const [v, p] = [along[q] as number, spread[q] as number];
      const total = noiseVar + p;
      cost += log(total) + (v * v) / total;
      misfit += ((noiseVar * v) / total) ** 2;
      determined += p / total;
      along[q] = v / total;
      weights[q] = 1 / total;
    }
    const [mean, less] = [new Vector(engine, type, prior.length), new Vector(engine, type, prior.length)];
    kronecker(...parts.map(({ V }) => V)).apply(mean, z);
    kronecker(...parts.map(({ squares }) => squares)).apply(less, inverse);
    const [x, known] = [mean.data, less.data];
    const power = prior.map((g, q) => Math.max(0, g - (known[q] as number)) + (x[q] as number) ** 2);
    return { mean: Float64Array.from(x), power, cost, misfit, determined };
  });
}

/** A diag(g) A' = U diag(values) U', V = diag(g) A' U, and its squares. */
function spectrum(A: Matrix, g: Float64Array) {
  const { engine, type, rows: m, cols: n } = A;
  const B = A.clone();
  const { data } = B;
  for (let q = 0; q < data.length; q++) (data[q] as number) *= Math.sqrt(g[q % n] as number);
  const S = new Matrix(engine, type, m, m);
  syrk(S, B);
  mirror(S);
  const { values, vectors } = eigh(S);
  const U = vectors as Matrix;
  const V = new Matrix(engine, type, n, m);
  gemm(V, B, U, { transposeA: true });
  const v = V.data;
  for (let q = 0; q < v.length; q++) (v[q] as number) *= Math.sqrt(g[Math.floor(q / m)] as number);
  const squares = V.clone();
  const w = squares.data;
  for (let q = 0; q < w.length; q++) w[q] = (w[q] as number) ** 2;
  return { values: Array.from(values.data, (p) => Math.max(0, p)), U, V, squares };
}
