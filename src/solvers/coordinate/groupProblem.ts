/**
 * Rounds of block coordinate descent on a growing working set of groups, with a gap over all groups after each.
 *
 * Ndiaye, Fercoq, Gramfort and Salmon, "Gap safe screening rules for sparsity enforcing penalties", JMLR 18 (2017), theorem 6 and
 * section 4.2; the same, "Gap safe screening rules for sparse-group lasso", NeurIPS 2016, theorem 1; Massias, Gramfort and Salmon,
 * "Celer: a fast solver for the lasso with dual extrapolation", ICML 2018, section 3 (working sets).
 * @module
 */
import { Matrix } from "../../arrays/matrix.ts";
import type { Vector } from "../../arrays/vector.ts";
import { ArgumentRangeError } from "../../core/errors.ts";
import { epsOf, type Floats } from "../../core/types.ts";
import { descendBlocks } from "../../kernels/cd.ts";
import type { Columns, Design, LeastSquaresData } from "./columns.ts";
import { DenseColumns } from "./dense.ts";
import type { Iterate } from "./extrapolation.ts";
import { gapOf } from "./gap.ts";
import { dualFactor, eigenvalueBound, type Groups, type GroupWeights, shrink, sizesOf, weightOf } from "./groups.ts";
import { descendInner, iterateOf } from "./inner.ts";
import type { CoordinateState } from "./problem.ts";
import { SparseColumns } from "./sparse.ts";

/** Columns by which the working set may grow in any case; else it doubles at most. */
const FEW = 128;
/** Of its constraint: from which on a group is close to it. */
const NEAR = 0.9;

/** A problem with its columns, solved for one penalty after another; each starts where the last one ended. */
export class GroupProblem {
  /** The columns, with the working set. */
  readonly columns: Columns;
  /** ||Z_g||_F */
  private readonly norms: Float64Array;
  /** ||z_j|| */
  private readonly lengths: Float64Array;
  /** Groups of the working set, where each begins in it and last where they end, and bounds of the curvature in them. */
  private inside: number[] = [];
  private offsets: number[] = [0];
  private bounds: number[] = [];
  private readonly isIn: Uint8Array;
  /** Whether `columns.start` holds the products with rho as it is. */
  private known = true;
  private epochs = 0;

  constructor(
    X: Design,
    data: LeastSquaresData,
    private readonly groups: Groups,
  ) {
    this.columns = X instanceof Matrix ? new DenseColumns(X, data) : new SparseColumns(X, data);
    const { squares, start } = this.columns;
    for (let j = 0; j < X.cols; j++)
      if (!Number.isFinite((squares.data[j] as number) + (start.data[j] as number)))
        throw new ArgumentRangeError("X", "finite numbers, of which squares can be summed", `others in column ${j}`);
    this.lengths = Float64Array.from(squares.data, Math.sqrt);
    this.norms = Float64Array.from({ length: groups.count }, (_, g) =>
      Math.sqrt(groups.of(g).reduce((sum, j) => sum + (squares.data[j] as number), 0)),
    );
    this.isIn = new Uint8Array(groups.count);
  }

  /** The least factor of these weights at which all coefficients are 0; to be asked before any is not. */
  most(weights: GroupWeights): number {
    return 1 / this.#limit(this.columns.start.data, weights);
  }

  /** Takes coefficients to start from; those of columns of zeros become 0. */
  begin(x: Floats): void {
    const found: number[] = [];
    for (let j = 0; j < x.length; j++) if (this.lengths[j] === 0) x[j] = 0;
    for (let g = 0; g < this.groups.count; g++) if (this.groups.of(g).some((j) => x[j] !== 0)) found.push(g);
    if (found.length === 0) return;
    this.#admit(found);
    const { w, list } = this.columns;
    const to = w.data;
    for (let k = 0; k < list.length; k++) to[k] = x[list[k] as number] as number;
    this.known = false;
  }

