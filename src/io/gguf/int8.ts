/**
 * Blocks of 8 bits as whole numbers.
 * @module
 */
import { checkOptions } from "../../core/check.ts";
import { ArgumentRangeError } from "../../core/errors.ts";
import type { GgufCodes } from "./blocks.ts";

/** A matrix of whole numbers, as `lw.int8` takes it: weight = value * scale, a scale for each 32 columns of a row. */
export interface GgufInt8 {
  rows: number;
  cols: number;
  values: Int8Array<ArrayBuffer>;
  scale: Float32Array<ArrayBuffer>;
  groupSize: 32;
}

/** The codes of a Q8_0 tensor as `lw.int8` takes them. @throws ArgumentRangeError for codes of 4 bits */
export function int8Parts(codes: GgufCodes): GgufInt8 {
  checkOptions("codes", codes);
  const { rows, cols, bits, scale, groupSize } = codes;
  if (bits !== 8) throw new ArgumentRangeError("codes", "codes of 8 bits", `${bits}`);
  return { rows, cols, values: Int8Array.from(codes.codes, (c) => c - 128), scale, groupSize };
}
