/**
 * any4: weights in 4 (3, 2) bits, every row with a table of its own that is learned from it: w = scale_g table_i[code] + offset_g,
 * the table being the weighted k-means of the row once each group of columns is brought to one range.
 *
 * Elhoushi and Johnson, "any4: Learned 4-bit Numeric Representation for LLMs", ICML 2025, section 3.
 * arXiv:2507.04610
 *
 * Instead of k-means by Lloyd's steps the default is the exact minimum, by dynamic programming (`solver`). Weights are
 * those of the inputs a layer sees, by `calibrate`. What comes out is a `LutMatrix`, whose products read the codes.
 * @module
 */
import { quantizeTo } from "../../arrays/formats.ts";
import type { LutMatrix } from "../../arrays/lut.ts";
import type { Matrix } from "../../arrays/matrix.ts";
import { checkChoice, checkOptions } from "../../core/check.ts";
import { type AwqOptions, type AwqResult, searchScale } from "./any4/awq.ts";
import { type AnyRunOptions, quantize, quantizeAsync } from "./any4/learn.ts";
import { checkGroup, checkTokens } from "./any4/parts.ts";
import { checkWeights } from "./common/weights.ts";

export type { AwqOptions, AwqResult } from "./any4/awq.ts";
export { gptq, type GptqOptions } from "./any4/gptq.ts";
export { type AnyOptions, type AnyRunOptions, type AnyState, anySteps } from "./any4/learn.ts";
export { weightError } from "./any4/error.ts";

/**
 * W in codes with a learned table a row. Reserves the result; while it works cols + rows * 2^bits elements at most,
 * and outside linear memory a byte a weight.
 *
 * @param W        rows x cols, finite
 * @param options  bits, groupSize, sampleWeight, solver ...; onProgress after every few rows; a signal ends it
 * @throws ShapeError if groupSize does not divide cols or sampleWeight is of another length; ArgumentRangeError for weights
 *   that are not finite, a sampleWeight below 0 or all 0, bits other than 2, 3, 4; ArgumentTypeError
 */
export function quantizeAny(W: Matrix, options: AnyRunOptions = {}): LutMatrix {
  return quantize(W, options);
}

/** As `quantizeAny`, giving way to the host's other work (an abort, for one) about every 16 milliseconds. */
export async function quantizeAnyAsync(W: Matrix, options: AnyRunOptions = {}): Promise<LutMatrix> {
  return await quantizeAsync(W, options);
}

/** The formats any4 is compared with, as the paper names them, and as `lw.quantize` does. */
const baselines = {
  int4: "int4-affine",
  int3: "int3-affine",
  int2: "int2-affine",
  nf4: "nf4",
  fp4: "fp4",
  "fp4-bnb": "fp4-bnb",
} as const;

/** The name of a format any4 is compared with. */
export type BaselineName = keyof typeof baselines;

/**
 * W in codes of a fixed table, the same for every row: the formats any4 is compared with. Each group is scaled by its least
 * and greatest number (int4, int3, int2) or its largest magnitude (nf4, fp4, fp4-bnb). Reserves the result.
 *
 * @throws as quantizeAny
 */
export function quantizeFixed(W: Matrix, options: { format: BaselineName; groupSize?: number }): LutMatrix {
  checkOptions("options", options);
  checkWeights("W", W);
  const { format, groupSize = 128 } = options;
  checkChoice("format", format, Object.keys(baselines) as BaselineName[]);
  checkGroup(groupSize, W.cols);
  return quantizeTo(W, { format: baselines[format], groupSize });
}

/** What is taken of a column of inputs. */
export type Statistic = "meanAbs" | "absMean" | "meanSquare";

/**
 * What each column of a layer's inputs amounts to, for `sampleWeight`: the mean of |x| ("meanAbs", the default), |mean of x|
 * ("absMean", what the authors' code takes) or the mean of x^2 ("meanSquare": with `scaleSampleWeight: "squared"` the
 * diagonal of the layer's Hessian).
 *
 * @param X  tokens x cols, finite, at least one token
 */
export function calibrate(X: Matrix, options: { stat?: Statistic } = {}): Float64Array<ArrayBuffer> {
  checkOptions("options", options);
  checkWeights("X", X);
  checkTokens(X);
  const { stat = "meanAbs" } = options;
  checkChoice("stat", stat, ["meanAbs", "absMean", "meanSquare"]);
  const { rows, cols, data } = X;
  const means = new Float64Array(cols);
  for (let t = 0; t < rows; t++)
    for (let j = 0; j < cols; j++) {
      const x = data[t * cols + j] as number;
      means[j] = (means[j] as number) + (stat === "absMean" ? x : stat === "meanAbs" ? Math.abs(x) : x * x);
    }
  return means.map((sum) => Math.abs(sum) / rows);
}

/**
 * AWQ, a baseline: whole numbers of W diag(scale), the scales being a power of what `calibrate` says of X; of `grid` powers
 * that is taken which changes X W' least. Reserves the result, and while it works about three matrices like W and one
 * like X W'.
 *
 * @param W  rows x cols, finite
 * @param X  tokens x cols: inputs of the layer
 * @throws as quantizeAny
 */
export function awq(W: Matrix, X: Matrix, options: AwqOptions = {}): AwqResult {
  return searchScale(W, X, options, calibrate, (A, format, groupSize) => quantizeFixed(A, { format, groupSize }));
}
