import type { Vector } from "../arrays/vector.ts";
import { checkPositive, describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { checkSomeVector, checkVector } from "../kernels/storage.ts";

/** A convex or non-convex penalty g, known by its proximal operator. */
export interface Penalty {
  /**
   * out = argmin_u g(u) + ||u - x||^2 / (2 step); out may be x.
   * @param step step length, > 0
   * @returns g(out)
   */
  prox(out: Vector, x: Vector, step: number): number;
  /** g(x) */
  value(x: Vector): number;
}

/** Something with the members of a Penalty. @throws ArgumentTypeError */
export function checkPenalty(name: string, value: unknown): asserts value is Penalty {
  if (typeof (value as Partial<Penalty> | null | undefined)?.prox !== "function")
    throw new ArgumentTypeError(name, "a penalty, with prox", describe(value));
}

/** The arguments of `prox` fit each other. @internal */
export function checkProx(out: Vector, x: Vector, step: number): void {
  checkSomeVector("out", out);
  checkVector("x", x, out, out.length);
  checkPositive("step", step);
}

/** The indicator of a set: 0 inside, infinity outside, NaN where that cannot be told. @internal */
export const indicator = (inside: boolean, ...numbers: number[]): number =>
  numbers.some(Number.isNaN) ? NaN : inside ? 0 : Infinity;
