/**
 * How many weights each layer keeps: LAMP and the four schemes it is compared with.
 *
 * Lee, Park, Mo, Ahn and Shin (ICLR 2021), arXiv:2010.07611; the schemes are those of their code.
 * @module
 */
import { dimensionSum } from "../common/densities.ts";
import { apportion, share } from "../common/share.ts";
import { highest } from "./highest.ts";
import type { Survivors } from "./layers.ts";
import { scoresOf } from "./scores.ts";
import { uniformPlus } from "./uniformPlus.ts";

/** Says how many survivors each layer keeps, `keep` in all, which is at most as many as there are. */
type Allocate = (layers: readonly Survivors[], keep: number) => number[];

const lamp: Allocate = (layers, keep) => {
  const scores = layers.map(({ ranking }) => scoresOf(ranking.magnitudes));
  return highest(scores, keep);
};

const global: Allocate = (layers, keep) => {
  const magnitudes = layers.map(({ ranking }) => ranking.magnitudes);
  return highest(magnitudes, keep);
};

const uniform: Allocate = (layers, keep) => {
  const limits = layers.map(({ count }) => count);
  return apportion(share(limits, limits, keep), limits, keep);
};

const erk: Allocate = (layers, keep) => {
  const limits = layers.map(({ count }) => count);
  const sums = layers.map(({ dimensions }) => dimensionSum(dimensions));
  return apportion(share(limits, sums, keep), limits, keep);
};

/** All schemes by name. */
export const schemes = { lamp, global, uniform, "uniform+": uniformPlus, erk } as const;

/**
 * How many weights each layer keeps: "lamp", those of the highest LAMP score; "global", those of the largest magnitude;
 * "uniform", the same part of each layer; "uniform+", as that, but all of a first convolution and a fifth of the last
 * layer at least; "erk", in proportion to the sum of the dimensions (Erdos-Renyi-Kernel).
 */
export type Scheme = keyof typeof schemes;
