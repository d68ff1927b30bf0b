/**
 * Penalties that stop growing: l0, MCP (firm shrinkage) and SCAD. None is convex; where two points are optimal, the one
 * nearer to 0 is taken.
 * @module
 */
import { checkNonNegative, checkPositive } from "../core/check.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import { type Pieces, proxFirm, proxHard } from "../kernels/prox.ts";
import { checkProx, type Penalty } from "./penalty.ts";

/** Leaves everything where it is. */
const nothing: Pieces = { tau: 0, low: -1, high: -1, slope: 0, centre: 0 };

/** Soft by tau up to `edge`, where it jumps to the identity. */
const jump = (edge: number, tau: number): Pieces => ({ tau, low: edge, high: edge, slope: 0, centre: 0 });

/**
 * g(x) = lambda times the number of elements that are not 0. Its prox keeps what is above sqrt(2 step lambda)
 * (Blumensath and Davies, 2008).
 * @throws ArgumentRangeError if lambda is not a number >= 0
 */
export function l0(lambda: number): Penalty {
  checkNonNegative("lambda", lambda);
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      return lambda * proxHard(out, x, Math.sqrt(2 * step * lambda));
    },
    value: (x) => lambda * proxHard(undefined, x, 0),
  };
}

/**
 * The minimax concave penalty: of slope lambda at 0, falling to 0 at gamma*lambda (Zhang, Nearly Unbiased Variable Selection
 * under Minimax Concave Penalty, 2010). Where step < gamma its prox is firm shrinkage, else it is hard thresholding.
 * @param lambda >= 0
 * @param gamma > 0; towards infinity it is l1(lambda), towards 0 l0
 */
export function mcp(lambda: number, gamma: number): Penalty {
  checkNonNegative("lambda", lambda);
  checkPositive("gamma", gamma);
  const pieces = (step: number): Pieces =>
    step < gamma
      ? {
          tau: step * lambda,
          low: step * lambda,
          high: gamma * lambda,
          slope: gamma / (gamma - step),
          centre: step * lambda,
        }
      : jump(lambda * Math.sqrt(step * gamma), Infinity);
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      return lambda * proxFirm(out, x, pieces(step), 0, gamma * lambda);
    },
    value: (x) => lambda * proxFirm(undefined, x, nothing, 0, gamma * lambda),
  };
}

/**
 * Firm shrinkage: the penalty whose prox at step 1 makes 0 of what is below `low`, leaves what is above `high`, and is linear
 * between (Gao and Bruce, WaveShrink with Firm Shrinkage, 1997). It is mcp(low, high / low).
 * @throws ArgumentRangeError unless 0 < low < high
 */
export function firm(low: number, high: number): Penalty {
  checkPositive("low", low);
  checkPositive("high", high);
  if (high <= low) throw new ArgumentRangeError("high", `a number > low = ${low}`, String(high));
  return mcp(low, high / low);
}

/**
 * The smoothly clipped absolute deviation: of slope lambda up to lambda, falling to 0 at a*lambda (Fan and Li, Variable
 * Selection via Nonconcave Penalized Likelihood, 2001, equations 2.7 and 2.8, there for step 1).
 * @param lambda >= 0
 * @param a > 1; 3.7 is Fan and Li's choice
 */
export function scad(lambda: number, a = 3.7): Penalty {
  checkNonNegative("lambda", lambda);
  checkPositive("a", a);
  if (a <= 1) throw new ArgumentRangeError("a", "a number > 1", String(a));
  const pieces = (step: number): Pieces => {
    const tau = step * lambda;
    if (step < a - 1)
      return {
        tau,
        low: lambda * (1 + step),
        high: a * lambda,
        slope: (a - 1) / (a - 1 - step),
        centre: (a * tau) / (a - 1),
      };
    // Between the soft branch and the identity the objective is concave: the lower of the two ends is taken.
    return step < a + 1 ? jump((lambda * (a + 1 + step)) / 2, tau) : jump(lambda * Math.sqrt(step * (a + 1)), Infinity);
  };
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      return lambda * proxFirm(out, x, pieces(step), lambda, (a - 1) * lambda);
    },
    value: (x) => lambda * proxFirm(undefined, x, nothing, lambda, (a - 1) * lambda),
  };
}
