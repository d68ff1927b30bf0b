/**
 * Rounds of coordinate descent on a growing working set, with a gap over all columns after each.
 *
 * Massias, Gramfort and Salmon, "Celer: a fast solver for the lasso with dual extrapolation", ICML 2018, section 3 (working sets);
 * Ndiaye, Fercoq, Gramfort and Salmon, "Gap safe screening rules for sparsity enforcing penalties", JMLR 18 (2017), theorem 6;
 * Bertrand and Massias, "Anderson acceleration of coordinate descent", AISTATS 2021;
 * Tibshirani et al., "Strong rules for discarding predictors in lasso-type problems", JRSS B 74 (2012), section 3.
 * @module
 */
import { Matrix } from "../../arrays/matrix.ts";
import type { Vector } from "../../arrays/vector.ts";
import { ArgumentRangeError } from "../../core/errors.ts";
import type { State } from "../../core/run.ts";
import { epsOf, type Floats } from "../../core/types.ts";
import type { Columns, Design, LeastSquaresData } from "./columns.ts";
import { DenseColumns } from "./dense.ts";
import { Extrapolation, type Iterate } from "./extrapolation.ts";
import { gapOf } from "./gap.ts";
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
/** Passes between two looks at the gap of the working set, and the most of a round. */
const PASSES = 10;
const MOST = 20_000;

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
      const inside = this.#inside(l2, this.#iterate());
      const here = { ...inside, misfit: columns.misfit(), alignment: columns.alignment() };
      const { primal, dual, factor } = gapOf({ ...here, most: Math.max(most, inside.most) }, l1, l2);
      best = Math.max(best, dual);
      const gap = Math.max(0, primal - best);
      const residual = gap === 0 ? 0 : gap / energy;
      this.#scatter(x);
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

  /** The columns with a coefficient that is not 0, ascending, and these. */
  support(): { places: Uint32Array; values: Float64Array } {
    const { list, w } = this.columns;
    const { data } = w;
    const slots = [...list.keys()]
      .filter((k) => data[k] !== 0)
      .sort((a, b) => (list[a] as number) - (list[b] as number));
    const places = Uint32Array.from(slots, (k) => list[k] as number);
    return { places, values: Float64Array.from(slots, (k) => data[k] as number) };
  }

  /** Gives all memory back. */
  dispose(): void {
    this.columns.dispose();
  }

  /** Passes until the gap of the working set alone is at most `target`. Whether nothing moves any more. */
  #solve({ l1, l2 }: Weights, target: number): boolean {
    const { columns, least } = this;
    const start = this.#iterate();
    const misfit0 = columns.misfit();
    const extrapolation = new Extrapolation();
    // ||rho||^2 and t'rho at another iterate: q is affine in w.
    const gapAt = (at: Iterate) => {
      let [misfit, alignment] = [misfit0, 0];
      for (let k = 0; k < at.w.length; k++) {
        const [w, q] = [at.w[k] as number, at.q[k] as number];
        misfit -= ((start.q[k] as number) + q) * (w - (start.w[k] as number));
        alignment += q * w;
      }
      return gapOf({ ...this.#inside(l2, at), misfit, alignment: alignment + misfit }, l1, l2);
    };
    for (let done = 0; done < MOST; ) {
      const passes = columns.epochs({ l1, l2, least }, PASSES);
      done += passes;
      this.epochs += passes;
      const here = this.#iterate();
      const { primal, dual } = gapAt(here);
      if (primal - dual <= target) return false;
      if (passes < PASSES) return true;
      const further = extrapolation.after(here);
      if (further?.w.every((value) => value >= least) && gapAt(further).primal < primal)
        columns.move(further.w, further.q);
    }
    return false;
  }

  /** A copy of the working set's coefficients and products. */
  #iterate(): Iterate {
    const { list, w, q } = this.columns;
    return {
      w: Float64Array.from(w.data.subarray(0, list.length)),
      q: Float64Array.from(q.data.subarray(0, list.length)),
    };
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

  #scatter(x: Vector): void {
    const [to, w] = [x.data, this.columns.w.data];
    const { list } = this.columns;
    to.fill(0);
    for (let k = 0; k < list.length; k++) to[list[k] as number] = w[k] as number;
  }
}
