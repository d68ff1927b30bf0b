import type { Vector } from "../arrays/vector.ts";
import { checkSomeVector } from "../kernels/storage.ts";
import { proxWeighted } from "../kernels/prox.ts";
import { checkProx, type Penalty } from "./penalty.ts";

/**
 * g(x) = sum_i weights_i |x_i|, weights >= 0 (not checked). Its prox is soft thresholding at step*weights_i.
 * @param weights as many elements as x; it is read at every call, so it may change between calls and must not be disposed
 */
export function weightedL1(weights: Vector): Penalty {
  checkSomeVector("weights", weights);
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      return proxWeighted(out, x, weights, step);
    },
    value: (x) => proxWeighted(undefined, x, weights, 0),
  };
}
