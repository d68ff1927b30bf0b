import { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import { checkFinite, checkOptions, checkPositive, checkReal, describe } from "../../../core/check.ts";
import { Owner } from "../../../core/dispose.ts";
import { ArgumentTypeError } from "../../../core/errors.ts";
import type { Real } from "../../../core/types.ts";
import { gemm, gemv, trsm, trsv } from "../../../kernels/dense.ts";
import { choleskyInPlace } from "../../../kernels/factor.ts";
import { Instance } from "../../../kernels/instance.ts";
import { checkMatrix, checkVector } from "../../../kernels/storage.ts";
import { NystromFeatures } from "../../../models/features/nystrom.ts";
import { checkDictionary, type Dictionary, weightsOf } from "./dictionary.ts";
import { pointsOf, weightedFactor } from "./shrink.ts";

/** Points turned into features at a time while a model is fitted. */
const ROWS = 1024;

/** Mean and variance at each point. */
export interface Prediction {
  readonly mean: Vector;
  /** Of the function, without the noise mu; add it for that of an observation. */
  readonly variance: Vector;
}

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
   * Kernel ridge regression, the mean of a Gaussian process with noise of variance mu, by these features. Reads X in parts; reserves
   * 2 size^2 + 1024 size elements while it works.
   * @param y  a value a row of X
   * @param mu > 0
   */
  krr(X: Matrix, y: Vector, mu: number): NystromRidge {
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
    checkMatrix("X", X, this.points, X.rows, this.points.cols);
    if (!(y instanceof Vector)) throw new ArgumentTypeError("y", "a Vector", describe(y));
    checkVector("y", y, X, X.rows);
    checkFinite("y", y.data);
    checkPositive("mu", mu);
    const { engine, rows: q } = this.points;
    const [A, w] = engine.memory.scope(() => {
      const A = Matrix.zeros(engine, "f64", q, q);
      const w = Vector.zeros(engine, "f64", q);
      for (let i = 0; i < q; i++) A.data[i * (q + 1)] = mu;
      for (let from = 0; from < X.rows; from += ROWS)
        engine.memory.scope(() => {
          const to = Math.min(X.rows, from + ROWS);
          const part = X.data.slice(from * X.cols, to * X.cols);
          const F = this.columns(Matrix.from(engine, "f64", to - from, X.cols, part));
          gemm(A, F, F, { transposeB: true, beta: 1 });
          gemv(w, F, Vector.from(engine, "f64", y.data.slice(from, to)), { beta: 1 });
        });
      choleskyInPlace(A);
      trsv(w, A);
      trsv(w, A, { transpose: true });
      return [A, w] as const;
    });
    return new NystromRidge(this, A, w, mu);
  }
}

/** A fitted regression: holds size (size + 1) elements, and reads the `Nystrom` it was made from. */
export class NystromRidge extends Owner {
  /** The features. */
  readonly nystrom: Nystrom;
  /** @internal */
  readonly factor: Matrix;
  /** Of the features. */
  readonly coefficients: Vector;
  /** The ridge. */
  readonly mu: number;

  /** @internal */
  constructor(nystrom: Nystrom, factor: Matrix, coefficients: Vector, mu: number) {
    super();
    [this.nystrom, this.factor, this.coefficients, this.mu] = [nystrom, factor, coefficients, mu];
  }

  /**
   * At each row z of Z, phi the features and A = Phi' Phi + mu I: the mean phi' A^-1 Phi' y and the variance
   * k(z, z) - phi' phi + mu phi' A^-1 phi. Far from the dictionary the first term stays, so that the variance does not vanish there.
   */
  predict(Z: Matrix): Prediction {
    const { engine } = this.factor;
    return engine.memory.scope(() => {
      const F = this.nystrom.columns(Z);
      const mean = new Vector(engine, "f64", Z.rows);
      F.adjoint(mean, this.coefficients);
      const variance = Vector.from(engine, "f64", this.nystrom.diagonal(Z));
      addSquares(variance, F, -1);
      trsm(F, this.factor);
      addSquares(variance, F, this.mu);
      const { data } = variance;
      for (const [i, v] of data.entries()) data[i] = Math.max(0, v);
      return { mean, variance };
    });
  }

  /** Gives its memory back. */
  override dispose(): void {
    this.factor.dispose();
    this.coefficients.dispose();
  }
}

/** Adds alpha times the squared norm of each column of F. */
function addSquares(out: Vector, F: Matrix, alpha: number): void {
  const [{ data }, sums] = [F, out.data];
  for (let i = 0, at = 0; i < F.rows; i++)
    for (let j = 0; j < F.cols; j++, at++) sums[j] = (sums[j] as number) + alpha * (data[at] as number) ** 2;
}

/**
 * The Nystrom features of a dictionary, in an instance: a feature map for the models of `lanewise/models`.
 * @param options  `type`: what points and features are of; the factor is computed in f64 all the same. Default "f64"
 */
export function nystrom(lw: Instance, dictionary: Dictionary, options: { type?: Real } = {}): Nystrom {
  const engine = Instance.engineOf(lw);
  checkDictionary("dictionary", dictionary);
  checkOptions("options", options);
  const { type = "f64" } = options;
  checkReal("type", type);
  const [points, factor] = engine.memory.scope(() => {
    const points = pointsOf(engine, dictionary);
    const weights = weightsOf(dictionary);
    const factor = weightedFactor(points, dictionary, weights, dictionary.gamma);
    // L^-1 S = (S^-1 L)^-1
    const [{ data }, n] = [factor, dictionary.size];
    for (const [i, s] of weights.entries())
      for (let j = i * n; j <= i * (n + 1); j++) data[j] = (data[j] as number) / s;
    if (type === "f64") return [points, factor] as const;
    return [Matrix.from(engine, type, n, points.cols, points.data), Matrix.from(engine, type, n, n, data)] as const;
  });
  return new Nystrom(points, factor, dictionary);
}
