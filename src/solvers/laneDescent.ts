/**
 * Generalised linear models with an l1 penalty, many at once: min over z, c of sum_i loss_i(x_i'z + c) + l1 ||z||_1 + ridge ||z||^2 / 2
 * for each lane of a panel, by proximal Newton steps: coordinate descent on the quadratic model of the loss over a working
 * set of columns, then a line search, lane by lane.
 *
 * Friedman, Hastie and Tibshirani, "Regularization Paths for Generalized Linear Models via Coordinate Descent", Journal of
 * Statistical Software 33 (2010); Yuan, Ho and Lin, "An Improved GLMNET for L1-regularized Logistic Regression", JMLR 13 (2012)
 * 1999-2030, for the steps and their line search; Johnson and Guestrin, "Blitz" (2015), for the working set.
 * @module
 */
import type { State } from "../core/run.ts";
import { epsOf } from "../core/types.ts";
import { BLOCK, canGram, laneCurve, laneDescend, laneDescendGram, laneDots } from "../kernels/klane.ts";
import { type LanePenalty, screened, type Standing, standing } from "./lanes/gap.ts";
import type { LanePanel } from "./lanes/panel.ts";

/** One proximal Newton step of all lanes. */
export interface LaneState extends State {
  /** The largest gap of a lane over its scale. */
  readonly residual: number;
  /** Objective, gap and the part of the gradient that is dual feasible, by lanes. */
  readonly standing: Standing;
  /** Columns that may have coefficients other than 0. */
  readonly alive: Uint32Array;
}

/** Least columns of a working set. */
const LEAST = 16;
/** Sweeps over a working set in one step, over X and over the products of its columns. */
const SWEEPS = 200;
const GRAM_SWEEPS = 2000;
/** What the sweeps may leave of the gap. */
const PART = 0.1;
/** Decrease that a step has to keep of what its model promised. */
const ARMIJO = 0.01;

/**
 * Steps the lanes of a panel on from where they are, one state a step; the first is where they are.
 *
 * @param tolerance  a lane whose gap is at most this much of its scale is left as it is
 */
export function* laneDescent(panel: LanePanel, penalty: LanePenalty, tolerance: number): Generator<LaneState, void> {
  const { model, columns, width, scales } = panel;
  panel.row(BLOCK.l1).set(penalty.l1);
  panel.row(BLOCK.ridge).set(penalty.ridge);
  let alive: Uint32Array = Uint32Array.from({ length: columns.rows }, (_, j) => j);
  for (;;) {
    panel.polish(Math.max(1e-3 * tolerance, epsOf[columns.type]));
    laneDots(model.Q, columns, panel.at.G, alive);
    const slopes = panel.sums.data.slice(width, 3 * width);
    const now = standing(panel, penalty, alive);
    alive = screened(panel, penalty, alive, now);
    const relative = now.gaps.map((gap, k) => ((scales[k] as number) > 0 ? gap / (scales[k] as number) : 0));
    yield { residual: relative.reduce((a, b) => (b > a || Number.isNaN(b) ? b : a), 0), standing: now, alive };

    const open = Array.from(relative, (gap) => !(gap <= tolerance));
    const set = workingSet(panel, penalty, alive, open);
    panel.row(BLOCK.inverse).set(panel.inverses(slopes.subarray(width)));
    const inverse = panel.row(BLOCK.inverse);
    panel.row(BLOCK.shift).set(Array.from(inverse, (value, k) => -(slopes[k] as number) * value));
    panel.row(BLOCK.enough).set(accuracy(panel, penalty, set, open, now));
    panel.Z0.data.set(model.Z.data);
    model.U.data.fill(0);
    laneCurve(model, columns, set);
    descend(panel, set);
    search(panel, penalty, set, open, now, slopes);
  }
}

/**
 * Coordinate descent over a working set. The products of its columns with each other cost about as much as 0.15 sweeps a column
 * (measured, n = 1800): once that many have not settled the lanes they are computed, in later steps at once, and what sweeps
 * are left cost little.
 */
function descend(panel: LanePanel, set: Uint32Array): void {
  const { model, columns, Z0 } = panel;
  const products = canGram(columns, set.length);
  if (!(products && panel.stiff)) {
    const shift = panel.row(BLOCK.shift).slice();
    laneDescend(model, columns, set, products ? Math.ceil(0.15 * set.length) : SWEEPS);
    const enough = panel.row(BLOCK.enough);
    panel.stiff = panel.row(BLOCK.moved).some((moved, k) => moved > (enough[k] as number));
    if (!products || !panel.stiff) return;
    panel.row(BLOCK.shift).set(shift);
  }
  laneDescendGram(model, Z0, columns, set, GRAM_SWEEPS);
}

