/**
 * The Gram matrix of points as an operator, never stored.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { checkNonNegative, checkOptions, describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { checkPoints, type KernelOptions, kernelFunction, pairsProduct } from "../kernels/pairs.ts";
import { axpy } from "../kernels/vec.ts";
import { operator } from "./custom.ts";
import type { LinearOperator } from "./linear.ts";

/** A kernel function and a multiple of the identity. */
export interface GramOperatorOptions extends KernelOptions {
  /** What is added to the diagonal, >= 0. Default 0. */
  ridge?: number;
}

/**
 * K + ridge I, K the Gram matrix of the rows of X, as `cg` takes it: each product computes K block by block, half of it by symmetry.
 * X is read at each product, and must stay.
 */
export function gramOperator(X: Matrix, options: GramOperatorOptions = {}): LinearOperator {
  if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
  checkOptions("options", options);
  const { ridge = 0 } = options;
  checkNonNegative("ridge", ridge);
  const f = kernelFunction(options);
  checkPoints("X", X, f);
  const apply: LinearOperator["apply"] = (out, x) => {
    pairsProduct(out, X, X, x, f);
    if (ridge > 0) axpy(out, x, ridge);
  };
  return operator(X, X.rows, X.rows, apply, apply);
}
