/**
 * Losses of u about data y, as penalties: lambda*sum_i loss(u_i, y_i) with y a vector of u's length, read at every call.
 * @module
 */
import type { Vector } from "../arrays/vector.ts";
import { checkNonNegative, checkPositive } from "../core/check.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import { type Out, proxHinge, proxLogistic, proxResidual, type Residual } from "../kernels/prox.ts";
import { checkSomeVector } from "../kernels/storage.ts";
import { checkProx, type Penalty } from "./penalty.ts";

/** lambda times a loss, by the face of its kernel: out = prox of tau times the loss, the loss at out returned. */
function lossOf(y: Vector, lambda: number, prox: (out: Out, x: Vector, tau: number) => number): Penalty {
  checkSomeVector("y", y);
  checkNonNegative("lambda", lambda);
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      return lambda * prox(out, x, step * lambda);
    },
    value: (x) => {
      checkSomeVector("x", x);
      return lambda * prox(undefined, x, 0);
    },
  };
}

const residual = (y: Vector, lambda: number, loss: Residual): Penalty =>
  lossOf(y, lambda, (out, x, tau) => proxResidual(out, x, y, loss, tau));

/** lambda*sum_i (u_i - y_i)^2 / 2 */
export const squaredLoss = (y: Vector, lambda = 1): Penalty =>
  residual(y, lambda, { least: -Infinity, most: Infinity, half: 0.5 });

/**
 * lambda*sum_i of r^2 / 2 where |r| <= delta, else delta*(|r| - delta/2), r = u_i - y_i
 * (Huber, Robust Estimation of a Location Parameter, 1964).
 */
export function huberLoss(y: Vector, delta: number, lambda = 1): Penalty {
  checkPositive("delta", delta);
  return residual(y, lambda, { least: -delta, most: delta, half: 0.5 });
}

/** lambda*sum_i |u_i - y_i| */
export const absoluteLoss = (y: Vector, lambda = 1): Penalty => residual(y, lambda, { least: -1, most: 1, half: 0 });

/**
 * lambda*sum_i max(q*(y_i - u_i), (1 - q)*(u_i - y_i)), least where u is the q-quantile of y
 * (Koenker and Bassett, Regression Quantiles, 1978).
 * @param q in (0, 1)
 */
export function quantileLoss(y: Vector, q: number, lambda = 1): Penalty {
  checkPositive("q", q);
  if (q >= 1) throw new ArgumentRangeError("q", "a number in (0, 1)", String(q));
  return residual(y, lambda, { least: -q, most: 1 - q, half: 0 });
}

/** lambda*sum_i max(0, 1 - y_i u_i), y_i = 1 or -1 (not checked) */
export const hingeLoss = (y: Vector, lambda = 1): Penalty =>
  lossOf(y, lambda, (out, x, tau) => proxHinge(out, x, y, tau));

/**
 * lambda*sum_i log(1 + exp(-y_i u_i)), y_i = 1 or -1 (not checked). Its prox is by Newton's method, safeguarded by bisection,
 * to the last bits.
 */
export const logisticLoss = (y: Vector, lambda = 1): Penalty =>
  lossOf(y, lambda, (out, x, tau) => proxLogistic(out, x, y, tau));
