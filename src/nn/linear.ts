/**
 * A layer y = x W' + b, and its gradients.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { tgemv } from "../kernels/dense.ts";
import type { Epilogue } from "../kernels/maps.ts";
import { checkMatrix, checkVector } from "../kernels/storage.ts";

/** The gradients of a loss with respect to what a linear layer takes and holds. */
export interface LinearGradients {
  /** As x: dy W. */
  readonly x: Matrix;
  /** As the weight: dy' x. */
  readonly weight: Matrix;
  /** As the bias: the sum of the rows of dy. */
  readonly bias: Vector;
}

/** y = x W' + b: one example a row. It uses the weight and the bias it is given, and leaves their disposal to their maker. */
export class Linear {
  /**
   * @param weight  outputs x inputs
   * @param bias    outputs; none by default
   */
  constructor(
    /** W, outputs x inputs. */
    readonly weight: Matrix,
    /** b, as many elements as there are outputs. */
    readonly bias?: Vector,
  ) {
    if (!(weight instanceof Matrix)) throw new ArgumentTypeError("weight", "a Matrix", describe(weight));
    if (bias !== undefined) checkVector("bias", bias, weight, weight.rows);
  }

  /**
   * f(x W' + b) in one call; f is the identity by default.
   *
   * @param x  examples x inputs
   * @returns  examples x outputs, a new matrix
   */
  forward(x: Matrix, activation: NonNullable<Epilogue["activation"]> = "none"): Matrix {
    checkMatrix("x", x, this.weight, x?.rows, this.weight.cols);
    return x.matmul(this.weight, { transposeB: true, activation, ...(this.bias ? { bias: this.bias } : {}) });
  }

  /**
   * The gradients, as new arrays, where `dy` is that of x W' + b (not of an activation after it).
   *
   * @param x   examples x inputs, as it was given to `forward`
   * @param dy  examples x outputs
   */
  backward(x: Matrix, dy: Matrix): LinearGradients {
    const { weight } = this;
    const { engine, type } = weight;
    checkMatrix("x", x, weight, x?.rows, weight.cols);
    checkMatrix("dy", dy, weight, x.rows, weight.rows);
    return engine.memory.scope(() => {
      const ones = Vector.from(engine, type, new Float64Array(x.rows).fill(1));
      const bias = new Vector(engine, type, weight.rows);
      tgemv(bias, dy, ones);
      return { x: dy.matmul(weight), weight: dy.matmul(x, { transposeA: true }), bias };
    });
  }
}
