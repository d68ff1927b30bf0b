/**
 * k-means.
 *
 * Lloyd's method (src/solvers/lloyd); first centres by Arthur and Vassilvitskii, "k-means++: The Advantages of Careful Seeding",
 * SODA 2007, 1027-1035, the best of a few draws for each, as their section 7 proposes and scikit-learn does.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { checkBoolean, checkFunction, checkNonNegative, checkOptions, checkSize, describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { run } from "../core/run.ts";
import { Random } from "../arrays/random.ts";
import { arrayIn, fromRecord, packRecord, type SavedBytes, type SavedRecord, unpackRecord } from "../core/saved.ts";
import type { Engine } from "../kernels/engine.ts";
import { Instance } from "../kernels/instance.ts";
import { savedMatrix, typeIn } from "./features/saved.ts";
import { assignment, assignRows } from "../kernels/cluster.ts";
import { checkMatrix } from "../kernels/storage.ts";
import { pairwiseDistances } from "../linalg/gram.ts";
import { checkRows, lloyd } from "../solvers/lloyd.ts";
import { plusPlus } from "./plusPlus.ts";

/** How far k-means has come. */
export interface KMeansProgress {
  /** The sum of the squared distances to the centres before the iteration. */
  readonly inertia: number;
  /** What `tolerance` is compared with. */
  readonly residual: number;
  /** The number of the start, from 0. */
  readonly start: number;
}

/** Options of `kMeans`, named as in scikit-learn. */
export interface KMeansOptions {
  /** How many clusters. Default 8. */
  nClusters?: number;
  /** First centres: "k-means++" (default), "random" rows of X, or nClusters rows of numbers. */
  init?: "k-means++" | "random" | Matrix;
  /** Starts, the best of which is kept. Default 10 with "random", else 1. */
  nInit?: number;
  /** Stop a start after so many iterations. Default 300. */
  maxIterations?: number;
  /** Stop where the sum of the squares of what the centres move is this part of the mean variance of the features. Default 1e-4. */
  tolerance?: number;
  /** The same seed gives the same clusters. Default 0. */
  randomState?: number | bigint;
  /** Ends the fit with the signal's reason, checked once an iteration. */
  signal?: AbortSignal;
  /** Called after each iteration. */
  onProgress?: (progress: KMeansProgress, iteration: number) => void;
}

/** Clusters: holds nClusters x features. */
export class KMeans extends Owner {
  /** @internal */
  constructor(
    /** The mean of each cluster, a row each. */
    readonly clusterCenters: Matrix,
    /** The cluster of each sample: its nearest centre. */
    readonly labels: Uint32Array<ArrayBuffer>,
    /** The sum of the squared distances of the samples to their centres. */
    readonly inertia: number,
    /** Of the best start. */
    readonly iterations: number,
    /** Whether the centres of the best start came to rest within `tolerance`. */
    readonly converged: boolean,
  ) {
    super();
  }

  /** The nearest centre of each row of X. @throws as `kMeans` */
  predict(X: Matrix): Uint32Array<ArrayBuffer> {
    this.#check(X);
    const found = assignment(X, this.clusterCenters.rows);
    assignRows(found, X, this.clusterCenters);
    return found.labels;
  }

  /** The Euclidean distance of each row of X to each centre, X.rows x nClusters. @throws as `kMeans` */
  transform(X: Matrix): Matrix {
    this.#check(X);
    return pairwiseDistances(X, this.clusterCenters);
  }

  /** All that it is made of, to be saved. */
  record(): SavedRecord {
    const { clusterCenters: C, labels, inertia, iterations, converged } = this;
    const values = { type: C.type, nClusters: C.rows, dim: C.cols, inertia, iterations, converged };
    return { kind: "k-means", values, arrays: { centers: C.toArray(), labels } };
  }

  /** The model in one ArrayBuffer; `loadKMeans` makes it again. */
  save(): ArrayBuffer {
    return packRecord(this.record());
  }

  /** Gives the memory back. */
  override dispose(): void {
    this.clusterCenters.dispose();
  }

  #check(X: Matrix): void {
    checkRows("X", X);
    checkMatrix("X", X, this.clusterCenters, X.rows, this.clusterCenters.cols);
  }
}

