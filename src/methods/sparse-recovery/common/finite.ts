import { Matrix } from "../../../arrays/matrix.ts";
import { Vector } from "../../../arrays/vector.ts";
import { checkFinite, describe } from "../../../core/check.ts";
import { ArgumentTypeError } from "../../../core/errors.ts";

/** A matrix of finite numbers. @throws ArgumentTypeError, ArgumentRangeError */
export function checkFiniteMatrix(name: string, A: unknown): asserts A is Matrix {
  if (!(A instanceof Matrix)) throw new ArgumentTypeError(name, "a Matrix", describe(A));
  checkFinite(name, A.data);
}

/** A vector of finite numbers. @throws ArgumentTypeError, ArgumentRangeError */
export function checkFiniteVector(name: string, x: unknown): asserts x is Vector {
  if (!(x instanceof Vector)) throw new ArgumentTypeError(name, "a Vector", describe(x));
  checkFinite(name, x.data);
}
