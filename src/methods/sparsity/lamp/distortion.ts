import { expm1, log1p } from "../../../core/elementary.ts";
import { checkBoolean, checkOptions } from "../../../core/check.ts";
import { ArgumentRangeError } from "../../../core/errors.ts";
import { checkList, checkMasks, type Layer, weightsOf } from "./layers.ts";
import type { Weights } from "./ranking.ts";

/**
 * prod_l (1 + ||W_l - W'_l||_F / ||W_l||_F) - 1, where W' is W pruned: how far a network can be thrown off.
 *
 * With layers W_l and, between them, activations that fix 0 and are no steeper than 1, without biases,
 * ||f(x) - f'(x)|| <= bound * prod_l ||W_l||_F * ||x||. For the output z of the layer before, z' pruned,
 * ||W z - W' z'|| <= ||W|| ||z - z'|| + ||W - W'|| ||z'||, and ||z'|| <= ||z - z'|| + (the bound of ||z||): so each
 * layer multiplies (1 + bound) by 1 + its own relative error.
 *
 * @param masks  one a layer: 0 where a weight is pruned
 * @throws ArgumentRangeError if a layer is all zeros, unless `allowZero`: then it adds nothing
 */
export function distortionBound(
  layers: readonly Layer[],
  masks: readonly Uint8Array[],
  options: { allowZero?: boolean } = {},
): number {
  checkOptions("options", options);
  const { allowZero = false } = options;
  checkBoolean("allowZero", allowZero);
  checkList("layers", layers);
  const views = layers.map((layer, l) => weightsOf(`layers[${l}]`, layer));
  checkMasks(masks, views);
  let logarithm = 0;
  views.forEach((weights, l) => {
    const error = relativeError(weights, masks[l] as Uint8Array);
    if (error === undefined && !allowZero)
      throw new ArgumentRangeError(`layers[${l}]`, "a weight other than 0, or allowZero", "all zeros");
    logarithm += log1p(error ?? 0);
  });
  return expm1(logarithm);
}

/** The norm of what is pruned as a part of the norm of all; undefined where all is zero. */
function relativeError(weights: Weights, mask: Uint8Array): number | undefined {
  let [top, lost, total] = [0, 0, 0];
  for (let i = 0; i < weights.length; i++) top = Math.max(top, Math.abs(weights[i] as number));
  for (let i = 0; i < weights.length; i++) {
    const square = ((weights[i] as number) / top) ** 2;
    total += square;
    if (mask[i] === 0) lost += square;
  }
  return top === 0 ? undefined : Math.sqrt(lost / total);
}
