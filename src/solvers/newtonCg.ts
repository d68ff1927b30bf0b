/**
 * Truncated Newton for min_x f(x) with a trust region: steps by conjugate gradients on products with the Hessian.
 *
 * Steihaug, "The Conjugate Gradient Method and Trust Regions in Large Scale Optimization", SIAM J. Numer. Anal. 20 (1983)
 * 626-637; Nocedal and Wright, Numerical Optimization, 2nd ed. (2006), algorithms 4.1 and 7.2. doi:10.1137/0720042
 * @module
 */
import type { Vector } from "../arrays/vector.ts";
import { describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { epsOf } from "../core/types.ts";
import { axpby, axpy, copy, dot, nrm2 } from "../kernels/vec.ts";
import { Minimum, type MinimumOptions, type MinimumState } from "./minimum.ts";
import { checkValue, type Smooth } from "./smooth.ts";

/** One step of Newton's method. */
export interface NewtonState extends MinimumState {
  /** Products with the Hessian so far. */
  readonly products: number;
}

/**
 * Steps Newton's method, which may stay where it is while the trust region shrinks; residual ||f'(x)||_2. Reserves 7*f.length
 * elements (f.length fewer with `x`) at the first step, nothing after.
 * @throws ArgumentTypeError if f has no Hessian; ArgumentRangeError if f is not finite at the start
 */
export function* newtonCg(f: Smooth, options: MinimumOptions = {}): Generator<NewtonState, void> {
  const minimum = new Minimum(f, options);
  try {
    if (typeof f.hessian !== "function")
      throw new ArgumentTypeError("f", "a function with products by its Hessian", describe(f.hessian));
    const { x } = minimum;
    const [g, next, p] = [minimum.reserve(), minimum.reserve(), minimum.reserve()];
    const work: Work = [minimum.reserve(), minimum.reserve(), minimum.reserve()];
    let value = f.gradient(g, x);
    checkValue("f", value);
    checkValue("f", nrm2(g));
    let [evaluations, products] = [1, 0];
    let radius = Math.max(1, nrm2(x));
    for (;;) {
      const product = f.hessian(x);
      const { decrease, count, edge } = steihaug(p, g, radius, work, product);
      products += count;
      axpby(next, x, p, 1, 1);
      const found = f.value(next);
      evaluations++;
      // Differences below the rounding of f say nothing: the model is believed.
      const noise = 16 * epsOf[f.type] * Math.max(Math.abs(value), Math.abs(found));
      const lower = value - found;
      const ratio = Math.abs(lower) <= noise && decrease <= noise ? 1 : lower / decrease;
      if (!(ratio >= 0.25)) radius = nrm2(p) / 4;
      else if (ratio > 0.75 && edge) radius *= 2;
      if (ratio > 0.1) {
        copy(x, next);
        value = f.gradient(g, x);
        evaluations++;
      }
      yield { x, value, evaluations, products, residual: nrm2(g) };
    }
  } catch (error) {
    minimum.abandon();
    throw error;
  } finally {
    minimum.dispose();
  }
}

type Work = [r: Vector, d: Vector, Hd: Vector];

/** p near the minimum of g'p + p'Hp/2 within ||p|| <= radius; how much lower that is, products taken, and whether p is on the edge. */
function steihaug(
  p: Vector,
  g: Vector,
  radius: number,
  [r, d, Hd]: Work,
  product: (out: Vector, v: Vector) => void,
): { decrease: number; count: number; edge: boolean } {
  p.data.fill(0);
  copy(r, g);
  axpby(d, g, g, -1, 0);
  const size = nrm2(g);
  const enough = Math.min(0.5, Math.sqrt(size)) * size;
  let squares = dot(r, r);
  let decrease = 0;
  /** As far along d as the edge, where the model keeps falling. */
  const toEdge = (count: number, curvature: number) => {
    const [a, b, c] = [dot(d, d), 2 * dot(p, d), dot(p, p) - radius ** 2];
    const tau = (-b + Math.sqrt(Math.max(0, b * b - 4 * a * c))) / (2 * a);
    decrease -= tau * dot(r, d) + (tau * tau * curvature) / 2;
    axpy(p, d, tau);
    return { decrease, count, edge: true };
  };
  for (let count = 0; ; count++) {
    if (Math.sqrt(squares) <= enough || count > 2 * g.length + 10) return { decrease, count, edge: false };
    product(Hd, d);
    const curvature = dot(d, Hd);
    if (!(curvature > 0)) return toEdge(count + 1, curvature);
    const alpha = squares / curvature;
    const reach = dot(p, p) + 2 * alpha * dot(p, d) + alpha * alpha * dot(d, d);
    if (!(reach < radius ** 2)) return toEdge(count + 1, curvature);
    axpy(p, d, alpha);
    axpy(r, Hd, alpha);
    decrease += (alpha * squares) / 2;
    const before = squares;
    squares = dot(r, r);
    axpby(d, r, d, -1, squares / before);
  }
}
