/**
 * The duality gap of P(w) = 1/2 ||rho||^2 + l1 ||w||_1 + l2/2 ||w||^2 with rho = t - Z w.
 *
 * The elastic net is the lasso of [Z; sqrt(l2) I] and [t; 0]. A multiple s of its residual is feasible in the dual where
 * s max_j |z_j'rho - l2 w_j| <= l1; its value is s t'rho - s^2/2 (||rho||^2 + l2 ||w||^2), and the best s in the range is taken.
 * Kim, Koh, Lustig, Boyd and Gorinevsky, IEEE J. Sel. Top. Signal Process. 1(4) (2007), section III.
 * @module
 */

/** What the gap is made of. */
export interface GapParts {
  /** ||rho||^2 */
  readonly misfit: number;
  /** t'rho */
  readonly alignment: number;
  /** ||w||_1 */
  readonly norm1: number;
  /** ||w||^2 */
  readonly square: number;
  /** max_j of |z_j'rho - l2 w_j|, without the absolute value where w >= 0. */
  readonly most: number;
}

/** P, a lower bound of its minimum, and the factor s of the residual that gives it. */
export interface Gap {
  readonly primal: number;
  readonly dual: number;
  readonly factor: number;
}

/** The gap at w. */
export function gapOf({ misfit, alignment, norm1, square, most }: GapParts, l1: number, l2: number): Gap {
  const energy = misfit + l2 * square;
  const primal = energy / 2 + l1 * norm1;
  const limit = most > 0 ? l1 / most : Infinity;
  const factor = energy > 0 ? Math.max(0, Math.min(alignment / energy, limit)) : 0;
  return { primal, dual: factor * alignment - (factor * factor * energy) / 2, factor };
}
