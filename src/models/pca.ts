/**
 * Principal components.
 *
 * Pearson, "On Lines and Planes of Closest Fit to Systems of Points in Space", Phil. Mag. 2 (1901) 559-572; randomized as in Halko,
 * Martinsson and Tropp (src/solvers/randomizedSvd).
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkBoolean, checkChoice, checkNumber, checkOptions, checkSize, describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import { fromRecord, packRecord, type SavedBytes, unpackRecord } from "../core/saved.ts";
import { gemm, scaleCols } from "../kernels/dense.ts";
import { Instance } from "../kernels/instance.ts";
import { checkMatrix } from "../kernels/storage.ts";
import { checkRows } from "../solvers/lloyd.ts";
import { numbersIn, savedMatrix, typeIn } from "./features/saved.ts";
import { type Axes, axesOf, type PcaSolver } from "./principalAxes.ts";
import { shift } from "./scatter.ts";

/** Options of `pca`, named as in scikit-learn. */
export interface PcaOptions {
  /** How many components; or, above 0 and below 1, the least number that explains this part of the variance. Default min(n, d). */
  nComponents?: number;
  /** Scales each column of what `transform` gives to variance 1. Default false. */
  whiten?: boolean;
  /**
   * "full": a singular value decomposition of the centred samples. "covarianceEigh": eigenvectors of their covariance, much quicker for
   * tall X; variances below eps times the largest are lost. "randomized": the leading components by products with random vectors.
   * "auto" (default), as scikit-learn chooses: "covarianceEigh" for d <= 1000 and n >= 10 d; else "full" up to 500 samples and
   * features, or for a part of the variance; else "randomized" for fewer than 0.8 min(n, d) components.
   */
  svdSolver?: "auto" | PcaSolver;
  /** Seed of "randomized". Default 0. */
  randomState?: number;
}

/** Components of samples: holds nComponents*d + d elements. */
export class Pca extends Owner {
  /** nComponents x d, orthonormal rows, each with its entry of largest magnitude > 0. */
  readonly components: Matrix;
  /** The mean of the samples. */
  readonly mean: Vector;
  /** The variance along each component, descending. */
  readonly explainedVariance: Float64Array<ArrayBuffer>;
  /** Its part of the variance of the samples. */
  readonly explainedVarianceRatio: Float64Array<ArrayBuffer>;
  /** The singular values of the centred samples. */
  readonly singularValues: Float64Array<ArrayBuffer>;
  /** Whether `transform` scales to variance 1. */
  readonly whiten: boolean;

  /** Takes over the arrays. @internal */
  constructor(axes: Axes & { mean: Vector }, whiten: boolean) {
    super();
    this.components = axes.components;
    this.mean = axes.mean;
    this.explainedVariance = axes.variances;
    this.explainedVarianceRatio = axes.variances.map((v) => (axes.total > 0 ? v / axes.total : 0));
    this.singularValues = axes.variances.map((v) => Math.sqrt(v * (axes.samples - 1)));
    this.whiten = whiten;
  }

