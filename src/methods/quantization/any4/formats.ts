/**
 * The fixed tables that a learned one is compared with.
 * @module
 */

/** A table of numbers that is the same for every row. */
export interface Format {
  readonly bits: 2 | 3 | 4;
  /** For groups brought to [-1, 1] by their largest magnitude; else to [0, 2^bits - 1] by their least and greatest number. */
  readonly symmetric: boolean;
  /** 2^bits numbers, ascending. */
  readonly table: Float64Array;
}

const integers = (bits: 2 | 3 | 4): Format => ({
  bits,
  symmetric: false,
  table: Float64Array.from({ length: 2 ** bits }, (_, c) => c),
});

/** Eight magnitudes with either sign; 0 twice. */
const signed = (magnitudes: readonly number[], unit: number): Format => ({
  bits: 4,
  symmetric: true,
  table: Float64Array.from([...magnitudes.map((v) => -v / unit), ...magnitudes.map((v) => v / unit)]).sort(),
});

/**
 * int4, int3, int2: whole numbers. nf4: NormalFloat, quantiles of the normal distribution (Dettmers, Pagnoni, Holtzman and
 * Zettlemoyer, arXiv:2305.14314, appendix E). fp4: E2M1 of the OCP Microscaling Formats specification 1.0 (2023), section
 * 5.3.3, over its largest number. fp4-bnb: the 4-bit floats of bitsandbytes.
 */
export const formats = {
  int4: integers(4),
  int3: integers(3),
  int2: integers(2),
  nf4: {
    bits: 4,
    symmetric: true,
    table: Float64Array.of(
      -1,
      -0.6961928009986877,
      -0.5250730514526367,
      -0.39491748809814453,
      -0.28444138169288635,
      -0.18477343022823334,
      -0.09105003625154495,
      0,
      0.07958029955625534,
      0.16093020141124725,
      0.24611230194568634,
      0.33791524171829224,
      0.44070982933044434,
      0.5626170039176941,
      0.7229568362236023,
      1,
    ),
  },
  fp4: signed([0, 0.5, 1, 1.5, 2, 3, 4, 6], 6),
  "fp4-bnb": signed([0, 0.0625, 2, 3, 4, 6, 8, 12], 12),
} as const satisfies Record<string, Format>;

/** The name of a fixed table. */
export type FormatName = keyof typeof formats;
