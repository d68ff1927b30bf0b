/**
 * Expectation and maximisation for y = A x + noise with x ~ N(0, diag(g1 (x) g2 (x) ...)): the moments of x given y, then the g
 * that fit them, then the variance of the noise.
 *
 * Wipf and Rao, "Sparse Bayesian Learning for Basis Selection", IEEE Trans. Signal Processing 52 (2004) 2153-2164.
 * @module
 */
import type { State } from "../../../core/run.ts";
import { product } from "./product.ts";

/** The posterior of x. */
export interface Moments {
  /** The real parts, then the imaginary ones if y is complex. */
  readonly mean: Float64Array;
  /** Variance + |mean|^2 of each element. */
  readonly power: Float64Array;
  /** log det S + y*S^-1 y for the covariance S of y. */
  readonly cost: number;
  /** ||y - A mean||^2 */
  readonly misfit: number;
  /** sum_j (1 - variance_j / prior variance_j): how many elements y determines. */
  readonly determined: number;
}

/** One step. */
export interface SblState extends State {
  /** Prior variances of each factor, 0 where pruned; the prior of x is their Kronecker product. */
  readonly gammas: readonly Float64Array[];
  readonly noiseVar: number;
  /** log det S + y*S^-1 y for the covariance S of y, before the step. */
  readonly cost: number;
  /** ||change of the product of the gammas|| / ||the product before||. */
  readonly residual: number;
}

/** A model to learn. `moments` and `update` see the variances of the places in `kept` only. */
export interface Model {
  /** Elements of each gamma. */
  readonly sizes: readonly number[];
  /** Elements of y. */
  readonly samples: number;
  readonly noiseVar: number;
  /** The noise is estimated, at least so much; undefined: it is given. */
  readonly floor: number | undefined;
  /** Variances below this part of their factor's largest are dropped. */
  readonly prune: number;
  moments(kept: readonly number[][], gammas: readonly Float64Array[], noiseVar: number): Moments;
  update(power: Float64Array, gammas: readonly Float64Array[], kept: readonly number[][]): Float64Array[];
}

/** Steps the model from variances whose product is 1 everywhere, without end. */
export function* learn(model: Model): Generator<SblState, void> {
  const { sizes, samples, floor, prune } = model;
  let { noiseVar } = model;
  let kept = sizes.map((n) => Array.from({ length: n }, (_, i) => i));
  let gammas = moveNorms(sizes.map((n) => new Float64Array(n).fill(1)));
  let before = product(gammas);
  for (;;) {
    const large = gammas.map((g) => {
      const least = prune * g.reduce((a, b) => Math.max(a, b), 0);
      return Array.from(g.keys()).filter((i) => (g[i] as number) >= least);
    });
    kept = large.map((places, k) => places.map((i) => kept[k]?.[i] as number));
    gammas = large.map((places, k) => Float64Array.from(places, (i) => gammas[k]?.[i] as number));
    const { power, cost, misfit, determined } = model.moments(kept, gammas, noiseVar);
    gammas = model.update(power, gammas, kept);
    if (floor !== undefined) noiseVar = Math.max((misfit + noiseVar * determined) / samples, floor);
    const all = sizes.map((n, k) => {
      const g = new Float64Array(n);
      for (const [q, i] of (kept[k] as number[]).entries()) g[i] = gammas[k]?.[q] as number;
      return g;
    });
    const after = product(all);
    const residual = change(before, after);
    before = after;
    yield { gammas: all, noiseVar, cost, residual };
  }
}

/** The same product with factors of norm 1 but for the last one. */
export function moveNorms(gammas: readonly Float64Array[]): Float64Array[] {
  let scale = 1;
  return gammas.map((g, k) => {
    if (k === gammas.length - 1) return g.map((v) => v * scale);
    const norm = Math.sqrt(g.reduce((s, v) => s + v * v, 0));
    if (norm === 0) return g.slice();
    scale *= norm;
    return g.map((v) => v / norm);
  });
}

/** ||y - x|| / ||x||, or 0 where x is 0. */
export function change(x: Float64Array, y: Float64Array): number {
  let [apart, size] = [0, 0];
  for (let q = 0; q < x.length; q++) {
    apart += ((y[q] as number) - (x[q] as number)) ** 2;
    size += (x[q] as number) ** 2;
  }
  return size > 0 ? Math.sqrt(apart / size) : 0;
}
