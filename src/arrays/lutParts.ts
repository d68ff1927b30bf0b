/**
 * What a LutMatrix is made of and how its products are asked for.
 * @module
 */
import { checkNumbers, describe } from "../core/check.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import type { Numbers, Real } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";
import type { Bits, LutProduct } from "../kernels/lut.ts";
import type { Epilogue } from "../kernels/maps.ts";
import { settled } from "../kernels/storage.ts";

/** How the tables, scales and offsets of a LutMatrix lie. */
export interface LutLayout {
  /** Bits a code: 2, 3, 4 (default) or 8. */
  bits?: Bits;
  /** One table for all rows instead of one each. */
  shared?: boolean;
  /** Columns of a group: a multiple of 32, or at least `cols` (default: all columns). */
  groupSize?: number;
  /** Whether each row has a scale for each group. */
  hasScale?: boolean;
  /** Whether each row has an offset for each group. */
  hasOffset?: boolean;
}

/** What follows a product, and how it is computed. */
export type LutOptions = LutProduct & Epilogue;

/** A LutMatrix in plain arrays: entry (i, j) is tables[i][codes[i][j]] * scale[i][g] + offset[i][g], g = floor(j / groupSize). */
export interface LutParts {
  rows: number;
  cols: number;
  bits: Bits;
  /**
   * rows x cols codes, one a byte; or packed: rows of ceil(cols * bits / 8) bytes, code j in bits j*bits and up of its row,
   * the lowest bit of a byte first. With 8 bits both are the same.
   */
  codes: Uint8Array;
  /** rows x 2^bits numbers, or 2^bits for all rows. */
  tables: Numbers;
  /** Columns of a group: a multiple of 32, or at least `cols` (default). */
  groupSize?: number;
  /** rows x ceil(cols / groupSize) factors; default 1. */
  scale?: Numbers;
  /** As many summands; default 0. */
  offset?: Numbers;
  /** Element type of tables, scales and products; by default that of `tables` (f64 unless it is a Float32Array). */
  type?: Real;
}

/** A number of bits that a code can have. */
export function checkBits(bits: unknown, most = 8): asserts bits is Bits {
  const all = [2, 3, 4, 8].filter((b) => b <= most);
  if (!all.includes(bits as number)) throw new ArgumentRangeError("bits", all.join(", "), describe(bits));
}

/** The numbers, sure to stay as they are. @throws ArgumentRangeError where one is not finite */
export function finite(engine: Engine, name: string, numbers: Numbers): Numbers {
  checkNumbers(name, numbers);
  const source = settled(engine, numbers);
  for (let c = 0; c < source.length; c++)
    if (!Number.isFinite(source[c]))
      throw new ArgumentRangeError(`${name}[${c}]`, "a finite number", describe(source[c]));
  return source;
}
