/**
 * The largest elements of a vector, and what is thresholded by rank.
 * @module
 */
import type { Vector } from "../arrays/vector.ts";
import { checkChoice, checkOptions, checkSize, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import type { Floats } from "../core/types.ts";
import { proxL1 } from "../kernels/prox.ts";
import { kthLargest, type Rank, topPlaces } from "../kernels/select.ts";
import { checkSomeVector, checkVector } from "../kernels/storage.ts";
import { amax, asum } from "../kernels/vec.ts";

export type { Rank };

/** The k largest elements, the largest first; of equal ones the first in the vector comes first. */
export interface TopK {
  indices: Uint32Array<ArrayBuffer>;
  /** x at these indices, signs kept. */
  values: Floats;
}

const checkNoNaN = (x: Vector): void => {
  if (Number.isNaN(asum(x))) throw new ArgumentRangeError("x", "numbers", "an entry that is NaN");
};

/**
 * The k largest elements of x, exactly, without sorting it: the k-th largest by counting digits of bits, then one pass.
 * Cost: three passes over x in f32 and five in f64 beside that pass, and a sort of the k.
 * @param k at most x.length
 * @param options.by "value" (default) or "magnitude"
 * @throws ArgumentRangeError if x holds NaN, or k is above its length
 */
export function topK(x: Vector, k: number, options: { by?: Rank } = {}): TopK {
  checkSomeVector("x", x);
  checkSize("k", k);
  checkOptions("options", options);
  const { by = "value" } = options;
  checkChoice("by", by, ["value", "magnitude"]);
  if (k > x.length) throw new ArgumentRangeError("k", `an integer from 0 to ${x.length}`, String(k));
  checkNoNaN(x);
  const places = k === 0 ? new Uint32Array(0) : topPlaces(x, k, by);
  const { data } = x;
  const rank = by === "magnitude" ? (i: number) => Math.abs(data[i] as number) : (i: number) => data[i] as number;
  // Places ascend, and equal keys compare by them, so ties come in the order of the vector.
  const keys = Float64Array.from(places, rank);
  const order = Uint32Array.from(keys, (_, j) => j).sort((a, b) => (keys[b] as number) - (keys[a] as number) || a - b);
  const indices = order.map((j) => places[j] as number);
  const values = data.slice(0, k);
  indices.forEach((i, j) => {
    values[j] = data[i] as number;
  });
  return { indices, values };
}

/**
 * out = soft thresholding of x at a quantile of |x|: the ceil(share*n)-th smallest magnitude, found exactly and without
 * sorting, so that at least that share of out is 0. out may be x. Returns the threshold, 0 where share is 0 or x is empty.
 * @param share in [0, 1]
 * @throws ArgumentRangeError if x holds NaN or share is out of range
 */
export function percentileShrinkage(out: Vector, x: Vector, share: number): number {
  checkSomeVector("out", out);
  checkVector("x", x, out, out.length);
  if (typeof share !== "number") throw new ArgumentTypeError("share", "a number", describe(share));
  if (!(share >= 0 && share <= 1)) throw new ArgumentRangeError("share", "a number in [0, 1]", describe(share));
  const n = x.length;
  const zeros = Math.ceil(share * n);
  const top = Number.isFinite(asum(x)) ? 0 : amax(x);
  if (!Number.isFinite(top)) throw new ArgumentRangeError("x", "finite numbers", `an entry that is ${top}`);
  const tau = zeros === 0 ? 0 : kthLargest(x, n - zeros + 1, "magnitude");
  proxL1(out, x, tau);
  return tau;
}
