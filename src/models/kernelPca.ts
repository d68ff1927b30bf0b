/**
 * Kernel principal components on features.
 *
 * Scholkopf, Smola and Muller, "Nonlinear Component Analysis as a Kernel Eigenvalue Problem", Neural Computation 10 (1998) 1299-1319;
 * with K = Phi Phi' the centred Gram matrix and the scatter matrix of Phi have the same eigenvalues, and the projections of the one
 * are those of the other. doi:10.1162/089976698300017467
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { checkFunction, checkOptions, checkSize, describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { fromRecord, nested, packRecord, partOf, type SavedBytes, unpackRecord } from "../core/saved.ts";
import { epsOf } from "../core/types.ts";
import { Instance } from "../kernels/instance.ts";
import { checkFeatureMap, type FeatureMap } from "./featureMap.ts";
import { featuresIn } from "./features/load.ts";
import { numbersIn, savedMatrix } from "./features/saved.ts";
import { type Axes, axesOfCentred, axesOfScatter } from "./principalAxes.ts";
import { checkSamples } from "./kernel/regression.ts";
import { byRows, inDouble } from "./kernel/system.ts";
import { meanOf, Scatter, shift } from "./scatter.ts";

/** Options of `kernelPca`. */
export interface KernelPcaOptions {
  /** The features; the model reads them as long as it is used. */
  features: FeatureMap;
  /** The most components. Default: as many as there are features, or samples less one. */
  nComponents?: number;
  /** Ends the fit with the signal's reason, checked once in 1024 samples. */
  signal?: AbortSignal;
  /** Called with how many samples of all have been read. */
  onProgress?: (done: number, samples: number) => void;
}

/** Components in the space of features: holds size*components elements, and features of its own where it was loaded. */
export class KernelPca extends Owner {
  /** The features. */
  readonly features: FeatureMap;
  /** Of the centred Gram matrix, descending, none of them 0. */
  readonly eigenvalues: Float64Array<ArrayBuffer>;
  /** Orthonormal directions of features, a column each: size x components. */
  readonly directions: Matrix;
  /** What the directions make of the mean of the features. @internal */
  readonly offset: Float64Array<ArrayBuffer>;
  readonly #owned: boolean;

  /** Takes over the directions, and the features if they are `owned`. @internal */
  constructor(features: FeatureMap, owned: boolean, parts: Pick<KernelPca, "eigenvalues" | "directions" | "offset">) {
    super();
    this.features = features;
    this.eigenvalues = parts.eigenvalues;
    this.directions = parts.directions;
    this.offset = parts.offset;
    this.#owned = owned;
  }

  /** The components of other samples: (phi(x) - mean)' directions, X.rows x components; of their centred kernel but for the map. */
  transform(X: Matrix): Matrix {
    checkSamples(X, this.features);
    return X.engine.memory.scope(() => {
      const out = this.features.multiply(X, this.directions);
      const { data, cols } = out;
      for (let at = 0; at < data.length; at++) (data[at] as number) -= this.offset[at % cols] as number;
      return out;
    });
  }

  /** The model with its features in one ArrayBuffer; `loadKernelPca` makes it again. */
  save(): ArrayBuffer {
    const { directions, eigenvalues, offset } = this;
    const { values, arrays } = nested("features", this.features.record());
    return packRecord({
      kind: "kernel-pca",
      values: { ...values, components: directions.cols },
      arrays: { ...arrays, directions: directions.toArray(), eigenvalues, offset },
    });
  }

