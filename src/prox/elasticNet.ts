import { checkNonNegative } from "../core/check.ts";
import { proxElastic } from "../kernels/prox.ts";
import { checkProx, type Penalty } from "./penalty.ts";

/**
 * g(x) = lambda1*||x||_1 + lambda2/2*||x||_2^2: soft thresholding at step*lambda1, then division by 1 + step*lambda2
 * (Zou and Hastie, 2005; Parikh and Boyd, Proximal Algorithms, 2014, section 6.5.3). lambda1 = 0 is ridge.
 * @throws ArgumentRangeError if lambda1 or lambda2 is not a number >= 0
 */
export function elasticNet(lambda1: number, lambda2: number): Penalty {
  checkNonNegative("lambda1", lambda1);
  checkNonNegative("lambda2", lambda2);
  const weights = { l1: lambda1, half: lambda2 / 2 };
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      return proxElastic(out, x, step * lambda1, 1 + step * lambda2, weights);
    },
    value: (x) => proxElastic(undefined, x, 0, 1, weights),
  };
}
