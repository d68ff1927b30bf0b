/**
 * Kernel k-means on features.
 *
 * Dhillon, Guan and Kulis, "Kernel k-means, Spectral Clustering and Normalized Cuts", KDD 2004, 551-556; on features of finite length:
 * Chitta, Jin, Havens and Jain, "Approximate Kernel k-means: Solution to Large Scale Kernel Clustering", KDD 2011, 895-903.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { checkOptions } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { fromRecord, nested, packRecord, partOf, type SavedBytes, unpackRecord } from "../core/saved.ts";
import { Instance } from "../kernels/instance.ts";
import { checkMatrix } from "../kernels/storage.ts";
import { checkFeatureMap, type FeatureMap } from "./featureMap.ts";
import { featuresIn } from "./features/load.ts";
import { checkSamples } from "./kernel/regression.ts";
import { type KMeans, type KMeansOptions, kMeans, kMeansOf } from "./kMeans.ts";
import { byRows } from "./kernel/system.ts";

/** Options of `kernelKMeans`: those of `kMeans`, with first centres as rows of features. */
export interface KernelKMeansOptions extends KMeansOptions {
  /** The features; the model reads them as long as it is used. */
  features: FeatureMap;
}

/** Clusters in the space of features: holds nClusters*size elements, and features of its own where it was loaded. */
export class KernelKMeans extends Owner {
  /** The features. */
  readonly features: FeatureMap;
  /** The clusters of features: centres, labels, inertia and how they came about. */
  readonly clusters: KMeans;
  readonly #owned: boolean;

  /** Takes over the clusters, and the features if they are `owned`. @internal */
  constructor(features: FeatureMap, owned: boolean, clusters: KMeans) {
    super();
    this.features = features;
    this.clusters = clusters;
    this.#owned = owned;
  }

  /** The cluster of each sample. */
  get labels(): Uint32Array<ArrayBuffer> {
    return this.clusters.labels;
  }

  /** The sum of the squared distances of the samples to their centres, between features. */
  get inertia(): number {
    return this.clusters.inertia;
  }

  /** Of the best start. */
  get iterations(): number {
    return this.clusters.iterations;
  }

  /** Whether the centres of the best start came to rest within `tolerance`. */
  get converged(): boolean {
    return this.clusters.converged;
  }

  /** The nearest centre of each row of X. Reads X in parts. */
  predict(X: Matrix): Uint32Array<ArrayBuffer> {
    checkSamples(X, this.features);
    const labels = new Uint32Array(X.rows);
    byRows(X, (part, from) => labels.set(this.clusters.predict(this.features.transform(part)), from));
    return labels;
  }

  /** The distance of the features of each row of X to each centre, X.rows x nClusters. Reads X in parts. */
  transform(X: Matrix): Matrix {
    checkSamples(X, this.features);
    const k = this.clusters.clusterCenters.rows;
    return X.engine.memory.scope(() => {
      const out = new Matrix(X.engine, X.type, X.rows, k);
      byRows(X, (part, from) => {
        const distances = this.clusters.transform(this.features.transform(part));
        out.data.set(distances.data, from * k);
      });
      return out;
    });
  }

  /** The model with its features in one ArrayBuffer; `loadKernelKMeans` makes it again. */
  save(): ArrayBuffer {
    const [features, clusters] = [
      nested("features", this.features.record()),
      nested("clusters", this.clusters.record()),
    ];
    return packRecord({
      kind: "kernel-k-means",
      values: { ...features.values, ...clusters.values },
      arrays: { ...features.arrays, ...clusters.arrays },
    });
  }

  /** Gives its memory back, and that of features that were loaded with it. */
  override dispose(): void {
    this.clusters.dispose();
    if (this.#owned) this.features.dispose();
  }
}

/**
 * `kMeans` of features: min of sum_i |phi(x_i) - c_(l_i)|^2, so that clusters need not be convex. Kernel k-means itself where the
 * features are those of all samples. Reserves X.rows*size elements while it works.
 *
 * @param X  samples, a row each
 * @throws ArgumentRangeError if there are fewer samples than clusters, or a number is not finite
 */
export function kernelKMeans(X: Matrix, options: KernelKMeansOptions): KernelKMeans {
  checkOptions("options", options);
  const { features, ...rest } = options;
  checkFeatureMap("features", features);
  checkSamples(X, features);
  return X.engine.memory.scope(() => {
    const Phi = new Matrix(X.engine, X.type, X.rows, features.size);
    byRows(X, (part, from) => {
      const rows = features.transform(part);
      Phi.data.set(rows.data, from * features.size);
    });
    return new KernelKMeans(features, false, kMeans(Phi, rest));
  });
}

/** The model that was saved, with features of its own. @throws SavedFormatError, and then nothing is reserved */
export function loadKernelKMeans(lw: Instance, buffer: SavedBytes): KernelKMeans {
  const engine = Instance.engineOf(lw);
  return fromRecord(unpackRecord(buffer, "kernel-k-means"), (record) =>
    engine.memory.scope(() => {
      const features = featuresIn(engine, partOf(record, "features"));
      const clusters = kMeansOf(engine, partOf(record, "clusters"));
      checkMatrix("centers", clusters.clusterCenters, features, clusters.clusterCenters.rows, features.size);
      return new KernelKMeans(features, true, clusters);
    }),
  );
}