  /** Gives its memory back, and that of features that were loaded with it. */
  override dispose(): void {
    this.directions.dispose();
    if (this.#owned) this.features.dispose();
  }
}

/**
 * Principal components of features: scikit-learn's KernelPCA with k(x, z) = phi(x)'phi(z), and its KernelPCA itself, but for signs,
 * where the features are those of all samples. Directions whose eigenvalue is below eps max(n, size) of the largest are left
 * out, so that there may be fewer than asked for. Reads X in parts and reserves at most 4 size^2 + 2048 (size + dim) elements of f64
 * while it works; where there are no more samples than features, 5 n size at most.
 *
 * @param X  samples, a row each, two at least
 * @throws ArgumentRangeError if a number is not finite, or all samples have the same features
 */
export function kernelPca(X: Matrix, options: KernelPcaOptions): KernelPca {
  checkOptions("options", options);
  const { features, signal, onProgress } = options;
  checkFeatureMap("features", features);
  checkSamples(X, features);
  const least = Math.min(X.rows - 1, features.size);
  if (X.rows < 2) throw new ArgumentRangeError("X", "two samples or more", `${X.rows}`);
  const { nComponents = least } = options;
  checkSize("nComponents", nComponents, 1);
  if (onProgress !== undefined) checkFunction("onProgress", onProgress);
  if (signal !== undefined && typeof signal?.aborted !== "boolean")
    throw new ArgumentTypeError("signal", "an AbortSignal", describe(signal));
  const { engine, type, size } = features;
  const wanted = Math.min(nComponents, least);
  return engine.memory.scope(() => {
    const told = (part: Matrix, from: number) => {
      signal?.throwIfAborted();
      const Phi = features.transform(part);
      onProgress?.(from + part.rows, X.rows);
      return inDouble(Phi);
    };
    const { axes, mean } = X.rows > size ? tall(X, size, wanted, told) : wide(X, size, wanted, told);
    const values = axes.variances.map((v) => v * (X.rows - 1));
    const top = values[0] ?? 0;
    if (!(top > epsOf[type] * squares(mean)))
      throw new ArgumentRangeError("X", "samples whose features differ", "samples that are all alike");
    const kept = values.filter((v) => v > epsOf[type] * Math.max(X.rows, size) * top).length;
    const rows = axes.components.data.slice(0, kept * size);
    const offset = Float64Array.from({ length: kept }, (_, c) =>
      product(rows.subarray(c * size, (c + 1) * size), mean),
    );
    const directions = Matrix.from(engine, type, kept, size, rows).transpose();
    return new KernelPca(features, false, { eigenvalues: values.slice(0, kept), directions, offset });
  });
}

type Told = (part: Matrix, from: number) => Matrix;
type Found = { axes: Axes; mean: Float64Array };

/** By the scatter matrix of the features, added up in parts. */
function tall(X: Matrix, size: number, wanted: number, featuresOf: Told): Found {
  const sums = new Scatter(X.engine, "f64", size);
  byRows(X, (part, from) => sums.add(featuresOf(part, from)));
  const mean = sums.finish();
  return { axes: axesOfScatter(sums.S, X.rows, wanted), mean };
}

/** By the singular values of all features. */
function wide(X: Matrix, size: number, wanted: number, featuresOf: Told): Found {
  const Phi = new Matrix(X.engine, "f64", X.rows, size);
  byRows(X, (part, from) => {
    const rows = featuresOf(part, from);
    Phi.data.set(rows.data, from * size);
  });
  const mean = meanOf(Phi);
  shift(Phi, mean);
  return { axes: axesOfCentred(Phi, wanted, "full"), mean: Float64Array.from(mean.data) };
}

const product = (x: ArrayLike<number>, y: ArrayLike<number>): number =>
  Array.from(x).reduce((total, v, i) => total + v * (y[i] as number), 0);

const squares = (x: Float64Array): number => product(x, x);

/** The model that was saved, with features of its own. @throws SavedFormatError, and then nothing is reserved */
export function loadKernelPca(lw: Instance, buffer: SavedBytes): KernelPca {
  const engine = Instance.engineOf(lw);
  return fromRecord(unpackRecord(buffer, "kernel-pca"), (record) =>
    engine.memory.scope(() => {
      const { components } = record.values;
      checkSize("components", components, 1);
      const features = featuresIn(engine, partOf(record, "features"));
      const directions = savedMatrix(engine, record, "directions", features.type, features.size, components);
      const eigenvalues = numbersIn(record, "eigenvalues", components);
      return new KernelPca(features, true, {
        eigenvalues,
        directions,
        offset: numbersIn(record, "offset", components),
      });
    }),
  );
}
