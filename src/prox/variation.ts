import { checkNonNegative } from "../core/check.ts";
import { differences, proxL1, proxVariation } from "../kernels/prox.ts";
import { checkSomeVector } from "../kernels/storage.ts";
import { asum, copy } from "../kernels/vec.ts";
import { checkProx, type Penalty } from "./penalty.ts";

/**
 * g(x) = lambda*sum_i |x_(i+1) - x_i|. Its prox is by Condat's direct algorithm (2013): linear time as a rule, quadratic at worst.
 */
export function totalVariation(lambda: number): Penalty {
  checkNonNegative("lambda", lambda);
  return fusedLasso(0, lambda);
}

/**
 * g(x) = lambda1*||x||_1 + lambda2*sum_i |x_(i+1) - x_i|: total variation, then soft thresholding
 * (Friedman, Hastie, Hofling and Tibshirani, Pathwise Coordinate Optimization, 2007, proposition 1).
 */
export function fusedLasso(lambda1: number, lambda2: number): Penalty {
  checkNonNegative("lambda1", lambda1);
  checkNonNegative("lambda2", lambda2);
  const valued = (norm: number, jumps: number) => (lambda1 > 0 ? lambda1 * norm : 0) + lambda2 * jumps;
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      if (lambda2 > 0) proxVariation(out, x, step * lambda2);
      else copy(out, x);
      const norm = lambda1 > 0 ? proxL1(out, out, step * lambda1) : 0;
      return valued(norm, differences(out));
    },
    value: (x) => {
      checkSomeVector("x", x);
      return valued(asum(x), differences(x));
    },
  };
}
