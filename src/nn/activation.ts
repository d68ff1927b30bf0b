/**
 * A layer y = f(x), element by element, and its gradient.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { checkChoice, describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { type Activation, activations, map, mapBackward } from "../kernels/maps.ts";
import { filled } from "../kernels/storage.ts";

/** y = f(x) for one of the activations: relu, relu2, gelu (by erf), geluTanh, silu, sigmoid, tanh. */
export class ActivationLayer {
  /** @param activation which one */
  constructor(
    /** f by name. */
    readonly activation: Activation,
  ) {
    checkChoice("activation", activation, activations);
  }

  /** f(x), a new matrix. */
  forward(x: Matrix): Matrix {
    const out = like("x", x);
    return filled(out, () => map(out, x, this.activation));
  }

  /** The gradient with respect to x, f'(x) dy, a new matrix. */
  backward(x: Matrix, dy: Matrix): Matrix {
    const out = like("x", x);
    return filled(out, () => mapBackward(out, x, dy, this.activation));
  }
}

function like(name: string, x: unknown): Matrix {
  if (!(x instanceof Matrix)) throw new ArgumentTypeError(name, "a Matrix", describe(x));
  return new Matrix(x.engine, x.type, x.rows, x.cols);
}
