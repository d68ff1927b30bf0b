import { checkNonNegative } from "../core/check.ts";
import { proxL1 } from "../kernels/prox.ts";
import { checkSomeVector } from "../kernels/storage.ts";
import { asum } from "../kernels/vec.ts";
import type { Penalty } from "./penalty.ts";

/**
 * g(x) = lambda*||x||_1. Its prox is soft thresholding at step*lambda
 * (Parikh and Boyd, Proximal Algorithms, 2014, section 6.5.2).
 * @throws ArgumentRangeError if lambda is not a number >= 0
 */
export function l1(lambda: number): Penalty {
  checkNonNegative("lambda", lambda);
  return {
    prox: (out, x, step) => lambda * proxL1(out, x, step * lambda),
    value: (x) => {
      checkSomeVector("x", x);
      return lambda * asum(x);
    },
  };
}
