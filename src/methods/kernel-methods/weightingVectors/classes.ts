/**
 * Two classes: min a'(Y Z Y)a / 2 - sum a, Y the diagonal matrix of labels; a point x is of the class sign(sum a_i y_i e^(-t d(x, x_i))).
 * @module
 */
import { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import { checkBoolean, describe } from "../../../core/check.ts";
import { Owner } from "../../../core/dispose.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../../../core/errors.ts";
import { gemv } from "../../../kernels/dense.ts";
import { checkVector } from "../../../kernels/storage.ts";
import { cholesky } from "../../../linalg/cholesky.ts";
import { descend, limitsOf, type NonNegativeOptions } from "./descent.ts";
import { checkCloud, checkDistinct, type Similarity, similarities, similarityOf } from "./similarity.ts";

/** How to fit. */
export interface WeightingClassifierOptions extends NonNegativeOptions {
  /** Whether a >= 0, a support vector machine with hard margin and no bias. Default false: Y Z Y a = 1, by a Cholesky factor. */
  nonNegative?: boolean;
}

/** A classifier; holds n elements, and reads its X again. */
export class WeightingClassifier extends Owner {
  readonly #X: Matrix;
  readonly #similarity: Similarity;

  /** @internal */
  constructor(
    X: Matrix,
    /** a_i y_i */
    readonly coefficients: Vector,
    /** Whether the descent for `nonNegative` came to its tolerance; true without. */
    readonly converged: boolean,
    similarity: Similarity,
  ) {
    super();
    this.#X = X;
    this.#similarity = similarity;
  }

  /** sum a_i y_i e^(-t d(x, x_i)) for each row x of Q: near 1 or -1 at the points learned from. Reserves n x Q.rows elements. */
  decision(Q: Matrix): Vector {
    const X = this.#X;
    checkCloud("Q", Q, this.#similarity, X);
    return X.engine.memory.scope(() => {
      const K = new Matrix(X.engine, X.type, Q.rows, X.rows);
      similarities(K, Q, X, { ...this.#similarity, ridge: 0 });
      const out = new Vector(X.engine, X.type, Q.rows);
      gemv(out, K, this.coefficients);
      return out;
    });
  }

  /** 1 or -1 for each row of Q. */
  predict(Q: Matrix): Vector {
    const out = this.decision(Q);
    const { data } = out;
    for (let i = 0; i < data.length; i++) data[i] = (data[i] as number) < 0 ? -1 : 1;
    return out;
  }

  /** Gives back the coefficients. */
  override dispose(): void {
    this.coefficients.dispose();
  }
}

/**
 * Learns two classes. Reserves 2n^2 + 2n elements while it works.
 *
 * @param X  points, one a row
 * @param y  their labels, 1 or -1
 * @throws as weighting; ArgumentRangeError for another label
 */
export function weightingClassifier(
  X: Matrix,
  y: Vector,
  options: WeightingClassifierOptions = {},
): WeightingClassifier {
  const similarity = similarityOf(options);
  const { nonNegative = false } = options;
  checkBoolean("nonNegative", nonNegative);
  checkCloud("X", X, similarity);
  if (!(y instanceof Vector)) throw new ArgumentTypeError("y", "a Vector", describe(y));
  checkVector("y", y, X, X.rows);
  const label = y.data.findIndex((v) => v !== 1 && v !== -1);
  if (label >= 0) throw new ArgumentRangeError(`y[${label}]`, "1 or -1", describe(y.data[label]));
  const limits = limitsOf(X, options);
  checkDistinct(X, similarity);
  return X.engine.memory.scope(() => {
    const n = X.rows;
    const Z = new Matrix(X.engine, X.type, n, n);
    similarities(Z, X, X, similarity);
    const labels = y.data;
    if (!nonNegative) {
      // Y Z Y a = 1 where Z (Y a) = Y 1.
      const coefficients = y.clone();
      cholesky(Z).solveInto(coefficients);
      return new WeightingClassifier(X, coefficients, true, similarity);
    }
    const { data } = Z;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++)
        data[i * n + j] = (data[i * n + j] as number) * (labels[i] as number) * (labels[j] as number);
    const { w, converged } = descend(Z, limits);
    for (let i = 0; i < n; i++) w.data[i] = (w.data[i] as number) * (labels[i] as number);
    return new WeightingClassifier(X, w, converged, similarity);
  });
}
