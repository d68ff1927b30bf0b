import { Matrix } from "../../../arrays/matrix.ts";
import {
  checkChoice,
  checkFinite,
  checkNonNegative,
  checkNumbers,
  checkOptions,
  checkPositive,
  checkSize,
} from "../../../core/check.ts";
import { Owner } from "../../../core/dispose.ts";
import { run } from "../../../core/run.ts";
import type { Numbers } from "../../../core/types.ts";
import { gemm } from "../../../kernels/dense.ts";
import { copyArray, norm1, norm2 } from "../../../kernels/flat.ts";
import { stepBack, stepL0, stepL1 } from "../../../kernels/split.ts";
import { checkMatrix } from "../../../kernels/storage.ts";
import { powerSquaredNorm } from "../../../solvers/power.ts";
import { checkFiniteMatrix } from "../common/finite.ts";

/** A problem, and how it is unfolded. */
export interface UnfoldOptions {
  /** m x n. */
  A: Matrix;
  /** The weight of the penalty. */
  lambda: number;
  /** Default 12. */
  layers?: number;
  /** "ista" for the l1 norm, "iht" for the number of elements that are not 0. */
  algorithm: "ista" | "iht";
  /** One length > 0 a layer. Default 1 / ||A||_2^2 in each. */
  steps?: Numbers;
}

/** Layers with one learned number each. It uses the A it is given and holds what the last `forward` went through. */
export class Unfolded extends Owner {
  /** The step lengths; they may be changed in place. */
  readonly steps: Float64Array;
  readonly #X: Matrix[] = [];
  readonly #G: Matrix[] = [];
  #misfit: Matrix | undefined;

  /** @internal */
  constructor(
    /** m x n. */
    readonly A: Matrix,
    /** The weight of the penalty. */
    readonly lambda: number,
    /** Which penalty. */
    readonly algorithm: "ista" | "iht",
    steps: Float64Array,
  ) {
    super();
    this.steps = steps;
  }

  /**
   * The signals (n x B, new) for measurements Y (m x B), after `layers` of the layers. For B columns it reserves 2nB elements a
   * layer and mB at the first call, which stay.
   * @throws ShapeError if Y has not A.rows rows
   */
  forward(Y: Matrix, options: { layers?: number; perLayer?: boolean } = {}): { X: Matrix; perLayer?: Matrix[] } {
    checkOptions("options", options);
    const { layers = this.steps.length, perLayer = false } = options;
    const X = this.propagate(Y, layers);
    return this.A.engine.memory.scope(() =>
      perLayer ? { X: X.clone(), perLayer: this.#X.slice(0, layers).map((each) => each.clone()) } : { X: X.clone() },
    );
  }

  /** As `forward`; what it returns is good until the next call. @internal */
  propagate(Y: Matrix, layers: number): Matrix {
    const { A, lambda } = this;
    checkFiniteMatrix("Y", Y);
    checkMatrix("Y", Y, A, A.rows, Y.cols);
    checkSize("layers", layers, 1);
    this.reserve(Y.cols, layers);
    const R = this.#misfit as Matrix;
    for (let t = 0; t < layers; t++) {
      const [before, out, G] = [this.#X[t - 1], this.#X[t] as Matrix, this.#G[t] as Matrix];
      copyArray(R, Y);
      if (before) gemm(R, A, before, { beta: -1 });
      gemm(G, A, R, { transposeA: true, alpha: before ? 1 : -1 });
      if (!before) out.data.fill(0);
      const a = this.steps[t] as number;
      if (this.algorithm === "ista") stepL1(out, before ?? out, G, a, a * lambda);
      else stepL0(out, before ?? out, G, a, Math.sqrt(2 * a * lambda));
    }
    return this.#X[layers - 1] as Matrix;
  }

  /**
   * The derivatives by the step lengths of a loss whose gradient at the result of the last `forward` is dX (n x B, overwritten).
   * The penalty's kinks count as flat.
   */
  backward(dX: Matrix, layers: number = this.steps.length): Float64Array {
    const { A, lambda } = this;
    checkSize("layers", layers, 1);
    const last = this.#X[layers - 1];
    checkMatrix("dX", dX, A, A.cols, last?.cols ?? 0);
    const out = new Float64Array(layers);
    for (let t = layers - 1; t >= 0; t--) {
      out[t] = -stepBack(dX, this.#X[t] as Matrix, this.#G[t] as Matrix, this.algorithm === "ista" ? lambda : 0);
      if (t === 0) break;
      const R = this.#misfit as Matrix;
      gemm(R, A, dX);
      gemm(dX, A, R, { transposeA: true, alpha: -(this.steps[t] as number), beta: 1 });
    }
    return out;
  }

  /** The mean over the columns of 1/2 ||y - Ax||^2 + lambda ||x||_1, or with "iht" ||x||_0. Reserves Y's size while it works. */
  objective(X: Matrix, Y: Matrix): number {
    const { A, lambda } = this;
    checkMatrix("Y", Y, A, A.rows, Y?.cols);
    checkMatrix("X", X, A, A.cols, Y.cols);
    return A.engine.memory.scope(() => {
      const R = Y.clone();
      gemm(R, A, X, { beta: -1 });
      let size = norm1(X);
      if (this.algorithm === "iht") {
        size = 0;
        for (const v of X.data) if (v !== 0) size++;
      }
      return (norm2(R) ** 2 / 2 + lambda * size) / Y.cols;
    });
  }

  /** Gives back what the last `forward` left; A and the steps stay. */
  override dispose(): void {
    for (const X of [...this.#X.splice(0), ...this.#G.splice(0)]) X.dispose();
    this.#misfit?.dispose();
    this.#misfit = undefined;
  }

  /** Room for B columns; what a scope took back is made again. @internal */
  reserve(B: number, layers: number): void {
    const { engine, type, rows, cols } = this.A;
    const lost = this.#misfit?.disposed || [...this.#X, ...this.#G].some(({ disposed }) => disposed);
    if (lost || this.#misfit?.cols !== B) this.dispose();
    this.#misfit ??= new Matrix(engine, type, rows, B);
    while (this.#X.length < layers) {
      this.#X.push(new Matrix(engine, type, cols, B));
      this.#G.push(new Matrix(engine, type, cols, B));
    }
  }
}

/**
 * Unfolds a problem into layers.
 * @throws ArgumentRangeError for lambda < 0, no layers, an A or a step that is not finite, a step <= 0; ShapeError for steps that are
 *   not one a layer
 */
export function unfold(options: UnfoldOptions): Unfolded {
  checkOptions("options", options);
  const { A, lambda, layers = 12, algorithm, steps } = options;
  checkFiniteMatrix("A", A);
  checkNonNegative("lambda", lambda);
  checkSize("layers", layers, 1);
  checkChoice("algorithm", algorithm, ["ista", "iht"]);
  if (steps === undefined) return new Unfolded(A, lambda, algorithm, new Float64Array(layers).fill(1 / squaredNorm(A)));
  checkNumbers("steps", steps, layers);
  checkFinite("steps", steps);
  for (let t = 0; t < layers; t++) checkPositive(`steps[${t}]`, steps[t]);
  return new Unfolded(A, lambda, algorithm, Float64Array.from(steps));
}

/** ||A||_2^2 by power iteration, to a few digits and from below by as little; 1 for zeros. @internal */
export function squaredNorm(A: Matrix): number {
  const tolerance = A.type === "f32" ? 1e-6 : 1e-10;
  return run(powerSquaredNorm(A), { tolerance, maxIterations: 5000 }).value || 1;
}
