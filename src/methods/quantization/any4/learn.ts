/**
 * Tables learned row by row, as steps that can be watched, stopped and let others in between.
 * @module
 */
import { numberFormats } from "../../../arrays/formats.ts";
import type { LutMatrix } from "../../../arrays/lut.ts";
import type { Matrix } from "../../../arrays/matrix.ts";
import { Random } from "../../../arrays/random.ts";
import type { Vector } from "../../../arrays/vector.ts";
import { checkChoice, checkNonNegative, checkOptions, checkSize } from "../../../core/check.ts";
import { ArgumentRangeError } from "../../../core/errors.ts";
import { type RunOptions, run, runAsync, type State } from "../../../core/run.ts";
import type { Numbers } from "../../../core/types.ts";
import { type Fit, type FitOptions, fitRows } from "../../../kernels/codebook.ts";
import { checkBits, checkGroup, Parts, weightsBeside } from "./parts.ts";
import { checkWeights } from "../common/weights.ts";

/** How tables are learned. */
export interface AnyOptions {
  /** Bits a code. Default 4. */
  bits?: 4 | 3 | 2;
  /** Columns that share a scale and an offset: at least 2, a divisor of the columns. Default 128. */
  groupSize?: number;
  /** What errors in a column weigh, for example `calibrate(X)`. Default: all the same. */
  sampleWeight?: Numbers;
  /** Weights times the scale of a group ("squared": its square, which makes the sum minimised that of the squared errors of W). Default true. */
  scaleSampleWeight?: boolean | "squared";
  /** "optimal": the least sum there is; "lloyd": k-means as the paper has it, a local minimum. Default "optimal". */
  solver?: "optimal" | "lloyd";
  /** Where "lloyd" starts: seeds drawn by k-means++, the table of nf4 (4 bits alone), or the whole numbers. Default "kmeans++". */
  init?: "kmeans++" | "nf4" | "uniform";
  /** Most steps of "lloyd". Default 300. */
  maxIter?: number;
  /** "lloyd" ends where the centres move by less than this times the variance of the row. Default 1e-4. */
  tol?: number;
  /** Of the draws of k-means++. Default 0. */
  seed?: number | bigint;
  /** Entries as bfloat16 numbers or unrounded. Default "bf16". */
  lutDtype?: "bf16" | "f32";
  /**
   * "affine", the paper's: a group is brought to [0, 2^bits - 1] by its least and greatest number, as those of int4 are;
   * "symmetric": to [-1, 1] by its largest magnitude, as those of nf4 and fp4 are; "best": for each row that of the two
   * with the smaller weighted sum of squared errors. Default "affine".
   */
  scaling?: "affine" | "symmetric" | "best";
}

/** How far quantizing has come. */
export interface AnyState extends State {
  /** The part of the rows left. */
  readonly residual: number;
  /** Rows done. */
  readonly rows: number;
  /** The matrix, once all are. */
  readonly matrix: LutMatrix | undefined;
}

/** Watching and stopping. */
export type AnyRunOptions = AnyOptions & Pick<RunOptions<AnyState>, "signal" | "onProgress">;

/** Weights a step fits: some ten milliseconds. */
const STEP = 1 << 15;

/**
 * Quantizes W some rows a step; the last state holds the matrix. Reserves the weights of columns and the draws at the
 * first step, the matrix at the last.
 */
