/**
 * Passes over a working set until its own gap is small, with extrapolation of the iterates.
 *
 * Bertrand and Massias, "Anderson acceleration of coordinate descent", AISTATS 2021, algorithm 2. arXiv:2011.10065
 * @module
 */
import type { Columns } from "./columns.ts";
import { Extrapolation, type Iterate } from "./extrapolation.ts";

/** A working set with its penalty. */
export interface Inner {
  readonly columns: Columns;
  /** At most `count` passes; returns how many, fewer where one changes nothing. */
  sweep(count: number): number;
  /** The objective and a bound of its least value at an iterate with this ||rho||^2 and t'rho. */
  worth(at: Iterate, misfit: number, alignment: number): { readonly primal: number; readonly dual: number };
  /** Whether the penalty is finite there. */
  allowed(w: Float64Array): boolean;
}

/** Passes between two looks at the gap of the working set, and the most of a round. */
const PASSES = 10;
const MOST = 20_000;

/** Passes until the gap of the working set is at most `target`: how many, and whether nothing moves any more. */
export function descendInner(inner: Inner, target: number): { passes: number; idle: boolean } {
  const { columns } = inner;
  const start = iterateOf(columns);
  const misfit0 = columns.misfit();
  const extrapolation = new Extrapolation();
  // ||rho||^2 and t'rho at another iterate: q is affine in w.
  const worth = (at: Iterate) => {
    let [misfit, alignment] = [misfit0, 0];
    for (let k = 0; k < at.w.length; k++) {
      const [w, q] = [at.w[k] as number, at.q[k] as number];
      misfit -= ((start.q[k] as number) + q) * (w - (start.w[k] as number));
      alignment += q * w;
    }
    return inner.worth(at, misfit, alignment + misfit);
  };
  let passes = 0;
  while (passes < MOST) {
    const done = inner.sweep(PASSES);
    passes += done;
    const here = iterateOf(columns);
    const { primal, dual } = worth(here);
    if (primal - dual <= target) return { passes, idle: false };
    if (done < PASSES) return { passes, idle: true };
    const further = extrapolation.after(here);
    if (further && inner.allowed(further.w) && worth(further).primal < primal) columns.move(further.w, further.q);
  }
  return { passes, idle: false };
}

/** A copy of the working set's coefficients and products. */
export function iterateOf({ list, w, q }: Columns): Iterate {
  return {
    w: Float64Array.from(w.data.subarray(0, list.length)),
    q: Float64Array.from(q.data.subarray(0, list.length)),
  };
}
