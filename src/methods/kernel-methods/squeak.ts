/**
 * SQUEAK: one pass over a stream keeps a small weighted dictionary of points, drawn by their ridge leverage scores, which stands for
 * the Gram matrix K of all of them: ||(K + gamma I)^(-1/2) (K - K^(1/2) S S' K^(1/2)) (K + gamma I)^(-1/2)||_2 <= eps with high
 * probability, its size of the order of qbar tr(K (K + gamma I)^-1). DISQUEAK: dictionaries of parts of the points, merged in a tree.
 *
 * Calandriello, Lazaric and Valko, "Distributed Adaptive Sampling for Kernel Matrix Approximation", AISTATS 2017. arXiv:1803.10172
 *
 * Points are appended with chance 1 and qbar copies; then leverage scores are estimated from the dictionary alone, chances fall to the
 * estimates (they never rise), and each copy is kept with the ratio of its new chance to its old. In one pass each new point is
 * estimated by itself, which is O(q^2) for a dictionary of q and far less for most points, and all those kept whenever a quarter more
 * have joined: a score that is not estimated anew stays as large as it was, so that what is proved holds.
 * @module
 */
import { Matrix } from "../../arrays/matrix.ts";
import { Random } from "../../arrays/random.ts";
import { checkBoolean, checkNumber, checkOptions, checkSize, describe } from "../../core/check.ts";
import { log } from "../../core/elementary.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../../core/errors.ts";
import { type RunOptions, run, runAsync, type State } from "../../core/run.ts";
import type { Engine } from "../../kernels/engine.ts";
import { Instance } from "../../kernels/instance.ts";
import { checkPoints, kernelFunction } from "../../kernels/pairs.ts";
import { seedOf } from "../../kernels/random.ts";
import { arrivals, panelsOf } from "./squeak/arrivals.ts";
import {
  checkAlike,
  checkDictionary,
  checkShared,
  concatenated,
  type Dictionary,
  type DictionaryOptions,
  fresh,
} from "./squeak/dictionary.ts";
import { checkDiagonal, checkRoom, estimates, shrunk } from "./squeak/shrink.ts";
import { fold } from "./squeak/tree.ts";

export type { Dictionary, DictionaryOptions } from "./squeak/dictionary.ts";
export { Nystrom, type NystromDictionaryOptions, NystromRidge, nystrom } from "./squeak/nystrom.ts";
export { loadDictionary, saveDictionary } from "./squeak/saved.ts";
export { mergeTree } from "./squeak/tree.ts";

/** How a dictionary is made. */
export interface SqueakOptions extends DictionaryOptions {
  /** Points taken in at a time. By default half the dictionary's, at least 32. */
  batch?: number;
  /** Most points a dictionary may have. Default: no limit. */
  maxDict?: number;
  /** Default 0. */
  seed?: number | bigint;
}

/** How far the pass is. */
export interface SqueakState extends State {
  /** The part of the points that is still to come; 0 at the end. */
  readonly residual: number;
  /** Points in the dictionary. */
  readonly size: number;
  /** The result, at the end. */
  readonly dictionary: Dictionary | undefined;
}

/** How to stop, and to follow, a run: as `run` has them. */
export type SqueakWatch = Pick<RunOptions<SqueakState>, "signal" | "onProgress">;

/**
 * A stream of points on its way into a dictionary. Between calls nothing is reserved in the instance; half the square of the dictionary
 * is held outside it.
 */
export class Squeak {
  readonly #engine: Engine;
  readonly #shared: ReturnType<typeof checkShared>;
  readonly #options: Required<Pick<SqueakOptions, "maxDict" | "seed">> & Pick<SqueakOptions, "batch">;
  readonly #dim: number;
  #dictionary: Dictionary | undefined;
  /** Of the dictionary but for the points that joined since it was estimated. */
  #panels: ReturnType<typeof panelsOf> | undefined;
  #joined = 0;
  #waiting = new Float64Array(0);
  #count = 0;

  /** @param dim  numbers of a point */
  constructor(lw: Instance, dim: number, options: SqueakOptions) {
    this.#engine = Instance.engineOf(lw);
    checkSize("dim", dim, 1);
    checkOptions("options", options);
    const { batch, maxDict = 0xffffffff, seed = 0 } = options;
    if (batch !== undefined) checkSize("batch", batch, 1);
    checkSize("maxDict", maxDict, 1);
    seedOf("seed", seed);
    this.#shared = checkShared(options);
    this.#options = { maxDict, seed, ...(batch === undefined ? {} : { batch }) };
    this.#dim = dim;
  }

  /** The dictionary of the whole batches so far. */
  get dictionary(): Dictionary | undefined {
    return this.#dictionary;
  }