  /** Adds the groups that may matter, the problem having been solved for weights that were `before` times these (the strong rule). */
  foresee(weights: GroupWeights, before: number): void {
    const { columns, groups } = this;
    const c = columns.start.data;
    const found: number[] = [];
    let size = 0;
    for (let g = 0; g < groups.count; g++) {
      if (this.isIn[g]) continue;
      const list = groups.of(g);
      const { soft, most } = sizesOf(c, list, weights.l1);
      const limit = weights.group > 0 ? (2 - before) * weights.group * weightOf(list.length) : 0;
      if (!(weights.group > 0 ? soft >= limit : most >= (2 - before) * weights.l1)) continue;
      found.push(g);
      size += list.length;
    }
    if (size <= Math.max(FEW, columns.list.length)) this.#admit(found);
  }

  /**
   * Rounds for one penalty.
   * @param x          receives the coefficients
   * @param tolerance  the relative gap that will be asked for
   */
  *descend(x: Vector, weights: GroupWeights, tolerance: number): Generator<CoordinateState, never> {
    const { columns, groups } = this;
    const { energy } = columns;
    const eps = epsOf[x.type];
    const screened = new Uint8Array(x.length);
    let [best, idle] = [-Infinity, false];
    for (;;) {
      columns.refresh();
      if (!this.known) columns.correlate(columns.start);
      this.known = true;
      const c = columns.start.data;
      const limit = this.#limit(c, weights);
      const parts = { misfit: columns.misfit(), alignment: columns.alignment(), square: 0, most: 1 / limit };
      const { primal, dual, factor } = gapOf({ ...parts, norm1: this.#penalty(iterateOf(columns).w, weights) }, 1, 0);
      best = Math.max(best, dual);
      const gap = Math.max(0, primal - best);
      const residual = gap === 0 ? 0 : gap / energy;
      columns.scatter(x);
      const made = { epochs: this.epochs, workingSet: columns.list.length, screened };
      yield { x, intercept: columns.intercept(), objective: primal, gap, residual, ...made };

      const radius = Math.sqrt(2 * (Math.max(0, primal - dual) + 8 * eps * primal));
      const near: { g: number; away: number }[] = [];
      for (let g = 0; g < groups.count; g++) {
        const list = groups.of(g);
        if (screened[list[0] as number]) continue;
        if (this.#safe(c, g, factor, radius, weights)) for (const j of list) screened[j] = 1;
        else if (!this.isIn[g] && !(this.#room(c, g, 1, weights, NEAR) > 0))
          near.push({ g, away: this.#room(c, g, factor, weights, 1) / (this.norms[g] as number) });
      }
      near.sort((a, b) => a.away - b.away);
      let room = Math.max(FEW, columns.list.length);
      const list: number[] = [];
      for (const { g } of near) {
        room -= groups.of(g).length;
        if (room < 0 && list.length > 0) break;
        list.push(g);
      }
      this.#admit(list);
      if (idle && list.length === 0) continue;
      columns.refresh();
      idle = this.#solve(weights, Math.max(0.25 * tolerance * energy, 1e-5 * gap));
      this.known = false;
    }
  }

  /** Gives all memory back. */
  dispose(): void {
    this.columns.dispose();
  }

  /** The largest factor at which c is feasible in the dual. */
  #limit(c: Floats, { group, l1 }: GroupWeights): number {
    let limit = Infinity;
    for (let g = 0; g < this.groups.count; g++) {
      const list = this.groups.of(g);
      limit = dualFactor(c, list, l1, group * weightOf(list.length), limit);
    }
    return limit;
  }

  /** How much is left to this part of the constraint of a group at factor*c. */
  #room(c: Floats, g: number, factor: number, { group, l1 }: GroupWeights, part: number): number {
    const list = this.groups.of(g);
    const weight = part * group * weightOf(list.length);
    const { soft, most } = sizesOf(c, list, factor > 0 ? (part * l1) / factor : Infinity);
    return soft > 0 ? weight - factor * soft : weight + part * l1 - factor * most;
  }

  /** Whether no point of the ball about factor*c makes the constraint of a group tight: its coefficients are then 0 at the solution. */
  #safe(c: Floats, g: number, factor: number, radius: number, { group, l1 }: GroupWeights): boolean {
    const list = this.groups.of(g);
    const norm = this.norms[g] as number;
    if (norm === 0) return true;
    const { soft, most } = sizesOf(c, list, factor > 0 ? l1 / factor : Infinity);
    const reach = factor * most > l1 ? factor * soft + radius * norm : Math.max(0, factor * most + radius * norm - l1);
    if (reach < group * weightOf(list.length)) return true;
    return list.every((j) => factor * Math.abs(c[j] as number) + radius * (this.lengths[j] as number) < l1);
  }

  #penalty(w: Float64Array, { group, l1 }: GroupWeights): number {
    let total = 0;
    for (let b = 0; b < this.inside.length; b++) {
      const [from, to] = [this.offsets[b] as number, this.offsets[b + 1] as number];
      let [squares, sum] = [0, 0];
      for (let k = from; k < to; k++) {
        const value = w[k] as number;
        squares += value * value;
        sum += Math.abs(value);
      }
      total += group * weightOf(to - from) * Math.sqrt(squares) + l1 * sum;
    }
    return total;
  }

  /** Solves the working set. Whether nothing moves any more. */
  #solve(weights: GroupWeights, target: number): boolean {
    const { columns, inside } = this;
    const places = Uint32Array.from(columns.list.keys());
    const blocks = {
      offsets: Uint32Array.from(this.offsets),
      weights: Float64Array.from(inside, (g) => weights.group * weightOf(this.groups.of(g).length)),
      bounds: Float64Array.from(this.bounds),
      l1: weights.l1,
    };
    const worth = (at: Iterate, misfit: number, alignment: number) => {
      let limit = Infinity;
      for (let b = 0; b < inside.length; b++) {
        const list = places.subarray(blocks.offsets[b], blocks.offsets[b + 1]);
        limit = dualFactor(at.q, list, weights.l1, blocks.weights[b] as number, limit);
      }
      const norm1 = this.#penalty(at.w, weights);
      return gapOf({ misfit, alignment, norm1, square: 0, most: 1 / limit }, 1, 0);
    };
    const sweep = (count: number) =>
      columns.gram
        ? descendBlocks(columns.w, columns.q, columns.gram, blocks, count)
        : this.#sweepColumns(blocks, count);
    const { passes, idle } = descendInner({ columns, sweep, worth, allowed: () => true }, target);
    this.epochs += passes;
    return idle;
  }

  /** As `descendBlocks`, on the columns: a proximal gradient step a group. */
  #sweepColumns({ offsets, weights, bounds, l1 }: Parameters<typeof descendBlocks>[3], count: number): number {
    const { columns } = this;
    const w = iterateOf(columns).w;
    let passes = 0;
    for (let moved = true; moved && passes < count; passes++) {
      moved = false;
      for (let b = 0; b < weights.length; b++) {
        const [from, to, bound] = [offsets[b] as number, offsets[b + 1] as number, bounds[b] as number];
        if (bound === 0) continue;
        const old = w.subarray(from, to);
        const slopes = columns.slopes(from, to);
        const next = new Float64Array(to - from);
        shrink(
          next,
          old.map((value, k) => bound * value + (slopes[k] as number)),
          bound,
          weights[b] as number,
          l1,
        );
        const by = next.map((value, k) => value - (old[k] as number));
        if (by.every((value) => value === 0)) continue;
        moved = true;
        columns.shift(from, by);
        old.set(next);
      }
    }
    columns.w.data.set(w);
    columns.refresh();
    return passes;
  }

  #admit(found: readonly number[]): void {
    if (found.length === 0) return;
    const { columns, groups } = this;
    const lists = found.map((g) => groups.of(g));
    const added = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
    let at = 0;
    for (const list of lists) {
      added.set(list, at);
      at += list.length;
    }
    const from = columns.list.length;
    columns.add(added);
    const gram = columns.gram?.data;
    at = from;
    for (const [k, list] of lists.entries()) {
      const bound = gram
        ? eigenvalueBound(gram, columns.gram?.cols as number, at, list.length)
        : (this.norms[found[k] as number] as number) ** 2;
      this.isIn[found[k] as number] = 1;
      this.bounds.push(bound);
      at += list.length;
      this.offsets.push(at);
    }
    this.inside.push(...found);
  }
}
