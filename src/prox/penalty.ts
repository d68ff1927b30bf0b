import type { Vector } from "../arrays/vector.ts";

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
