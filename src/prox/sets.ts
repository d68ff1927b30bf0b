/**
 * Indicators of sets: 0 inside, infinity outside. Their prox is the projection, whatever the step; what it returns is 0,
 * since the projection is in the set. `value` allows for rounding where a set has a radius: a relative sqrt(eps).
 * @module
 */
import type { Vector } from "../arrays/vector.ts";
import { checkNonNegative, checkSize, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { epsOf } from "../core/types.ts";
import { clamp } from "../kernels/maps.ts";
import { proxHard, proxL1, proxPositive } from "../kernels/prox.ts";
import { keepLargest, simplexThreshold } from "../kernels/select.ts";
import { checkSomeVector } from "../kernels/storage.ts";
import { amax, asum, axpby, copy, nrm2 } from "../kernels/vec.ts";
import { checkProx, indicator, type Penalty } from "./penalty.ts";

const near = (size: number, radius: number, x: Vector): boolean => size <= radius * (1 + Math.sqrt(epsOf[x.type]));

const inType = (bound: number, x: Vector): number => (x.type === "f32" ? Math.fround(bound) : bound);

/**
 * low <= x_i <= high for all i.
 * @param low may be -Infinity
 * @param high may be Infinity
 */
export function box(low: number, high: number): Penalty {
  for (const [name, bound] of [["low", low] as const, ["high", high] as const]) {
    if (typeof bound !== "number") throw new ArgumentTypeError(name, "a number", describe(bound));
    if (Number.isNaN(bound)) throw new ArgumentRangeError(name, "a number", "NaN");
  }
  if (low > high) throw new ArgumentRangeError("high", `a number >= low = ${low}`, describe(high));
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      if (x.length > 0) clamp(out, x, low, high);
      return 0;
    },
    value: (x) => {
      checkSomeVector("x", x);
      const [least, most] = [inType(low, x), inType(high, x)];
      const { data } = x;
      return indicator(
        data.every((v) => v >= least && v <= most),
        amax(x),
      );
    },
  };
}

/** x_i >= 0 for all i. */
export const nonNegative = (): Penalty => box(0, Infinity);

/**
 * sum_i x_i = radius, x_i >= 0. An element NaN or infinite makes NaN of the projection.
 * Michelot (1986): passes over x, each with fewer elements, until their set does not change.
 */
export function simplex(radius = 1): Penalty {
  checkNonNegative("radius", radius);
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      if (x.length > 0) proxPositive(out, x, simplexThreshold(x, radius, "value"));
      return 0;
    },
    value: (x) => {
      checkSomeVector("x", x);
      const total = asum(x);
      return indicator(x.data.every((v) => v >= 0) && near(total, radius, x) && near(radius, total, x), total);
    },
  };
}

/** ||x||_1 <= radius: x itself, or soft thresholding at the tau that brings its norm to the radius. */
export function l1Ball(radius: number): Penalty {
  checkNonNegative("radius", radius);
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      if (asum(x) <= radius) copy(out, x);
      else proxL1(out, x, Math.max(0, finite(simplexThreshold(x, radius, "magnitude"))));
      return 0;
    },
    value: (x) => {
      checkSomeVector("x", x);
      const norm = asum(x);
      return indicator(near(norm, radius, x), norm);
    },
  };
}

/** A threshold that comes of NaN or an infinity leaves these as they are. */
const finite = (tau: number): number => (Number.isFinite(tau) ? tau : 0);

/** ||x||_2 <= radius. */
export function l2Ball(radius: number): Penalty {
  checkNonNegative("radius", radius);
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      const norm = nrm2(x);
      if (norm <= radius) copy(out, x);
      else axpby(out, x, x, finite(radius / norm), 0);
      return 0;
    },
    value: (x) => {
      checkSomeVector("x", x);
      const norm = nrm2(x);
      return indicator(near(norm, radius, x), norm);
    },
  };
}

/**
 * At most k elements are not 0: the k of largest magnitude stay, of equal ones the first. Not convex.
 * @throws ArgumentRangeError from `prox` if x holds NaN
 */
export function l0Ball(k: number): Penalty {
  checkSize("k", k);
  return {
    prox: (out, x, step) => {
      checkProx(out, x, step);
      if (Number.isNaN(asum(x))) throw new ArgumentRangeError("x", "numbers", "an entry that is NaN");
      if (k === 0) out.data.fill(0);
      else if (k >= x.length) copy(out, x);
      else keepLargest(out, x, k);
      return 0;
    },
    value: (x) => indicator(proxHard(undefined, x, 0) <= k, amax(x)),
  };
}
