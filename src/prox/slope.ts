import type { Vector } from "../arrays/vector.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import { proxSlope } from "../kernels/prox.ts";
import { checkSomeVector } from "../kernels/storage.ts";
import { asum } from "../kernels/vec.ts";
import { checkProx, type Penalty } from "./penalty.ts";

/**
 * g(x) = sum_j lambda_j |x|_(j), |x|_(1) the largest magnitude: the sorted l1 norm
 * (Bogdan, van den Berg, Sabatti, Su and Candes, SLOPE - Adaptive Variable Selection via Convex Optimization, 2015, algorithm 4).
 * @param lambda as many elements as x, descending, >= 0, copied by no one: it must not change or be disposed
 * @throws ArgumentRangeError if lambda is not such, or from `prox` and `value` if x holds NaN
 */
export function slope(lambda: Vector): Penalty {
  checkSomeVector("lambda", lambda);
  const { data } = lambda;
  if (!data.every((v, j) => v >= 0 && v < Infinity && (j === 0 || v <= (data[j - 1] as number))))
    throw new ArgumentRangeError("lambda", "finite numbers >= 0, descending", "others");
  const checkNumbers = (x: Vector) => {
    if (Number.isNaN(asum(x))) throw new ArgumentRangeError("x", "numbers", "an entry that is NaN");
  };
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      checkNumbers(x);
      return proxSlope(out, x, lambda, step);
    },
    value: (x) => {
      checkSomeVector("x", x);
      checkNumbers(x);
      return proxSlope(undefined, x, lambda, 0);
    },
  };
}
