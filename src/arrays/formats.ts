/**
 * Number formats of few bits as tables, and weights in them.
 * @module
 */
import { checkChoice, checkFinite, checkOptions, checkSize, describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { decodeNumbers } from "../kernels/cast.ts";
import type { Engine } from "../kernels/engine.ts";
import { lutFixed, type Rule } from "../kernels/formats.ts";
import type { Bits } from "../kernels/lut.ts";
import { filled } from "../kernels/storage.ts";
import { LutMatrix } from "./lut.ts";
import { Matrix } from "./matrix.ts";

/** A table of numbers, and how weights are brought to its range. */
export interface NumberFormat {
  readonly bits: Bits;
  /** Groups are scaled by their largest magnitude; else shifted by their least number and scaled by what the greatest is above it. */
  readonly symmetric: boolean;
  /** What that magnitude, or the greatest number, becomes. */
  readonly top: number;
  /** What each of the 2^bits codes stands for; floats of 8 bits have theirs from `lw.decode`. */
  readonly table: Float64Array<ArrayBuffer> | undefined;
  /** @internal */
  readonly rule: Rule;
}

const count = (bits: number, from: number) => Float64Array.from({ length: 2 ** bits }, (_, c) => c + from);

/** A format with a table of its own. */
type Table = NumberFormat & { readonly table: Float64Array<ArrayBuffer> };

const symmetric = (bits: 4 | 8): Table => ({
  bits,
  symmetric: true,
  top: 2 ** (bits - 1) - 1,
  table: count(bits, -(2 ** (bits - 1))),
  rule: { by: "round", zero: 2 ** (bits - 1) },
});

const affine = (bits: Bits): Table => ({
  bits,
  symmetric: false,
  top: 2 ** bits - 1,
  table: count(bits, 0),
  rule: bits === 8 ? { by: "round", zero: 0 } : { by: "table" },
});

const listed = (table: readonly number[]): Table => ({
  bits: 4,
  symmetric: true,
  top: 1,
  table: Float64Array.from(table),
  rule: { by: "table" },
});

/** Eight magnitudes with either sign; 0 twice. */
const signed = (magnitudes: readonly number[], unit: number): Table =>
  listed([...magnitudes.map((v) => -v / unit), ...magnitudes.map((v) => v / unit)].sort((a, b) => a - b));

/**
 * int8, int4: whole numbers from -127 to 127 and from -7 to 7; with -affine, from 0 to 2^bits - 1 above the least number of a
 * group. nf4: NormalFloat, quantiles of the normal distribution (Dettmers, Pagnoni, Holtzman and Zettlemoyer,
 * arXiv:2305.14314, appendix E). fp4: E2M1 of the OCP Microscaling Formats specification 1.0 (2023), section 5.3.3, over its
 * largest number. fp4-bnb: the 4-bit floats of bitsandbytes. e4m3, e5m2: OFP8, saturated.
 */
export const numberFormats = {
  int8: symmetric(8),
  "int8-affine": affine(8),
  int4: symmetric(4),
  "int4-affine": affine(4),
  "int3-affine": affine(3),
  "int2-affine": affine(2),
  // biome-ignore format: negative, zero, positive
  nf4: listed([
    -1, -0.6961928009986877, -0.5250730514526367, -0.39491748809814453, -0.28444138169288635, -0.18477343022823334,
    -0.09105003625154495, 0, 0.07958029955625534, 0.16093020141124725, 0.24611230194568634, 0.33791524171829224,
    0.44070982933044434, 0.5626170039176941, 0.7229568362236023, 1,
  ]),
  fp4: signed([0, 0.5, 1, 1.5, 2, 3, 4, 6], 6),
  "fp4-bnb": signed([0, 0.0625, 2, 3, 4, 6, 8, 12], 12),
  e4m3: { bits: 8, symmetric: true, top: 448, table: undefined, rule: { by: "float", format: "e4m3" } },
  e5m2: { bits: 8, symmetric: true, top: 57344, table: undefined, rule: { by: "float", format: "e5m2" } },
} as const satisfies Record<string, NumberFormat>;

/** The name of a number format. */
export type FormatName = keyof typeof numberFormats;

/** The numbers that the codes of a format stand for; 0 for codes of infinities and of NaN. */
export function tableOf(engine: Engine, format: FormatName): Float64Array<ArrayBuffer> {
  const { table, rule } = numberFormats[format] as NumberFormat;
  if (table) return table;
  const codes = Uint8Array.from({ length: 256 }, (_, c) => c);
  const { format: float } = rule as Rule & { by: "float" };
  const numbers = decodeNumbers(engine, "f64", codes, float) as Float64Array<ArrayBuffer>;
  return numbers.map((v) => (Number.isFinite(v) ? v : 0));
}

/** Which format, and how many columns share a scale. */
export interface FormatOptions {
  format: FormatName;
  /** A multiple of 32, or at least all columns; a last group may be shorter. Default 128, or all columns if they are fewer. */
  groupSize?: number;
}

/**
 * W in codes of a format, the same table for every row, with a scale (and an offset, if affine) a group. Reserves the result.
 * @throws ArgumentRangeError for weights that are not finite, or a groupSize as no LutMatrix has
 */
export function quantizeTo(W: Matrix, options: FormatOptions): LutMatrix {
  if (!(W instanceof Matrix)) throw new ArgumentTypeError("W", "a Matrix", describe(W));
  checkOptions("options", options);
  const { format, groupSize = Math.max(1, Math.min(128, W.cols)) } = options;
  checkChoice("format", format, Object.keys(numberFormats) as FormatName[]);
  checkSize("groupSize", groupSize, 1);
  checkFinite("W", W.data);
  const { bits, symmetric, top, rule } = numberFormats[format] as NumberFormat;
  const layout = { bits, shared: true, groupSize, hasScale: true, hasOffset: !symmetric };
  const out = new LutMatrix(W.engine, W.type, W.rows, W.cols, layout);
  return filled(out, () => {
    out.tables.set(tableOf(W.engine, format));
    lutFixed(out, W, top, symmetric, rule);
  });
}