  /**
   * Takes points in, one a row of dim numbers. How the stream is cut into calls makes no difference: what does not fill a batch waits.
   * @throws ArgumentRangeError for an entry that is not finite, or a dictionary above maxDict, which stays as it was before its last batch
   */
  push(X: Matrix): void {
    checkStream(X, this.#dim, this.#shared.kernel);
    for (let row = 0; row < X.rows; ) {
      const { batch = Math.max(32, (this.#dictionary?.size ?? 0) >> 1) } = this.#options;
      if (this.#waiting.length !== batch * this.#dim) this.#waiting = new Float64Array(batch * this.#dim);
      const taken = Math.min(batch - this.#count, X.rows - row);
      this.#waiting.set(X.data.subarray(row * this.#dim, (row + taken) * this.#dim), this.#count * this.#dim);
      row += taken;
      this.#count += taken;
      if (this.#count === batch) this.#absorb();
    }
  }

  /** Takes in what waits for its batch to fill, and estimates all scores anew. @returns the dictionary @throws ArgumentRangeError if there were no points */
  finish(): Dictionary {
    if (this.#count > 0) this.#absorb();
    if (!this.#dictionary) throw new ArgumentRangeError("X", "at least one point", "none");
    if (this.#joined > 0) this.#estimate(this.#dictionary);
    return this.#dictionary;
  }

  #absorb(): void {
    const points = this.#waiting.slice(0, this.#count * this.#dim);
    const [before, engine] = [this.#dictionary, this.#engine];
    if (!before) this.#estimate(fresh(points, this.#dim, this.#shared));
    else {
      const random = new Random(engine, this.#options.seed, ARRIVALS | BigInt(before.seen));
      this.#panels ??= panelsOf(engine, before);
      const come = arrivals(engine, this.#panels, points, before, random);
      const peak = before.size + this.#count;
      const all = concatenated({ ...before, peak: Math.max(before.peak, peak) }, come);
      const joined = this.#joined + come.size;
      if (4 * joined > all.size - joined || all.size > this.#options.maxDict) this.#estimate(all);
      else [this.#dictionary, this.#joined] = [all, joined];
    }
    this.#count = 0;
  }

  /** All leverage scores anew. */
  #estimate(all: Dictionary): void {
    const next = shrunk(this.#engine, all, false, { seed: this.#options.seed, level: 0, index: all.seen });
    checkRoom(this.#options.maxDict, next);
    [this.#dictionary, this.#panels, this.#joined] = [next, undefined, 0];
  }
}

/** Of the streams of random numbers those of new points; merges and estimates have the others. */
const ARRIVALS = 1n << 63n;

/** Points handed over between two states. */
const STRIDE = 1024;

/** Makes a dictionary of the rows of X in one pass, some of them a step. */
export function* squeakSteps(X: Matrix, options: SqueakOptions): Generator<SqueakState, void> {
  if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
  const stream = new Squeak(new Instance(X.engine), X.cols, options);
  const data = X.rows === 0 ? new Float64Array(0) : Float64Array.from(X.data);
  for (let row = 0; ; row += STRIDE) {
    const rows = Math.min(STRIDE, X.rows - row);
    X.engine.memory.scope(() => {
      stream.push(Matrix.from(X.engine, "f64", rows, X.cols, data.subarray(row * X.cols, (row + rows) * X.cols)));
    });
    if (row + rows < X.rows) {
      yield { residual: 1 - (row + rows) / X.rows, size: stream.dictionary?.size ?? 0, dictionary: undefined };
      continue;
    }
    const dictionary = stream.finish();
    while (true) yield { residual: 0, size: dictionary.size, dictionary };
  }
}

const runOf = ({ signal, onProgress }: SqueakWatch) => ({
  tolerance: 0,
  maxIterations: 0xffffffff,
  ...(signal === undefined ? {} : { signal }),
  ...(onProgress === undefined ? {} : { onProgress }),
});

/** A dictionary of the rows of X, in one pass. Reserves what `Dictionary.peak` says. */
export function squeak(X: Matrix, options: SqueakOptions & SqueakWatch): Dictionary {
  checkOptions("options", options);
  return run(squeakSteps(X, options), runOf(options)).dictionary as Dictionary;
}

/** As `squeak`, letting the host do other work in between. */
export async function squeakAsync(X: Matrix, options: SqueakOptions & SqueakWatch): Promise<Dictionary> {
  checkOptions("options", options);
  return (await runAsync(squeakSteps(X, options), runOf(options))).dictionary as Dictionary;
}

/** Which merge this is, and how much it may keep. */
export interface MergeOptions {
  /** Default 0. */
  seed?: number | bigint;
  /** From 1 for the leaves to 32767. Two merges of one tree must differ in level or index. Default 1. */
  level?: number;
  /** Default 0. */
  index?: number;
  /** Most points the result may have. Default: no limit. */
  maxDict?: number;
}

/**
 * One dictionary that stands for the points of both. The result depends on the arguments alone, not on the instance: merges of one
 * level can run anywhere, in any order.
 * @throws ArgumentRangeError if the two differ in gamma, qbar, eps, variant, kernel or dimension
 */
export function mergeDictionaries(lw: Instance, a: Dictionary, b: Dictionary, options: MergeOptions = {}): Dictionary {
  const engine = Instance.engineOf(lw);
  checkDictionary("a", a);
  checkDictionary("b", b);
  checkAlike(a, b);
  checkOptions("options", options);
  const { seed = 0, level = 1, index = 0, maxDict = 0xffffffff } = options;
  checkSize("level", level, 1);
  if (level > 32767) throw new ArgumentRangeError("level", "an integer from 1 to 32767", describe(level));
  checkSize("index", index);
  checkSize("maxDict", maxDict, 1);
  const merged = shrunk(engine, concatenated(a, b), true, { seed, level, index });
  checkRoom(maxDict, merged);
  return merged;
}

/** How a tree of dictionaries is made. */
export interface DisqueakOptions extends DictionaryOptions, Pick<SqueakOptions, "maxDict" | "seed"> {
  /** Points of a leaf. Default 128. */
  leafSize?: number;
}

/** The leaves of the tree: parts of a random order of the rows of X, all points certain. */
export function dictionaryLeaves(X: Matrix, options: DisqueakOptions): Dictionary[] {
  checkOptions("options", options);
  const { leafSize = 128, seed = 0 } = options;
  const shared = checkShared(options);
  checkSize("leafSize", leafSize, 1);
  seedOf("seed", seed);
  if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
  checkStream(X, X.cols, shared.kernel);
  checkSize("X.cols", X.cols, 1);
  checkDiagonal(X, shared.kernel);
  const order = new Random(X.engine, seed, 0xffff_ffff_ffff_ffffn).permutation(X.rows);
  const { data, cols } = X;
  const leaves: Dictionary[] = [];
  for (let from = 0; from < X.rows; from += leafSize) {
    const rows = order.subarray(from, from + leafSize);
    const points = new Float64Array(rows.length * cols);
    for (const [row, i] of rows.entries()) points.set(data.subarray(i * cols, (i + 1) * cols), row * cols);
    leaves.push(fresh(points, cols, shared));
  }
  return leaves;
}

/** A dictionary of the rows of X by a balanced tree of merges, as many as there are leaves less one. */
export function disqueak(X: Matrix, options: DisqueakOptions): Dictionary {
  const leaves = dictionaryLeaves(X, options);
  const { seed = 0, maxDict = 0xffffffff } = options;
  checkSize("maxDict", maxDict, 1);
  const lw = new Instance(X.engine);
  if (leaves.length === 0) throw new ArgumentRangeError("X", "at least one point", "none");
  const all = fold(leaves, (a, b, level, index) => mergeDictionaries(lw, a, b, { seed, level, index, maxDict }));
  checkRoom(maxDict, all);
  return all;
}

/**
 * The estimated ridge leverage score of each point of a dictionary, at most (1 - eps) tau for the paper's variant.
 * @param merged  estimate as after a merge of two dictionaries, by the larger ridge. Default false.
 */
export function ridgeLeverage(lw: Instance, dictionary: Dictionary, merged = false): Float64Array<ArrayBuffer> {
  const engine = Instance.engineOf(lw);
  checkDictionary("dictionary", dictionary);
  checkBoolean("merged", merged);
  return estimates(engine, dictionary, merged);
}

/**
 * The qbar by which the bounds are proved for n points with chance 1 - delta: 39 alpha log(2 n / delta) / eps^2, alpha = (1 + eps) /
 * (1 - eps) for one pass and (1 + 3 eps) / (1 - eps) for a tree. Far more than is needed in practice.
 */
export function theoreticalQbar(n: number, eps: number, delta: number, distributed = false): number {
  checkSize("n", n, 1);
  for (const [name, value] of [["eps", eps] as const, ["delta", delta] as const]) {
    checkNumber(name, value);
    if (!(value > 0 && value < 1)) throw new ArgumentRangeError(name, "a number in (0, 1)", describe(value));
  }
  checkBoolean("distributed", distributed);
  const alpha = (1 + (distributed ? 3 : 1) * eps) / (1 - eps);
  return Math.ceil((39 * alpha * log((2 * n) / delta)) / eps ** 2);
}

/** Points of a stream. */
function checkStream(X: unknown, dim: number, kernel: Dictionary["kernel"]): asserts X is Matrix {
  if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
  if (X.cols !== dim) throw new ArgumentRangeError("X", `${dim} columns`, `${X.cols}`);
  checkPoints("X", X, kernelFunction(kernel));
}
