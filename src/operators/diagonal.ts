/**
 * Diagonal matrices as operators, and the identity.
 * @module
 */
import { Vector } from "../arrays/vector.ts";
import { checkSize, describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { zip } from "../kernels/maps.ts";
import { checkVector } from "../kernels/storage.ts";
import { copy } from "../kernels/vec.ts";
import type { Kind, LinearOperator } from "./linear.ts";

/** diag(d), which reads d at each product. */
export function diagonal(d: Vector): LinearOperator {
  if (!(d instanceof Vector)) throw new ArgumentTypeError("d", "a Vector", describe(d));
  const { engine, type, length: n } = d;
  const apply = (out: Vector, x: Vector) => {
    checkVector("x", x, d, n);
    checkVector("out", out, d, n);
    zip(out, x, d, "mul");
  };
  return { engine, type, rows: n, cols: n, apply, adjoint: apply };
}

/** I of n rows, for operators and arrays of the instance and the element type of `like`. */
export function identity(like: Kind, n: number): LinearOperator {
  if (like?.engine === undefined) throw new ArgumentTypeError("like", "an array or an operator", describe(like));
  checkSize("n", n);
  const { engine, type } = like;
  const apply = (out: Vector, x: Vector) => {
    checkVector("x", x, like, n);
    checkVector("out", out, like, n);
    if (out !== x) copy(out, x);
  };
  return { engine, type, rows: n, cols: n, apply, adjoint: apply };
}
