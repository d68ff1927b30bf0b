/**
 * Weights as codes of a table that is fixed, each group of columns brought to its range.
 * @module
 */
import { sizeOf } from "../core/types.ts";
import { floatFormats } from "./cast.ts";
import { codeBytes, type LutRef } from "./lut.ts";
import { aligned, checkMatrix, type MatrixRef } from "./storage.ts";

/** How a number brought to the range of a format becomes a code. */
export type Rule =
  /** The nearest of an ascending table of at most 16 entries. */
  | { readonly by: "table" }
  /** The nearest whole number, plus `zero`. */
  | { readonly by: "round"; readonly zero: number }
  /** The nearest float of 8 bits. */
  | { readonly by: "float"; readonly format: "e4m3" | "e5m2" };

/** Numbers taken at a time. */
const PIECE = 1 << 15;

/** Scales, offsets where there are any, and codes of W; the table is in its place. `top`: where the largest number of a group goes. */
export function lutFixed(out: LutRef, W: MatrixRef, top: number, symmetric: boolean, rule: Rule): void {
  checkMatrix("W", W, out, out.rows, out.cols);
  const { engine, type, rows, cols, bits, groupSize } = out;
  const [kernels, size, groups] = [engine.kernels[type], sizeOf[type], Math.ceil(cols / groupSize)];
  const some = Math.max(1, Math.floor(PIECE / Math.max(1, cols)));
  const [numbers, bytes] = [aligned(some * cols * size), aligned(some * cols)];
  const z = engine.memory.workspace(numbers + bytes + 1024);
  const [codes, scratch] = [z + numbers, z + numbers + bytes];
  for (let first = 0; first < rows; first += some) {
    const count = Math.min(some, rows - first);
    const at = (offset: number) => (offset === 0 ? 0 : out.ptr + offset + first * groups * size);
    const from = W.ptr + first * cols * size;
    kernels.lut_group(z, at(out.scaleOffset), at(out.offsetOffset), from, count, cols, groupSize, top, symmetric);
    // One row of count x cols numbers, as all rows have the same table.
    if (rule.by === "table")
      kernels.lut_assign(codes, out.ptr + out.tablesOffset, z, scratch, 1, count * cols, 2 ** bits);
    else if (rule.by === "round") kernels.lut_round(codes, z, count * cols, rule.zero);
    else {
      const { exponent, mantissa, most } = floatFormats[rule.format];
      kernels.cast_encode(codes, z, count * cols, exponent, mantissa, most, most);
    }
    engine.kernels.u8.lut_place(out.ptr + codeBytes(first, cols, bits), codes, count, cols, bits, 8);
  }
}