export function* anySteps(W: Matrix, options: AnyOptions = {}): Generator<AnyState, void> {
  checkOptions("options", options);
  checkWeights("W", W);
  const { bits = 4, groupSize = 128, sampleWeight, scaleSampleWeight = true, lutDtype = "bf16" } = options;
  const { scaling = "affine" } = options;
  checkBits(bits);
  checkGroup(groupSize, W.cols);
  checkChoice("scaleSampleWeight", scaleSampleWeight, [true, false, "squared"] as never[]);
  checkChoice("lutDtype", lutDtype, ["bf16", "f32"]);
  checkChoice("scaling", scaling, ["affine", "symmetric", "best"]);
  const power = scaleSampleWeight === "squared" ? 2 : Number(scaleSampleWeight);
  const held: Vector[] = [];
  let matrix: LutMatrix | undefined;
  try {
    const fitOf = fitsOf(W, bits, options, held);
    const weights = sampleWeight === undefined ? undefined : weightsBeside(W, sampleWeight);
    if (weights) held.push(weights);
    const parts = new Parts(W, bits, groupSize);
    const some = Math.max(1, Math.floor(STEP / Math.max(1, W.cols)));
    const all: Omit<FitOptions, "symmetric" | "fit"> = { bits, groupSize, weights, power, round: lutDtype === "bf16" };
    for (let first = 0; ; first += some) {
      const count = Math.min(some, W.rows - first);
      const [fitted, other] = [false, true]
        .filter((symmetric) => scaling === "best" || symmetric === (scaling === "symmetric"))
        .map((symmetric) => fitRows(W, first, count, { ...all, symmetric, fit: fitOf(symmetric) }));
      for (let r = 0; r < count; r++) {
        const better = other !== undefined && (other.losses[r] as number) < (fitted?.losses[r] as number);
        parts.take((better ? other : fitted) as NonNullable<typeof fitted>, r, first + r);
      }
      const rows = first + count;
      if (rows === W.rows) matrix = parts.toMatrix();
      yield { residual: W.rows === 0 ? 0 : 1 - rows / W.rows, rows, matrix };
    }
  } catch (error) {
    matrix?.dispose();
    throw error;
  } finally {
    for (const vector of held) vector.dispose();
  }
}

/** Quantizes W: as `anySteps`, to the end. */
export function quantize(W: Matrix, options: AnyRunOptions = {}): LutMatrix {
  return run(anySteps(W, options), runOf(options)).matrix as LutMatrix;
}

/** As `quantize`, letting the host do other work every few rows. */
export async function quantizeAsync(W: Matrix, options: AnyRunOptions = {}): Promise<LutMatrix> {
  return (await runAsync(anySteps(W, options), runOf(options))).matrix as LutMatrix;
}

function runOf(options: AnyRunOptions): RunOptions<AnyState> {
  checkOptions("options", options);
  const { signal, onProgress } = options;
  return { tolerance: 0, maxIterations: 2 ** 32 - 1, ...(signal && { signal }), ...(onProgress && { onProgress }) };
}

function fitsOf(W: Matrix, bits: 2 | 3 | 4, options: AnyOptions, held: Vector[]): (symmetric: boolean) => Fit {
  const { solver = "optimal", init = "kmeans++", maxIter = 300, tol = 1e-4, seed = 0 } = options;
  checkChoice("solver", solver, ["optimal", "lloyd"]);
  checkChoice("init", init, ["kmeans++", "nf4", "uniform"]);
  checkSize("maxIter", maxIter);
  checkNonNegative("tol", tol);
  const random = new Random(W.engine, seed);
  if (init === "nf4" && bits !== 4)
    throw new ArgumentRangeError("init", `"kmeans++" or "uniform" at ${bits} bits`, '"nf4"');
  if (solver === "optimal") return () => ({ solver });
  if (init === "kmeans++") {
    const draws = random.uniform(W.rows * 2 ** bits);
    held.push(draws);
    return () => ({ solver, draws, steps: maxIter, tolerance: tol });
  }
  const top = 2 ** bits - 1;
  const even =
    init === "nf4" ? numberFormats.nf4.table : Float64Array.from({ length: top + 1 }, (_, c) => (2 * c) / top - 1);
  return (symmetric) => ({
    solver,
    start: symmetric ? even : even.map((t) => ((t + 1) * top) / 2),
    steps: maxIter,
    tolerance: tol,
  });
}
