/**
 * New prior variances g1, g2, ... from the second moments L of x, a tensor with a mode for each factor.
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import type { Engine } from "../../../kernels/engine.ts";
import { matrixAmax, scaleMatrix, syrk } from "../../../kernels/dense.ts";
import { mirror } from "../../../kernels/spectral.ts";
import { eigh } from "../../../linalg/eigh.ts";
import { change, moveNorms } from "./em.ts";
import { product } from "./product.ts";

/** Variances below it say nothing of the others: their inverses would overflow. */
const TINY = 2 ** -250;

/**
 * Alternating maximisation of the likelihood, one factor after the other: g1_i = mean_jk L_ijk / (g2_j g3_k), until the product
 * changes by at most `tolerance` of itself.
 */
export function alternate(
  power: Float64Array,
  start: readonly Float64Array[],
  tolerance: number,
  maxIterations: number,
): Float64Array[] {
  let gammas = start.slice();
  let before = product(gammas);
  for (let step = 0; step < maxIterations; step++) {
    for (let k = 0; k < gammas.length; k++) {
      const inverse = gammas.map((g) => g.map((v) => (v > TINY ? 1 / v : 0)));
      const [left, right] = [product(inverse.slice(0, k)), product(inverse.slice(k + 1))];
      gammas[k] = contract(power, left, right).map((v) => v / (left.length * right.length));
    }
    gammas = moveNorms(gammas);
    const after = product(gammas);
    const moved = change(before, after);
    before = after;
    if (moved <= tolerance) break;
  }
  return gammas;
}

/** sum_lr L_lir left_l right_r */
function contract(power: Float64Array, left: Float64Array, right: Float64Array): Float64Array {
  const [n, r] = [power.length / (left.length * right.length), right.length];
  const out = new Float64Array(n);
  for (let l = 0; l < left.length; l++)
    for (let i = 0; i < n; i++) {
      const from = (l * n + i) * r;
      let sum = 0;
      for (let j = 0; j < r; j++) sum += (power[from + j] as number) * (right[j] as number);
      (out[i] as number) += sum * (left[l] as number);
    }
  return out;
}

/** The factors of L's leading rank-1 part: the first singular pair of L unfolded to l1 x (l2 l3 ...), then that of the rest. */
export function leading(engine: Engine, power: Float64Array, sizes: readonly number[]): Float64Array[] {
  let rest = power;
  const first = sizes.slice(0, -1).map((n) => {
    const u = leadingVector(engine, rest, n);
    rest = contract(rest, u, Float64Array.of(1));
    return u;
  });
  return [...first, rest];
}

/** The leading left singular vector of a matrix of n rows without negative entries; it has none either. */
function leadingVector(engine: Engine, entries: Float64Array, n: number): Float64Array {
  return engine.memory.scope(() => {
    const A = Matrix.from(engine, "f64", n, entries.length / n, entries);
    const top = matrixAmax(A);
    if (top > 0) scaleMatrix(A, 1 / top);
    const S = new Matrix(engine, "f64", n, n);
    syrk(S, A);
    mirror(S);
    const { vectors } = eigh(S, { range: [n - 1, n] });
    return Float64Array.from((vectors as Matrix).data, Math.abs);
  });
}
