/**
 * The duality gap of each lane of a panel, and the columns it proves to be of no use.
 *
 * Primal  P = sum_i loss_i(f_i) + l1 ||z||_1 + ridge ||z||^2 / 2; dual  D = -sum_i loss_i*(v_i) - sum_j (|x_j'v| - l1)_+^2 / (2 ridge)
 * over v with sum_i v_i = 0 where there is an intercept and, where ridge = 0, |x_j'v| <= l1. The gradient of the loss, scaled
 * to fit, is such a v. Ndiaye, Fercoq, Gramfort and Salmon, "Gap Safe Screening Rules for Sparsity Enforcing Penalties",
 * JMLR 18 (2017), sections 3 and 5.
 * @module
 */
import { laneConjugate } from "../../kernels/klane.ts";
import type { LanePanel } from "./panel.ts";

/** What is added to the loss, lane by lane. */
export interface LanePenalty {
  /** l1_k ||z_k||_1 */
  readonly l1: ArrayLike<number>;
  /** ridge_k ||z_k||^2 / 2 */
  readonly ridge: ArrayLike<number>;
}

/** Where each lane stands. */
export interface Standing {
  /** The loss. */
  readonly losses: Float64Array;
  /** Loss and penalty. */
  readonly objectives: Float64Array;
  /** Objective less a lower bound of its minimum. */
  readonly gaps: Float64Array;
  /** The part of the gradient that is a dual point. */
  readonly parts: Float64Array;
}

/** The standing of the panel, of whose columns those in `alive` count; Q is X'G there. */
export function standing(panel: LanePanel, { l1, ridge }: LanePenalty, alive: Uint32Array): Standing {
  const { width, model, sums, move } = panel;
  const [q, z] = [model.Q.data, model.Z.data];
  const tops = new Float64Array(width);
  const losses = Float64Array.from(sums.data.subarray(0, width));
  const objectives = losses.slice();
  const excess = new Float64Array(width);
  for (const j of alive)
    for (let k = 0, at = j * width; k < width; k++, at++) {
      const [size, value, slope] = [Math.abs(z[at] as number), l1[k] as number, Math.abs(q[at] as number)];
      const weight = ridge[k] as number;
      if (slope > (tops[k] as number)) tops[k] = slope;
      if (size > 0) (objectives[k] as number) += value * size + (weight / 2) * size * size;
      if (weight > 0 && slope > value) (excess[k] as number) += (slope - value) ** 2 / (2 * weight);
    }
  const parts = tops.map((top, k) =>
    (ridge[k] as number) > 0 || top <= (l1[k] as number) ? 1 : (l1[k] as number) / top,
  );
  move.data.set(parts);
  laneConjugate(panel.at, move);
  const conjugates = sums.data.subarray(3 * width);
  const gaps = objectives.map((objective, k) => objective + (conjugates[k] as number) + (excess[k] as number));
  return { losses, objectives, gaps, parts };
}

/** The largest curvature of each loss: the dual is as strongly concave as its inverse says. */
const CURVATURE = { squared: 1, logistic: 0.25, poisson: Infinity } as const;

/** The columns of `alive` that the gap does not prove to have a coefficient of 0 in every lane. */
export function screened(panel: LanePanel, { l1 }: LanePenalty, alive: Uint32Array, now: Standing): Uint32Array {
  const { width, model, norms } = panel;
  const curvature = CURVATURE[panel.loss];
  if (curvature === Infinity) return alive;
  const [q, z] = [model.Q.data, model.Z.data];
  const radii = now.gaps.map((gap) => Math.sqrt(2 * curvature * Math.max(gap, 0)));
  return alive.filter((j) => {
    for (let k = 0, at = j * width; k < width; k++, at++) {
      const reach =
        Math.abs(q[at] as number) * (now.parts[k] as number) + (radii[k] as number) * Math.sqrt(norms[at] as number);
      if (z[at] !== 0 || !(reach < (l1[k] as number))) return true;
    }
    return false;
  });
}
