import { Matrix } from "../../../arrays/matrix.ts";
import { checkFinite, describe } from "../../../core/check.ts";
import { ArgumentTypeError } from "../../../core/errors.ts";

/** A matrix of finite numbers. @throws ArgumentTypeError, ArgumentRangeError */
export function checkWeights(name: string, W: unknown): asserts W is Matrix {
  if (!(W instanceof Matrix)) throw new ArgumentTypeError(name, "a Matrix", describe(W));
  checkFinite(name, W.data);
}
