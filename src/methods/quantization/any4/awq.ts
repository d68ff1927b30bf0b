/**
 * AWQ: columns that see large inputs are scaled up before rounding, s_j = (mean |x_j|)^ratio, and their inputs down.
 *
 * Lin, Tang, Tang, Yang, Chen, Wang, Xiao, Dang, Gan and Han, "AWQ: Activation-aware Weight Quantization for On-Device LLM
 * Compression and Acceleration", MLSys 2024, section 3.2. arXiv:2306.00978
 * @module
 */
import type { LutMatrix } from "../../../arrays/lut.ts";
import type { Matrix } from "../../../arrays/matrix.ts";
import { checkOptions, checkSame, checkSize } from "../../../core/check.ts";
import { checkBits, checkGroup, checkTokens } from "./parts.ts";
import { checkWeights } from "../common/weights.ts";

/** What is searched. */
export interface AwqOptions {
  /** Default 4. */
  bits?: 4 | 3 | 2;
  /** Columns that share a scale and an offset. Default 128. */
  groupSize?: number;
  /** Ratios tried: 0, 1/grid, ..., (grid - 1)/grid. Default 20. */
  grid?: number;
}

/** W diag(scale) in whole numbers: its product is with inputs divided by `scale`. */
export interface AwqResult {
  readonly matrix: LutMatrix;
  /** One a column. */
  readonly scale: Float64Array;
  /** The ratio that was best. */
  readonly ratio: number;
  /** ||X (matrix diag(scale)^-1 - W)'||_F^2 under it. */
  readonly error: number;
}

/** Finds the ratio, then quantizes: what `awq` of any4.ts does, given how to round and what inputs amount to. */
export function searchScale(
  W: Matrix,
  X: Matrix,
  options: AwqOptions,
  means: (X: Matrix) => Float64Array,
  round: (W: Matrix, format: "int4" | "int3" | "int2", groupSize: number) => LutMatrix,
): AwqResult {
  checkOptions("options", options);
  checkWeights("W", W);
  checkWeights("X", X);
  checkTokens(X);
  checkSame("X", "columns:", W.cols, X.cols);
  const { bits = 4, groupSize = 128, grid = 20 } = options;
  checkBits(bits);
  checkGroup(groupSize, W.cols);
  checkSize("grid", grid, 1);
  const format = `int${bits}` as const;
  const input = means(X);
  const [n, memory] = [W.cols, W.engine.memory];
  const scaled = (scale: Float64Array): Matrix => {
    const out = W.clone();
    const { data } = out;
    for (let p = 0; p < data.length; p++) data[p] = (data[p] as number) * (scale[p % n] as number);
    return out;
  };
  let best = { ratio: 0, error: Infinity, scale: scaleOf(input, 0) };
  for (let g = 0; g < grid; g++) {
    const scale = scaleOf(input, g / grid);
    const error = memory.scope(() => {
      const D = round(scaled(scale), format, groupSize).toDense();
      const [d, w] = [D.data, W.data];
      for (let p = 0; p < d.length; p++) d[p] = (d[p] as number) / (scale[p % n] as number) - (w[p] as number);
      let total = 0;
      for (const v of X.matmul(D, { transposeB: true }).data) total += v * v;
      return total;
    });
    if (error < best.error) best = { ratio: g / grid, error, scale };
  }
  return { ...best, matrix: memory.scope(() => round(scaled(best.scale), format, groupSize)) };
}

/** (mean |x|)^ratio, at least 1e-4, over the root of its largest times its least. */
function scaleOf(input: Float64Array, ratio: number): Float64Array {
  const powers = input.map((v) => Math.max(1e-4, v ** ratio));
  const middle = Math.sqrt(
    powers.reduce((a, b) => Math.max(a, b), 0) * powers.reduce((a, b) => Math.min(a, b), Infinity),
  );
  return powers.map((v) => v / middle);
}
