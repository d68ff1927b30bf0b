/**
 * Magnitude pruning of all layers together, once a scheme has said how many weights each layer keeps.
 * @module
 */
import { checkBoolean, checkChoice, checkNumber, checkOptions, describe } from "../../../core/check.ts";
import { ArgumentRangeError } from "../../../core/errors.ts";
import type { Shape } from "../common/densities.ts";
import { type Layer, type Survivors, survivorsOf } from "./layers.ts";
import { type Scheme, schemes } from "./schemes.ts";

/** What the choice of the weights to keep depends on, besides their number. */
export interface SchemeOptions {
  /** How the layers share what is kept. Default "lamp". */
  scheme?: Scheme;
  /** The dimensions of each layer, for "erk" and "uniform+"; a Matrix has its own. */
  shapes?: readonly Shape[];
  /** Earlier masks: what they prune stays so and does not count. */
  masks?: readonly Uint8Array[];
  /** A layer of zeros is no error: under "lamp" its weights all score 0. */
  allowZero?: boolean;
}

/** How much to prune, and how. */
export interface PruneOptions extends SchemeOptions {
  /** The part of all survivors to prune, in [0, 1): round(survivors * (1 - sparsity)) weights are kept. */
  sparsity: number;
}

/** How many weights each layer keeps. */
export interface Allocation {
  /** The number of weights kept, a layer. */
  readonly kept: readonly number[];
  /** The part of each layer's weights that is pruned. */
  readonly layerSparsity: readonly number[];
  /** The part of all weights that is pruned. */
  readonly sparsity: number;
}

/** Which weights each layer keeps. */
export interface Pruned extends Allocation {
  /** As long as the layers: 1 where a weight stays, 0 where it goes. */
  readonly masks: readonly Uint8Array<ArrayBuffer>[];
}

/**
 * Says how many weights each layer keeps. Changes nothing.
 * @throws ArgumentTypeError, ArgumentRangeError, ShapeError
 */
export function allocate(layers: readonly Layer[], options: PruneOptions): Allocation {
  const survivors = read(layers, options);
  return allocationOf(survivors, choose(survivors, keepOf(survivors, options), options));
}

/**
 * Says which weights each layer keeps: as many as `allocate` says, and in each layer those of the largest magnitude, of
 * equal ones those of lower index. Changes nothing. @throws as allocate
 */
export function magnitudePrune(layers: readonly Layer[], options: PruneOptions): Pruned {
  const survivors = read(layers, options);
  return select(survivors, keepOf(survivors, options), options);
}

/** The survivors of checked layers. */
export function read(layers: readonly Layer[], options: SchemeOptions): Survivors[] {
  checkOptions("options", options);
  const { scheme = "lamp", masks, shapes, allowZero = false } = options;
  checkChoice("scheme", scheme, Object.keys(schemes) as Scheme[]);
  checkBoolean("allowZero", allowZero);
  return survivorsOf(layers, masks, shapes);
}

/** The largest survivors of each layer, `keep` in all. */
export function select(survivors: readonly Survivors[], keep: number, options: SchemeOptions): Pruned {
  const kept = choose(survivors, keep, options);
  const masks = survivors.map(({ weights, ranking }, l) => {
    const mask = new Uint8Array(weights.length);
    for (let r = 0; r < (kept[l] as number); r++) mask[ranking.order[r] as number] = 1;
    return mask;
  });
  return { masks, ...allocationOf(survivors, kept) };
}

/** A sparsity to aim at. @throws ArgumentRangeError if it is not in [0, 1) */
export function checkSparsity(name: string, value: unknown): asserts value is number {
  checkNumber(name, value);
  if (value < 0 || value >= 1) throw new ArgumentRangeError(name, "a number from 0 to below 1", describe(value));
}

function choose(survivors: readonly Survivors[], keep: number, options: SchemeOptions): number[] {
  const { scheme = "lamp", allowZero = false } = options;
  if (scheme === "lamp" && !allowZero) for (const layer of survivors) layer.checkNotZero();
  return schemes[scheme](survivors, keep);
}

function keepOf(survivors: readonly Survivors[], { sparsity }: PruneOptions): number {
  checkSparsity("sparsity", sparsity);
  return Math.round(survivors.reduce((total, { count }) => total + count, 0) * (1 - sparsity));
}

function allocationOf(survivors: readonly Survivors[], kept: readonly number[]): Allocation {
  const sizes = survivors.map(({ weights }) => weights.length);
  const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);
  const pruned = (count: number, size: number) => (size === 0 ? 0 : 1 - count / size);
  return {
    kept,
    layerSparsity: kept.map((count, l) => pruned(count, sizes[l] as number)),
    sparsity: pruned(sum(kept), sum(sizes)),
  };
}
