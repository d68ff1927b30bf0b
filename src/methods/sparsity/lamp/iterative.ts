import { checkFinite, checkNumber, checkNumbers, checkOptions, describe } from "../../../core/check.ts";
import { ArgumentRangeError } from "../../../core/errors.ts";
import type { State } from "../../../core/run.ts";
import type { Numbers } from "../../../core/types.ts";
import { checkList, type Layer, type Survivors } from "./layers.ts";
import { checkSparsity, type Pruned, read, type SchemeOptions, select } from "./prune.ts";
import type { Weights } from "./ranking.ts";

/** How far to prune, in which steps, and what the survivors start from again. */
export interface IterativeOptions extends SchemeOptions {
  /** The part of all weights to have pruned at the end, in [0, 1). */
  sparsity: number;
  /** The part of the survivors to prune a round, in (0, 1). Default 0.2. */
  perRound?: number;
  /** Numbers for each layer, as many as it has weights: the survivors go back to them in every round. */
  rewind?: readonly Numbers[];
}

/** One round. */
export interface IterativeState extends Pruned, State {
  /** The part of all weights still to prune: 0 at the sparsity asked for. */
  readonly residual: number;
}

/**
 * Steps rounds of pruning; the caller trains the survivors between two of them. A round ranks the survivors as they
 * are now, prunes a part of them, sets all that is pruned to 0 in the layers themselves and, with `rewind`, the survivors to
 * earlier numbers. The last round prunes just enough; further ones only set to 0 (and rewind) again.
 * Reserves nothing in linear memory.
 *
 *     const steps = iterativePrune(layers, { sparsity: 0.95 });
 *     run(steps, { tolerance: 0, onProgress: ({ masks }) => train(layers, masks) });
 *
 * @throws ArgumentTypeError, ArgumentRangeError, ShapeError, as allocate
 */
export function* iterativePrune(layers: readonly Layer[], options: IterativeOptions): Generator<IterativeState, void> {
  checkOptions("options", options);
  const { sparsity, perRound = 0.2, rewind } = options;
  checkSparsity("sparsity", sparsity);
  checkNumber("perRound", perRound);
  if (perRound <= 0 || perRound >= 1)
    throw new ArgumentRangeError("perRound", "a number above 0 and below 1", describe(perRound));
  for (let masks = options.masks; ; ) {
    const survivors = read(layers, masks === undefined ? options : { ...options, masks });
    if (rewind !== undefined) checkRewind(rewind, survivors);
    const total = survivors.reduce((sum, { weights }) => sum + weights.length, 0);
    const count = survivors.reduce((sum, layer) => sum + layer.count, 0);
    const target = Math.round(total * (1 - sparsity));
    const fewer = Math.min(count - 1, Math.round(count * (1 - perRound)));
    const keep = Math.min(count, Math.max(target, fewer));
    const pruned = select(survivors, keep, options);
    masks = pruned.masks;
    for (const [l, { weights }] of survivors.entries()) apply(weights, masks[l] as Uint8Array, rewind?.[l]);
    yield { ...pruned, residual: Math.max(0, keep - target) / total };
  }
}

/** Sets what is pruned to 0 and, if given, the rest to `start`. */
function apply(weights: Weights, mask: Uint8Array, start: Numbers = weights): void {
  for (let i = 0; i < weights.length; i++) weights[i] = mask[i] === 0 ? 0 : (start[i] as number);
}

function checkRewind(rewind: readonly Numbers[], layers: readonly Survivors[]): void {
  checkList("rewind", rewind, layers.length);
  layers.forEach(({ weights }, l) => {
    const start = rewind[l] as Numbers;
    checkNumbers(`rewind[${l}]`, start, weights.length);
    checkFinite(`rewind[${l}]`, start);
  });
}
