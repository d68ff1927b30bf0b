import { exp } from "../../../core/elementary.ts";

/** Where the weights of later stages come from: the slope of a concave penalty. */
export type PrecisionPenalty = "mcp" | "scad" | "exp" | "l1";

/** Fan and Li's a. */
const A = 3.7;

/** p'(x) for x >= 0, falling, with p'(0) = lambda. */
export const slopes: Readonly<Record<PrecisionPenalty, (lambda: number, gamma: number) => (x: number) => number>> = {
  mcp: (lambda, gamma) => (x) => lambda * Math.max(0, 1 - x / gamma),
  scad: (lambda) => (x) => (x <= lambda ? lambda : Math.max(0, A * lambda - x) / (A - 1)),
  exp: (lambda, gamma) => (x) => lambda * exp(-x / gamma),
  l1: (lambda) => () => lambda,
};