/**
 * How small the gradients of the model have to become, lane by lane: so small that what is left of them is a part of the gap
 * now, which grows by ||z||_1 times them without a ridge, and else by their square over 2 ridge, column by column.
 */
function accuracy(
  { model, width }: LanePanel,
  { ridge }: LanePenalty,
  set: Uint32Array,
  open: readonly boolean[],
  now: Standing,
) {
  const z = model.Z.data;
  return now.gaps.map((gap, k) => {
    if (!open[k]) return Infinity;
    if ((ridge[k] as number) > 0) return PART * Math.sqrt(((ridge[k] as number) * gap) / set.length);
    let norm = 0;
    for (const j of set) norm += Math.abs(z[j * width + k] as number);
    return (PART * gap) / Math.max(norm, 1);
  });
}

/** The columns with coefficients, and of the others those that want one most: as many again, at least LEAST. */
function workingSet(panel: LanePanel, { l1 }: LanePenalty, alive: Uint32Array, open: readonly boolean[]): Uint32Array {
  const { width, model } = panel;
  const [q, z] = [model.Q.data, model.Z.data];
  const wants = new Float64Array(alive.length);
  let held = 0;
  for (const [a, j] of alive.entries()) {
    let most = 0;
    for (let k = 0, at = j * width; k < width; k++, at++) {
      if (!open[k]) continue;
      const want = z[at] !== 0 || l1[k] === 0 ? Infinity : Math.abs(q[at] as number) / (l1[k] as number);
      if (want > most) most = want;
    }
    wants[a] = most;
    if (most === Infinity) held++;
  }
  const size = Math.max(LEAST, 2 * held);
  if (alive.length <= size) return alive;
  const edge = wants.slice().sort()[alive.length - size] as number;
  return alive.filter((_, a) => (wants[a] as number) >= edge);
}

/** Goes from Z0 towards Z, by halves, as far as each lane's objective falls; closed lanes stay. */
function search(
  panel: LanePanel,
  { l1, ridge }: LanePenalty,
  set: Uint32Array,
  open: readonly boolean[],
  now: Standing,
  slopes: ArrayLike<number>,
): void {
  const { width, model, Z0, columns, intercepts, sums } = panel;
  const shifts = panel.row(BLOCK.shift).slice();
  const [z, z0, q] = [model.Z.data, Z0.data, model.Q.data];
  const eps = epsOf[columns.type];
  /** The penalty at Z0 + t (Z - Z0) less that at Z0. */
  const added = (k: number, t: number): number => {
    let total = 0;
    for (const j of set) {
      const from = z0[j * width + k] as number;
      const to = from + t * ((z[j * width + k] as number) - from);
      total +=
        (l1[k] as number) * (Math.abs(to) - Math.abs(from)) + ((ridge[k] as number) / 2) * (to * to - from * from);
    }
    return total;
  };
  const start = now.objectives;
  const promised = Float64Array.from(start, (_, k) => {
    let total = added(k, 1) + (slopes[k] as number) * (shifts[k] as number);
    for (const j of set)
      total += (q[j * width + k] as number) * ((z[j * width + k] as number) - (z0[j * width + k] as number));
    return total;
  });
  const t = Float64Array.from(open, (is, k) => (is && (promised[k] as number) < 0 ? 1 : 0));
  for (let halving = 0; ; halving++) {
    panel.attempt(
      t,
      t.map((part, k) => part * (shifts[k] as number)),
    );
    let again = false;
    for (let k = 0; k < width; k++) {
      const part = t[k] as number;
      if (part === 0) continue;
      const change = (sums.data[k] as number) - (now.losses[k] as number) + added(k, part);
      const slack = 8 * eps * Math.abs(start[k] as number);
      if (change <= ARMIJO * part * (promised[k] as number) + slack) continue;
      again = true;
      t[k] = halving < 40 ? part / 2 : 0;
    }
    if (!again) break;
  }
  panel.accept();
  for (let k = 0; k < width; k++) {
    const part = t[k] as number;
    (intercepts[k] as number) += part * (shifts[k] as number);
    if (part === 1) continue;
    for (const j of set) {
      const at = j * width + k;
      z[at] = (z0[at] as number) + part * ((z[at] as number) - (z0[at] as number));
    }
  }
}