  /** (X - mean) components', X.rows x nComponents. Reserves X's elements while it works. */
  transform(X: Matrix): Matrix {
    checkRows("X", X);
    checkMatrix("X", X, this.components, X.rows, this.mean.length);
    return X.engine.memory.scope(() => {
      const A = X.clone();
      shift(A, this.mean);
      const out = A.matmul(this.components, { transposeB: true });
      if (this.whiten) scaleCols(out, this.#scales(-1));
      return out;
    });
  }

  /** Z components + mean, Z.rows x d: what is nearest to the samples that `transform` made Z of. */
  inverseTransform(Z: Matrix): Matrix {
    checkRows("Z", Z);
    checkMatrix("Z", Z, this.components, Z.rows, this.components.rows);
    return Z.engine.memory.scope(() => {
      const A = Z.clone();
      if (this.whiten) scaleCols(A, this.#scales(1));
      const out = new Matrix(Z.engine, Z.type, Z.rows, this.mean.length);
      gemm(out, A, this.components);
      const minus = Vector.from(
        Z.engine,
        Z.type,
        this.mean.data.map((v) => -v),
      );
      shift(out, minus);
      return out;
    });
  }

  /** The model in one ArrayBuffer; `loadPca` makes it again. */
  save(): ArrayBuffer {
    const { components, mean, explainedVariance, explainedVarianceRatio, singularValues, whiten } = this;
    return packRecord({
      kind: "pca",
      values: { type: mean.type, size: components.rows, dim: mean.length, whiten },
      arrays: {
        components: components.toArray(),
        mean: mean.toArray(),
        explainedVariance,
        explainedVarianceRatio,
        singularValues,
      },
    });
  }

  /** Gives the memory back. */
  override dispose(): void {
    this.components.dispose();
    this.mean.dispose();
  }

  /** Standard deviations, or with -1 one over them, 0 where there is no variance. */
  #scales(power: 1 | -1): Float64Array {
    return this.explainedVariance.map((v) => (v > 0 ? Math.sqrt(v) ** power : 0));
  }
}

/**
 * The orthonormal directions along which samples vary most: scikit-learn's PCA. Reserves X's elements a few times while
 * it works, with "covarianceEigh" d^2 and the larger of 3 d^2 and 2048 d, whatever n is.
 *
 * @param X  samples, a row each, two at least
 * @throws ArgumentRangeError if there are fewer samples or features than components, or a number is not finite
 */
export function pca(X: Matrix, options: PcaOptions = {}): Pca {
  checkRows("X", X);
  checkOptions("options", options);
  const least = Math.min(X.rows, X.cols);
  const { nComponents = least, whiten = false, svdSolver = "auto", randomState = 0 } = options;
  checkBoolean("whiten", whiten);
  checkChoice("svdSolver", svdSolver, ["auto", "full", "covarianceEigh", "randomized"]);
  if (X.rows < 2 || X.cols === 0)
    throw new ArgumentRangeError("X", "two samples or more, of one number or more", `${X.rows} x ${X.cols}`);
  checkNumber("nComponents", nComponents);
  const part = nComponents > 0 && nComponents < 1;
  if (!part) checkSize("nComponents", nComponents, 1);
  if (nComponents > least) throw new ArgumentRangeError("nComponents", `at most ${least}`, describe(nComponents));
  const solver = svdSolver === "auto" ? chosen(X, nComponents) : svdSolver;
  if (part && solver === "randomized")
    throw new ArgumentRangeError("nComponents", "a whole number for randomized", describe(nComponents));
  return X.engine.memory.scope(() => new Pca(axesOf(X, nComponents, solver, randomState), whiten));
}

function chosen({ rows: n, cols: d }: Matrix, nComponents: number): PcaSolver {
  if (d <= 1000 && n >= 10 * d) return "covarianceEigh";
  if (Math.max(n, d) <= 500 || nComponents < 1) return "full";
  return nComponents < 0.8 * Math.min(n, d) ? "randomized" : "full";
}

/** The model that was saved. @throws SavedFormatError, and then nothing is reserved */
export function loadPca(lw: Instance, buffer: SavedBytes): Pca {
  const engine = Instance.engineOf(lw);
  return fromRecord(unpackRecord(buffer, "pca"), (record) =>
    engine.memory.scope(() => {
      const { size, dim, whiten } = record.values;
      checkSize("size", size, 1);
      checkSize("dim", dim, 1);
      checkBoolean("whiten", whiten);
      const type = typeIn(record);
      const components = savedMatrix(engine, record, "components", type, size, dim);
      const mean = Vector.from(engine, type, savedMatrix(engine, record, "mean", type, 1, dim).data);
      const variances = numbersIn(record, "explainedVariance", size);
      const fit = new Pca({ components, mean, variances, total: 1, samples: 2 }, whiten);
      fit.explainedVarianceRatio.set(numbersIn(record, "explainedVarianceRatio", size));
      fit.singularValues.set(numbersIn(record, "singularValues", size));
      return fit;
    }),
  );
}
