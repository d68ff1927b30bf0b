/**
 * L-BFGS for min_x f(x), f smooth.
 *
 * Liu and Nocedal, "On the Limited Memory BFGS Method for Large Scale Optimization", Mathematical Programming 45 (1989) 503-528;
 * Nocedal and Wright, Numerical Optimization, 2nd ed. (2006), algorithms 7.4 and 7.5. doi:10.1007/BF01589116
 * @module
 */
import type { Vector } from "../arrays/vector.ts";
import { checkSize } from "../core/check.ts";
import { epsOf } from "../core/types.ts";
import { axpby, axpy, copy, dot, nrm2, scal } from "../kernels/vec.ts";
import { lineSearch } from "./lineSearch.ts";
import { Minimum, type MinimumOptions, type MinimumState } from "./minimum.ts";
import { checkValue, type Smooth } from "./smooth.ts";

/** Where to start, and how much to remember. */
export interface LbfgsOptions extends MinimumOptions {
  /** Steps remembered. Default 10. */
  memory?: number;
}

/** One remembered step: s = x' - x, y = g' - g. */
interface Pair {
  readonly s: Vector;
  readonly y: Vector;
  /** 1 / y's */
  rho: number;
}

/**
 * Steps L-BFGS; residual ||f'(x)||_2. Reserves (2*memory + 5)*f.length elements (f.length fewer with `x`) at the first step, nothing
 * after. Where no step decreases f any more, which rounding brings about, the states stay as they are.
 * @throws ArgumentRangeError if f is not finite at the start
 */
export function* lbfgs(f: Smooth, options: LbfgsOptions = {}): Generator<MinimumState, void> {
  const minimum = new Minimum(f, options);
  try {
    const { memory = 10 } = options;
    checkSize("memory", memory, 1);
    const { x } = minimum;
    const [g, next, gNext, d] = [minimum.reserve(), minimum.reserve(), minimum.reserve(), minimum.reserve()];
    const pairs: Pair[] = Array.from({ length: memory }, () => ({
      s: minimum.reserve(),
      y: minimum.reserve(),
      rho: 0,
    }));
    const alphas = new Float64Array(memory);
    let held: Pair[] = [];
    let value = f.gradient(g, x);
    let evaluations = 1;
    checkValue("f", value);
    checkValue("f", nrm2(g));
    const at = (t: number) => {
      axpby(next, x, d, 1, t);
      evaluations++;
      const value = f.gradient(gNext, next);
      return { t, value, slope: dot(gNext, d) };
    };
    for (;;) {
      twoLoops(d, g, held, alphas);
      let slope = dot(g, d);
      if (!(slope < 0)) {
        held = [];
        axpby(d, g, g, -1, 0);
        slope = -dot(g, g);
      }
      const first = held.length > 0 ? 1 : Math.min(1, 1 / nrm2(g));
      const found = slope < 0 ? lineSearch(at, { t: 0, value, slope }, first, epsOf[f.type]) : undefined;
      if (found) {
        value = found.value;
        remember(pairs, held, memory, x, next, g, gNext);
      } else if (held.length > 0) {
        held = []; // once more, along the gradient
        continue;
      }
      do yield { x, value, evaluations, residual: nrm2(g) };
      while (!found);
    }
  } catch (error) {
    minimum.abandon();
    throw error;
  } finally {
    minimum.dispose();
  }
}

/** d = -H g with H from the remembered steps, the newest last. */
function twoLoops(d: Vector, g: Vector, held: readonly Pair[], alphas: Float64Array): void {
  axpby(d, g, g, -1, 0);
  for (let i = held.length - 1; i >= 0; i--) {
    const { s, y, rho } = held[i] as Pair;
    alphas[i] = rho * dot(s, d);
    axpy(d, y, -(alphas[i] as number));
  }
  const newest = held.at(-1);
  if (newest) scal(d, 1 / (newest.rho * dot(newest.y, newest.y)));
  for (const [i, { s, y, rho }] of held.entries()) axpy(d, s, (alphas[i] as number) - rho * dot(y, d));
}

/** Goes on to `next`, and remembers the step if f curves upwards along it. */
function remember(all: Pair[], held: Pair[], memory: number, x: Vector, next: Vector, g: Vector, gNext: Vector): void {
  const oldest = held.length === memory ? (held.shift() as Pair) : undefined;
  const pair = oldest ?? (all.find((p) => !held.includes(p)) as Pair);
  axpby(pair.s, next, x, 1, -1);
  axpby(pair.y, gNext, g, 1, -1);
  copy(x, next);
  copy(g, gNext);
  const curvature = dot(pair.s, pair.y);
  if (!(curvature > epsOf[x.type] * dot(pair.y, pair.y))) return;
  pair.rho = 1 / curvature;
  held.push(pair);
}
