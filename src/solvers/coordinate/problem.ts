/**
 * Rounds of coordinate descent on a growing working set, with a gap over all columns after each.
 *
 * Massias, Gramfort and Salmon, "Celer: a fast solver for the lasso with dual extrapolation", ICML 2018, section 3 (working sets);
 * Ndiaye, Fercoq, Gramfort and Salmon, "Gap safe screening rules for sparsity enforcing penalties", JMLR 18 (2017), theorem 6;
 * Tibshirani et al., "Strong rules for discarding predictors in lasso-type problems", JRSS B 74 (2012), section 3.
 * @module
 */
import { Matrix } from "../../arrays/matrix.ts";
import type { Vector } from "../../arrays/vector.ts";
import { ArgumentRangeError } from "../../core/errors.ts";
import type { State } from "../../core/run.ts";
import { epsOf, type Floats } from "../../core/types.ts";
import type { Columns, Design, LeastSquaresData } from "./columns.ts";
import { activeSet } from "./activeSet.ts";
import { DenseColumns } from "./dense.ts";
import type { Iterate } from "./extrapolation.ts";
import { gapOf } from "./gap.ts";
import { descendInner, iterateOf } from "./inner.ts";
import { Outside } from "./outside.ts";
import { SparseColumns } from "./sparse.ts";

/** One round: a working set, its coefficients, and what they are worth. */
export interface CoordinateState extends State {
  /** The coefficients, one a column; the same vector in every state, and the caller's to dispose. */
  readonly x: Vector;
  /** The constant, 0 unless asked for. */
  readonly intercept: number;
  /** What is minimised, at x. */
  readonly objective: number;
  /** The objective less a lower bound of its minimum. */
  readonly gap: number;
  /** The gap over sum_i w_i (y_i - mean)^2, the mean being 0 without an intercept. */
  readonly residual: number;
  /** Passes over the working set so far. */
  readonly epochs: number;
  /** Columns in the working set. */
  readonly workingSet: number;
  /** 1 for each column whose coefficient is sure to be 0 at the solution. */
  readonly screened: Uint8Array;
}

/** Weights of the two penalties. */
export interface Weights {
  readonly l1: number;
  readonly l2: number;
}

/** Columns by which the working set may grow in any case; else it doubles at most. */
const FEW = 64;

/** A problem with its columns, solved for one penalty after another; each starts where the last one ended. */
export class CoordinateProblem {
  /** The columns, with the working set. */
  readonly columns: Columns;
  private readonly outside: Outside;
  private readonly least: number;
  private epochs = 0;

  constructor(X: Design, data: LeastSquaresData, positive: boolean) {
    this.columns = X instanceof Matrix ? new DenseColumns(X, data) : new SparseColumns(X, data);
    this.outside = new Outside(this.columns, positive);
    this.least = positive ? 0 : -Infinity;
    const { norms, sizes } = this.outside;
    for (let j = 0; j < X.cols; j++)
      if (!Number.isFinite((norms[j] as number) + (sizes[j] as number)))
        throw new ArgumentRangeError("X", "finite numbers, of which squares can be summed", `others in column ${j}`);
  }

  /** The least l1 at which all coefficients are 0; to be asked before any is not. */
  get most(): number {
    return this.outside.most;
  }

  /** Takes coefficients to start from. */
  begin(x: Floats): void {
    const found: number[] = [];
    for (let j = 0; j < x.length; j++) if (x[j] !== 0) found.push(j);
    this.#admit(Uint32Array.from(found));
    const { w } = this.columns;
    for (const [k, j] of found.entries()) w.data[k] = x[j] as number;
  }

  /** Adds the columns that may matter at l1, the problem having been solved for `from` (the sequential strong rule). */
  foresee(l1: number, from: number): void {
    const list = this.outside.above(2 * l1 - from);
    if (list.length <= Math.max(FEW, this.columns.list.length)) this.#admit(list);
  }

  /**
   * Rounds for one penalty.
   * @param x          receives the coefficients
   * @param tolerance  the relative gap that will be asked for
   */
  *descend(x: Vector, { l1, l2 }: Weights, tolerance: number): Generator<CoordinateState, never> {
    const { columns, outside } = this;
    const { energy } = columns;
    const eps = epsOf[x.type];
    let [best, idle] = [-Infinity, false];
    outside.begin();
    columns.refresh();
    for (;;) {
      const most = outside.look(l1);
      const inside = this.#inside(l2, iterateOf(columns));
      const here = { ...inside, misfit: columns.misfit(), alignment: columns.alignment() };
      const { primal, dual, factor } = gapOf({ ...here, most: Math.max(most, inside.most) }, l1, l2);
      best = Math.max(best, dual);
      const gap = Math.max(0, primal - best);
      const residual = gap === 0 ? 0 : gap / energy;
      columns.scatter(x);
      const { length: workingSet } = columns.list;
      const made = { epochs: this.epochs, workingSet, screened: outside.screened };
      yield { x, intercept: columns.intercept(), objective: primal, gap, residual, ...made };

      const rounding = 8 * eps * primal;
      outside.screen(factor, Math.sqrt(2 * (Math.max(0, primal - dual) + rounding)), l1);
      const list = outside.near(factor, l1, Math.max(FEW, workingSet));
      this.#admit(list);
      outside.drop();
      if (idle && list.length === 0) continue;
      columns.refresh();
      idle = this.#solve({ l1, l2 }, Math.max(0.25 * tolerance * energy, 1e-3 * gap));
      columns.refresh();
    }
  }

  /** Gives all memory back. */
  dispose(): void {
    this.columns.dispose();
  }

  /** Solves the working set. Whether nothing moves any more. */
  #solve({ l1, l2 }: Weights, target: number): boolean {
    const { columns, least } = this;
    const { passes, idle } = descendInner(
      {
        columns,
        sweep: (count) => columns.epochs({ l1, l2, least }, count),
        worth: (at, misfit, alignment) => gapOf({ ...this.#inside(l2, at), misfit, alignment }, l1, l2),
        allowed: (w) => w.every((value) => value >= least),
        ...(columns.gram && {
          activeSet: (from: Iterate, room: number, changes: number, done: (at: Iterate) => boolean) =>
            activeSet(columns.gram as Matrix, from, { l1, l2, positive: least === 0, room, changes, done }),
        }),
      },
      target,
    );
    this.epochs += passes;
    return idle;
  }

  /** Norms of w, and the largest of z_j'rho - l2 w_j in the working set. */
  #inside(l2: number, { w, q }: Iterate): { norm1: number; square: number; most: number } {
    let [norm1, square, most] = [0, 0, 0];
    for (let k = 0; k < w.length; k++) {
      const value = w[k] as number;
      const slope = (q[k] as number) - l2 * value;
      norm1 += Math.abs(value);
      square += value * value;
      most = Math.max(most, this.least === 0 ? slope : Math.abs(slope));
    }
    return { norm1, square, most };
  }

  #admit(list: Uint32Array): void {
    if (list.length === 0) return;
    this.outside.take(list);
    this.columns.add(list);
  }
}
