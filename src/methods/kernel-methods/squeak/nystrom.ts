import { Matrix } from "../../../arrays/matrix.ts";
import type { Vector } from "../../../arrays/vector.ts";
import { checkBoolean, checkOptions, checkPositive, checkReal } from "../../../core/check.ts";
import { Owner } from "../../../core/dispose.ts";
import type { Real } from "../../../core/types.ts";
import { Instance } from "../../../kernels/instance.ts";
import { NystromFeatures, nystromFeatures } from "../../../models/features/nystrom.ts";
import { type GaussianProcess, gaussianProcess, type Posterior } from "../../../models/gaussianProcess.ts";
import { checkDictionary, type Dictionary, weightsOf } from "./dictionary.ts";
import { pointsOf, weightedFactor } from "./shrink.ts";

/**
 * Features whose inner products approximate the kernel: phi(z) = L^-1 S k_D(z), L L' = S K_DD S + gamma I. Of all points seen,
 * 0 <= K - Phi Phi' <= gamma / (1 - eps) I wherever the dictionary keeps its promise. Holds size (size + dim) elements.
 */
export class Nystrom extends NystromFeatures {
  /** What it was made of. */
  readonly dictionary: Dictionary;

  /** @internal */
  constructor(points: Matrix, factor: Matrix, dictionary: Dictionary) {
    super(points, factor, dictionary.kernel);
    this.dictionary = dictionary;
  }

  /** Phi, one row a row of Z, one column a point of the dictionary. */
  features(Z: Matrix): Matrix {
    return this.transform(Z);
  }

  /**
   * Kernel ridge regression, the mean of a Gaussian process with noise of variance mu, by these features: `gaussianProcess` of
   * `lanewise/models` in short.
   * @param y  a value a row of X
   * @param mu > 0
   */
  krr(X: Matrix, y: Vector, mu: number): NystromRidge {
    checkPositive("mu", mu);
    return new NystromRidge(this, gaussianProcess(X, y, { features: this, alpha: mu }), mu);
  }
}

/** A fitted regression: holds size (size + 1) elements, and reads the `Nystrom` it was made from. */
export class NystromRidge extends Owner {
  /** The features. */
  readonly nystrom: Nystrom;
  /** The process that the regression is the mean of. */
  readonly process: GaussianProcess<Vector>;
  /** The ridge. */
  readonly mu: number;

  /** @internal */
  constructor(nystrom: Nystrom, process: GaussianProcess<Vector>, mu: number) {
    super();
    [this.nystrom, this.process, this.mu] = [nystrom, process, mu];
  }

  /**
   * At each row z of X, phi the features and A = Phi' Phi + mu I: the mean phi' A^-1 Phi' y and the variance
   * k(z, z) - phi' phi + mu phi' A^-1 phi. Far from the dictionary the first term stays, so that the variance does not vanish there.
   */
  predict(X: Matrix): Posterior<Vector> {
    return this.process.posterior(X);
  }

  /** Gives its memory back. */
  override dispose(): void {
    this.process.dispose();
  }
}

/** How to make features of a dictionary. */
export interface NystromDictionaryOptions {
  /** What points and features are of; the factor is computed in f64 all the same. Default "f64". */
  type?: Real;
  /**
   * Default true: L L' = S K_DD S + gamma I. Without gamma, and then without the weights too, phi(x)'phi(z) is the kernel projected on
   * the points: never farther from it, exact at the points, so that variances are not too large; points that others make up for to
   * rounding are left out.
   */
  regularized?: boolean;
}

/** The Nystrom features of a dictionary, in an instance: a feature map for the models of `lanewise/models`. */
export function nystrom(lw: Instance, dictionary: Dictionary, options: NystromDictionaryOptions = {}): Nystrom {
  const engine = Instance.engineOf(lw);
  checkDictionary("dictionary", dictionary);
  checkOptions("options", options);
  const { type = "f64", regularized = true } = options;
  checkReal("type", type);
  checkBoolean("regularized", regularized);
  return engine.memory.scope(() => {
    const points = pointsOf(engine, dictionary);
    const typed = type === "f64" ? points : Matrix.from(engine, type, points.rows, points.cols, points.data);
    if (!regularized) {
      const plain = nystromFeatures(typed, { ...dictionary.kernel, nComponents: points.rows });
      return new Nystrom(plain.points, plain.factor, dictionary);
    }
    const weights = weightsOf(dictionary);
    const factor = weightedFactor(points, dictionary, weights, dictionary.gamma);
    // L^-1 S = (S^-1 L)^-1
    const [{ data }, n] = [factor, dictionary.size];
    for (const [i, s] of weights.entries())
      for (let j = i * n; j <= i * (n + 1); j++) data[j] = (data[j] as number) / s;
    return new Nystrom(typed, type === "f64" ? factor : Matrix.from(engine, type, n, n, data), dictionary);
  });
}