/**
 * min over nClusters centres of the sum of the squared distances of the samples to the nearest: scikit-learn's KMeans, a local minimum.
 * A cluster that loses its samples starts again at the sample farthest from its centre. Reserves the centres twice, and scratch of a
 * few numbers a sample.
 *
 * @param X  samples, a row each
 * @throws ArgumentRangeError if there are fewer samples than clusters, or a number is not finite
 */
export function kMeans(X: Matrix, options: KMeansOptions = {}): KMeans {
  checkRows("X", X);
  checkOptions("options", options);
  const { nClusters = 8, init = "k-means++", maxIterations = 300, tolerance = 1e-4, randomState = 0 } = options;
  const { nInit = init === "random" ? 10 : 1, signal, onProgress } = options;
  checkSize("nClusters", nClusters, 1);
  checkSize("nInit", nInit, 1);
  checkSize("maxIterations", maxIterations, 1);
  checkNonNegative("tolerance", tolerance);
  if (onProgress !== undefined) checkFunction("onProgress", onProgress);
  if (signal !== undefined && typeof signal?.aborted !== "boolean")
    throw new ArgumentTypeError("signal", "an AbortSignal", describe(signal));
  if (nClusters > X.rows) throw new ArgumentRangeError("nClusters", `at most ${X.rows}, the samples`, `${nClusters}`);
  if (init instanceof Matrix) {
    checkMatrix("init", init, X, nClusters, X.cols);
    checkRows("init", init);
  } else if (init !== "k-means++" && init !== "random")
    throw new ArgumentTypeError("init", '"k-means++", "random" or a Matrix', describe(init));
  const random = new Random(X.engine, randomState);
  return X.engine.memory.scope(() => {
    let best: KMeans | undefined;
    for (let start = 0; start < nInit; start++) {
      signal?.throwIfAborted();
      const centres = init instanceof Matrix ? init : rowsOf(X, firstRows(X, nClusters, init, random));
      const state = run(lloyd(X, centres), {
        tolerance,
        maxIterations,
        ...(signal && { signal }),
        ...(onProgress && { onProgress: ({ inertia, residual }, i) => onProgress({ inertia, residual, start }, i) }),
      });
      if (centres !== init) centres.dispose();
      const found = assignment(X, nClusters);
      const inertia = assignRows(found, X, state.centres);
      if (best === undefined || inertia < best.inertia) {
        best?.dispose();
        best = new KMeans(state.centres, found.labels, inertia, state.iterations, state.converged);
      } else state.centres.dispose();
    }
    return best as KMeans;
  });
}

/** The rows that are the first centres. */
const firstRows = (X: Matrix, k: number, init: "k-means++" | "random", random: Random): Uint32Array =>
  init === "random" ? random.permutation(X.rows).subarray(0, k) : plusPlus(X, k, random);

/** A matrix of some rows of X. */
function rowsOf(X: Matrix, rows: Uint32Array): Matrix {
  const out = new Matrix(X.engine, X.type, rows.length, X.cols);
  const [to, from, d] = [out.data, X.data, X.cols];
  for (const [j, row] of rows.entries()) to.set(from.subarray(row * d, (row + 1) * d), j * d);
  return out;
}

/** The clusters that a record holds. */
export function kMeansOf(engine: Engine, record: SavedRecord): KMeans {
  const { nClusters, dim, inertia, iterations, converged } = record.values;
  checkSize("nClusters", nClusters, 1);
  checkSize("dim", dim);
  checkNonNegative("inertia", inertia);
  checkSize("iterations", iterations, 1);
  checkBoolean("converged", converged);
  const labels = arrayIn(record, "labels", "u32") as Uint32Array<ArrayBuffer>;
  const wrong = labels.find((label) => label >= nClusters);
  if (wrong !== undefined) throw new ArgumentRangeError("labels", `numbers below ${nClusters}`, `${wrong}`);
  return new KMeans(
    savedMatrix(engine, record, "centers", typeIn(record), nClusters, dim),
    labels,
    inertia,
    iterations,
    converged,
  );
}

/** The model that was saved. @throws SavedFormatError, and then nothing is reserved */
export function loadKMeans(lw: Instance, buffer: SavedBytes): KMeans {
  const engine = Instance.engineOf(lw);
  return fromRecord(unpackRecord(buffer, "k-means"), (record) => kMeansOf(engine, record));
}
