/**
 * An operator of one's own.
 * @module
 */
import type { Vector } from "../arrays/vector.ts";
import { checkFunction, checkSize, describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { checkApart, checkVector } from "../kernels/storage.ts";
import type { Kind, LinearOperator } from "./linear.ts";

/** out = A x or out = A'x; out and x are apart and of the right lengths. */
export type Action = (out: Vector, x: Vector) => void;

/**
 * The operator of rows x cols that does `apply` and, transposed, `adjoint`, for arrays of the instance and the element type of
 * `like`. Vectors are checked before they are handed on; `dotTest` says whether the two fit each other.
 */
export function operator(like: Kind, rows: number, cols: number, apply: Action, adjoint: Action): LinearOperator {
  if (like?.engine === undefined) throw new ArgumentTypeError("like", "an array or an operator", describe(like));
  checkSize("rows", rows);
  checkSize("cols", cols);
  checkFunction("apply", apply);
  checkFunction("adjoint", adjoint);
  const { engine, type } = like;
  const checked = (action: Action, from: number, to: number) => (out: Vector, x: Vector) => {
    checkVector("x", x, like, from);
    checkVector("out", out, like, to);
    checkApart(out, x);
    action(out, x);
  };
  return { engine, type, rows, cols, apply: checked(apply, cols, rows), adjoint: checked(adjoint, rows, cols) };
}
