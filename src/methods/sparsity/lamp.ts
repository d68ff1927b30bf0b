/**
 * LAMP: magnitude pruning with the sparsity of each layer set by one global score,
 * score(u) = w_u^2 / sum of w_v^2 over the v of the same layer with |w_v| >= |w_u|.
 *
 * Lee, Park, Mo, Ahn and Shin, "Layer-adaptive Sparsity for the Magnitude-based Pruning", ICLR 2021, section 3.
 * arXiv:2010.07611
 *
 * Of weights of equal magnitude the one of lower index comes first: it scores higher and stays longer, in every scheme.
 * All of it works on the layers where they lie, in linear memory or not, and reserves nothing in linear memory.
 * @module
 */
import { checkBoolean, checkOptions } from "../../core/check.ts";
import { type Layer, Survivors, weightsOf } from "./lamp/layers.ts";
import { magnitudePrune, type Pruned, type PruneOptions } from "./lamp/prune.ts";
import { scoresOf } from "./lamp/scores.ts";

export { distortionBound } from "./lamp/distortion.ts";
export { type IterativeOptions, type IterativeState, iterativePrune } from "./lamp/iterative.ts";
export type { Layer } from "./lamp/layers.ts";
export {
  type Allocation,
  allocate,
  magnitudePrune,
  type Pruned,
  type PruneOptions,
  type SchemeOptions,
} from "./lamp/prune.ts";
export type { Scheme } from "./lamp/schemes.ts";

/**
 * The LAMP score of each weight of a layer, in (0, 1]: 1 for the largest, and the same whatever the layer is scaled by. In
 * f64, as scores of neighbours can differ by less than f32 tells apart.
 *
 * @param W        n weights
 * @param options  allowZero: a layer of zeros is no error and scores 0
 * @returns        n scores, in the order of the weights
 * @throws ArgumentRangeError if a weight is not finite or, without `allowZero`, all are 0
 */
export function lampScores(W: Layer, options: { allowZero?: boolean } = {}): Float64Array<ArrayBuffer> {
  checkOptions("options", options);
  const { allowZero = false } = options;
  checkBoolean("allowZero", allowZero);
  const layer = new Survivors("W", weightsOf("W", W), undefined, undefined);
  if (!allowZero) layer.checkNotZero();
  const { order, magnitudes } = layer.ranking;
  const descending = scoresOf(magnitudes);
  const scores = new Float64Array(order.length);
  for (let r = 0; r < order.length; r++) scores[order[r] as number] = descending[r] as number;
  return scores;
}

/**
 * Keeps the weights of the highest LAMP score over all layers, exactly round(survivors * (1 - sparsity)) of them. No layer
 * is emptied as long as no fewer weights than layers are kept. Changes nothing.
 *
 * @param layers  the weights of each layer
 * @throws ArgumentRangeError if sparsity is not in [0, 1), a weight is not finite or a layer is all zeros;
 *   ArgumentTypeError, ShapeError
 */
export function lampPrune(layers: readonly Layer[], options: Omit<PruneOptions, "scheme" | "shapes">): Pruned {
  checkOptions("options", options);
  return magnitudePrune(layers, { ...options, scheme: "lamp" });
}
