import { checkOptions, describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { bsrMlp } from "../kernels/bsr.ts";
import type { Epilogue } from "../kernels/maps.ts";
import { filled } from "../kernels/storage.ts";
import { BsrMatrix } from "./bsr.ts";
import { Matrix } from "./matrix.ts";

/** Two sparse layers and what is between them. */
export interface SparseMlp {
  /** hidden x inputs; its result, after the activation, multiplies that of `up`. Without it, `up` has the activation. */
  gate?: BsrMatrix;
  /** hidden x inputs */
  up: BsrMatrix;
  /** outputs x hidden */
  down: BsrMatrix;
  /** Default "silu". */
  activation?: NonNullable<Epilogue["activation"]>;
}

/**
 * down(f(gate(x)) * up(x)), or down(f(up(x))), for each row x of X. Shazeer, GLU Variants Improve Transformer (2020),
 * section 2, without biases. The hidden layer is never stored whole: it is made and used some rows of X at a time.
 *
 * @param X  n x inputs
 * @returns  n x outputs
 */
export function sparseMlp(X: Matrix, layers: SparseMlp): Matrix {
  if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
  checkOptions("layers", layers);
  const { gate, up, down, activation = "silu" } = layers;
  if (!(down instanceof BsrMatrix)) throw new ArgumentTypeError("down", "a BsrMatrix", describe(down));
  if (!(up instanceof BsrMatrix)) throw new ArgumentTypeError("up", "a BsrMatrix", describe(up));
  const out = new Matrix(X.engine, X.type, X.rows, down.rows);
  return filled(out, () => bsrMlp(out, X, { gate, up, down }, activation));
}
