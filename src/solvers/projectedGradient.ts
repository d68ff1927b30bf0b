/**
 * Spectral projected gradient for min_x f(x) over a set, f smooth, the set known by its projection.
 *
 * Birgin, Martinez and Raydan, "Nonmonotone Spectral Projected Gradient Methods on Convex Sets", SIAM J. Optim. 10 (2000)
 * 1196-1211, algorithm SPG2; step lengths of Barzilai and Borwein (1988). doi:10.1137/S1052623497330963
 * @module
 */
import { checkSize } from "../core/check.ts";
import { axpby, copy, dot, nrm2 } from "../kernels/vec.ts";
import { checkPenalty, type Penalty } from "../prox/penalty.ts";
import { Minimum, type MinimumOptions, type MinimumState } from "./minimum.ts";
import { checkValue, type Smooth } from "./smooth.ts";

/** Where to start, and how far f may rise on the way. */
export interface ProjectedOptions extends MinimumOptions {
  /** Steps whose largest value of f the next one has to be below; 1 lets f only fall. Default 10. */
  memory?: number;
}

const DECREASE = 1e-4;
const LONGEST = 1e10;

const bounded = (step: number): number => Math.min(LONGEST, Math.max(1 / LONGEST, step));

/**
 * Steps projected gradient; residual ||P(x - f'(x)) - x||_2, 0 just where x is stationary. Every iterate is in the set. Reserves
 * 5*f.length elements (f.length fewer with `x`) at the first step, nothing after.
 * @param set the penalty of a convex set: `box`, `simplex`, `nonNegative`, `l1Ball`, `l2Ball`; its prox is the projection P
 * @throws ArgumentRangeError if f is not finite at the start or at every step tried
 */
export function* minimizeProjected(
  f: Smooth,
  set: Penalty,
  options: ProjectedOptions = {},
): Generator<MinimumState, void> {
  checkPenalty("set", set);
  const minimum = new Minimum(f, options);
  try {
    const { memory = 10 } = options;
    checkSize("memory", memory, 1);
    const { x } = minimum;
    const [g, next, gNext, d] = [minimum.reserve(), minimum.reserve(), minimum.reserve(), minimum.reserve()];
    /** d = P(x - step*g) - x */
    const toward = (step: number) => {
      axpby(d, x, g, 1, -step);
      set.prox(d, d, 1);
      axpby(d, d, x, 1, -1);
      return nrm2(d);
    };
    set.prox(x, x, 1);
    let value = f.gradient(g, x);
    let evaluations = 1;
    checkValue("f", value);
    const values = [value];
    let residual = toward(1);
    let step = residual > 0 ? bounded(1 / residual) : 1;
    for (;;) {
      toward(step);
      const slope = dot(g, d);
      if (slope < 0) {
        const most = Math.max(...values);
        let found = value;
        for (let t = 1; ; ) {
          axpby(next, x, d, 1, t);
          set.prox(next, next, 1); // rounding may have led out of the set
          found = f.gradient(gNext, next);
          evaluations++;
          if (found <= most + DECREASE * t * slope) break;
          if (t < 1e-12) {
            checkValue("f", found);
            copy(next, x);
            copy(gNext, g);
            found = value;
            break;
          }
          const trial = (-t * t * slope) / (2 * (found - value - t * slope));
          t = trial >= 0.1 * t && trial <= 0.9 * t ? trial : t / 2;
        }
        value = found;
        axpby(d, next, x, 1, -1);
        copy(x, next);
        axpby(next, gNext, g, 1, -1);
        copy(g, gNext);
        const curvature = dot(d, next);
        step = curvature > 0 ? bounded(dot(d, d) / curvature) : LONGEST;
        if (values.push(value) > memory) values.shift();
      }
      residual = toward(1);
      yield { x, value, evaluations, residual };
    }
  } catch (error) {
    minimum.abandon();
    throw error;
  } finally {
    minimum.dispose();
  }
}
