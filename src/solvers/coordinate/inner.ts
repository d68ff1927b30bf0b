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
  /** Goes on from an iterate by at most so many elements that come or go, at most `room` being not 0 at once. */
  activeSet?(from: Iterate, room: number, changes: number, done: (at: Iterate) => boolean): Iterate;
}

/** Passes between two looks at the gap of the working set, and the most of a round. */
const PASSES = 10;
const MOST = 20_000;

/** Passes until the gap of the working set is at most `target`: how many, and whether nothing moves any more. */
export function descendInner(inner: Inner, target: number): { passes: number; idle: boolean } {
  const { columns } = inner;
  const start = iterateOf(columns);
  const misfit0 = columns.misfit();
  let extrapolation = new Extrapolation();
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
  let [passes, spent, sparse] = [0, 0, start];
  while (passes < MOST) {
    const done = inner.sweep(PASSES);
    passes += done;
    spent += done;
    const here = iterateOf(columns);
    const { primal, dual } = worth(here);
    if (primal - dual <= target) return { passes, idle: false };
    if (done < PASSES) return { passes, idle: true };
    const plan = inner.activeSet && planned(sparse.w, here.w, columns.X.rows);
    if (inner.activeSet && plan && plan.cost <= spent * here.w.length * plan.size) {
      spent = 0;
      const { warm, room, changes } = plan;
      const least = inner.activeSet(warm ? here : sparse, room, changes, (at) => {
        const { primal, dual } = worth(at);
        return primal - dual <= target;
      });
      sparse = least;
      if (worth(least).primal < primal) {
        columns.move(least.w, least.q);
        extrapolation = new Extrapolation();
      }
    }
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

/** What an active set method would have to do: from `here`, unless that has more elements than could be independent, then from `start`. */
function planned(start: Float64Array, here: Float64Array, rows: number) {
  let [before, now, differ] = [0, 0, 0];
  for (let k = 0; k < here.length; k++) {
    const [a, b] = [start[k] !== 0, here[k] !== 0];
    if (a) before++;
    if (b) now++;
    if (a !== b) differ++;
  }
  const warm = now <= 1.25 * rows;
  const size = Math.min(now, rows);
  const expected = 10 + (warm ? size / 2 : Math.min(differ, 2 * rows));
  const room = Math.min(here.length, 64 + Math.max(before, 2 * size));
  return { warm, size, room, changes: 4 * expected, cost: 0.25 * expected * size * (size + here.length) };
}
