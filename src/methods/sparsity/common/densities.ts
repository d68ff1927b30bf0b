/**
 * How much each layer keeps, from its shape alone: Erdos-Renyi-Kernel, or the same part of each.
 *
 * Evci, Gale, Menick, Castro and Elsen, "Rigging the Lottery: Making All Tickets Winners", ICML 2020, section 3:
 * density_l = eps * (sum of the dimensions of layer l) / (their product), and 1 where that is above 1.
 * arXiv:1911.11134
 * @module
 */
import { checkNonNegative, checkNumbers, checkSize, describe } from "../../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../../../core/errors.ts";
import type { Numbers } from "../../../core/types.ts";
import { share } from "./share.ts";

/** The dimensions of a layer: [out, in], or [out, in, height, width] of a convolution. */
export type Shape = Numbers;

/**
 * The density of each layer under Erdos-Renyi-Kernel, such that `density` of all weights are kept.
 *
 * @param shapes   one a layer
 * @param density  part of all weights to keep, in [0, 1]
 * @param power    of the ratio (sum of dimensions) / (their product); 0 makes all densities equal
 * @throws ArgumentRangeError if density is not in [0, 1], power is below 0, or a dimension is not an integer > 0
 */
export function erkDensities(shapes: readonly Shape[], density: number, power = 1): number[] {
  const sizes = sizesOf(shapes);
  checkDensity(density);
  checkNonNegative("power", power);
  const weights = sizes.map((size, l) => size * (dimensionSum(shapes[l] as Shape) / size) ** power);
  const total = density * sizes.reduce((a, b) => a + b, 0);
  return share(sizes, weights, total).map((kept, l) => kept / (sizes[l] as number));
}

/** `density` for each layer. @throws as erkDensities */
export function uniformDensities(shapes: readonly Shape[], density: number): number[] {
  sizesOf(shapes);
  checkDensity(density);
  return shapes.map(() => density);
}

/** The sum of the dimensions, which Erdos-Renyi-Kernel makes the number of weights kept proportional to. */
export const dimensionSum = (shape: Shape): number => Array.from(shape).reduce((a, b) => a + b, 0);

/** The product of the dimensions. @throws ArgumentRangeError if there is none, or one is not an integer > 0 */
export function checkedSize(name: string, shape: Shape): number {
  checkNumbers(name, shape);
  if (shape.length === 0) throw new ArgumentRangeError(name, "at least one dimension", "none");
  let size = 1;
  for (let d = 0; d < shape.length; d++) {
    checkSize(`${name}[${d}]`, shape[d], 1);
    size *= shape[d] as number;
  }
  return size;
}

function sizesOf(shapes: readonly Shape[]): number[] {
  if (!Array.isArray(shapes)) throw new ArgumentTypeError("shapes", "an array of shapes", describe(shapes));
  return shapes.map((shape, l) => checkedSize(`shapes[${l}]`, shape));
}

function checkDensity(density: unknown): asserts density is number {
  checkNonNegative("density", density);
  if (density > 1) throw new ArgumentRangeError("density", "a number from 0 to 1", describe(density));
}
