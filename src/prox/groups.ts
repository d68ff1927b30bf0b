/**
 * Norms of groups of neighbouring elements.
 * @module
 */
import { checkFinite, checkNonNegative, checkNumbers } from "../core/check.ts";
import { ArgumentRangeError, ShapeError } from "../core/errors.ts";
import type { Numbers } from "../core/types.ts";
import { proxGroup, proxL1 } from "../kernels/prox.ts";
import { checkSomeVector } from "../kernels/storage.ts";
import { asum, axpby, nrm2 } from "../kernels/vec.ts";
import { checkProx, type Penalty } from "./penalty.ts";

/**
 * g(x) = lambda*||x||_2, not squared. Its prox shortens x by step*lambda, down to 0
 * (Parikh and Boyd, Proximal Algorithms, 2014, section 6.5.1).
 */
export function l2Norm(lambda: number): Penalty {
  checkNonNegative("lambda", lambda);
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      const norm = nrm2(x);
      const tau = step * lambda;
      if (norm <= tau) out.data.fill(0);
      else axpby(out, x, x, norm < Infinity ? (norm - tau) / norm : 1, 0);
      return norm <= tau ? 0 : lambda * (norm - tau);
    },
    value: (x) => {
      checkSomeVector("x", x);
      return lambda * nrm2(x);
    },
  };
}

/** The offsets and weights of groups, copied and checked. */
function groupsOf(offsets: Numbers, weights: Numbers | undefined): [Uint32Array, Float64Array] {
  checkNumbers("offsets", offsets);
  const starts = Uint32Array.from(offsets);
  if (
    starts.length === 0 ||
    starts.some((start, g) => start !== offsets[g] || start < (g === 0 ? 0 : (starts[g - 1] as number))) ||
    starts[0] !== 0
  )
    throw new ArgumentRangeError("offsets", "integers ascending from 0", "others");
  const groups = starts.length - 1;
  if (weights === undefined)
    return [
      starts,
      Float64Array.from({ length: groups }, (_, g) => Math.sqrt((starts[g + 1] as number) - (starts[g] as number))),
    ];
  checkNumbers("weights", weights, groups);
  checkFinite("weights", weights);
  const copied = Float64Array.from(weights);
  if (copied.some((weight) => weight < 0)) throw new ArgumentRangeError("weights", "numbers >= 0", "a negative one");
  return [starts, copied];
}

/**
 * g(x) = lambda*sum_g weights_g ||x_g||_2 over groups of neighbours
 * (Yuan and Lin, Model Selection and Estimation in Regression with Grouped Variables, 2006).
 * @param offsets where each group starts, from 0, and last the length of x
 * @param weights one for each group; by default the square root of its size
 */
export function groupLasso(lambda: number, offsets: Numbers, weights?: Numbers): Penalty {
  checkNonNegative("lambda", lambda);
  return sparseGroupLasso(0, lambda, offsets, weights);
}

/**
 * g(x) = lambda1*||x||_1 + lambda2*sum_g weights_g ||x_g||_2: soft thresholding, then shrinkage of the groups
 * (Simon, Friedman, Hastie and Tibshirani, A Sparse-Group Lasso, 2013).
 */
export function sparseGroupLasso(lambda1: number, lambda2: number, offsets: Numbers, weights?: Numbers): Penalty {
  checkNonNegative("lambda1", lambda1);
  checkNonNegative("lambda2", lambda2);
  const [starts, factors] = groupsOf(offsets, weights);
  const covered = starts[starts.length - 1] as number;
  const checkLength = (length: number) => {
    if (length !== covered) throw new ShapeError("x", `${covered} elements, where the groups end`, `${length}`);
  };
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      checkLength(x.length);
      if (lambda1 > 0) proxL1(out, x, step * lambda1);
      const total = lambda2 * proxGroup(out, lambda1 > 0 ? out : x, starts, factors, step * lambda2);
      return lambda1 > 0 ? total + lambda1 * asum(out) : total;
    },
    value: (x) => {
      checkSomeVector("x", x);
      checkLength(x.length);
      const norms = lambda2 * proxGroup(undefined, x, starts, factors, 0);
      return lambda1 > 0 ? norms + lambda1 * asum(x) : norms;
    },
  };
}
