/**
 * The layer in all forms: N of every M weights kept, each in so many bits.
 * @module
 */
import type { Lanewise, Matrix } from "lanewise";
import type { Weights } from "../../../src/cli/demo/network.ts";

/** Bits of a weight, and the number format of each. */
export const FORMATS = { 32: undefined, 8: "int8", 4: "nf4", 3: "int3-affine", 2: "int2-affine" } as const;
export type Bits = keyof typeof FORMATS;
export const BITS = [32, 8, 4, 3, 2] as const satisfies Bits[];

/** N and M, densest first. */
export const PATTERNS = [
  [1, 1],
  [2, 4],
  [1, 4],
  [1, 8],
  [1, 16],
  [1, 32],
] as const;

/** One form of the layer. */
export interface Point {
  readonly keep: number;
  readonly group: number;
  readonly bits: Bits;
  readonly bytes: number;
  /** Part of the held-out pictures told right, with the readout as it was and fitted again. */
  readonly accuracy: number;
  readonly refitted: number;
}

/** "all", "2 of 4". */
export const keptOf = ({ keep, group }: Pick<Point, "keep" | "group">): string =>
  group === 1 ? "all" : `${keep} of ${group}`;

/** W in one form, and the bytes it takes. Belongs to the caller. */
export function formOf(lw: Lanewise, W: Matrix, keep: number, group: number, bits: Bits): Weights & Form {
  const format = FORMATS[bits];
  if (group === 1) return format ? lw.quantize(W, { format }) : W.clone();
  const kept = lw.nm(W, keep, group);
  if (!format) return kept;
  try {
    return kept.quantize((entries) => lw.quantize(entries, { format }));
  } finally {
    kept.dispose();
  }
}

interface Form {
  readonly bytes: number;
  dispose(): void;
}
