/**
 * The group lasso and the sparse-group lasso, by block coordinate descent.
 *
 * Yuan and Lin, "Model Selection and Estimation in Regression with Grouped Variables", JRSS B 68 (2006) 49-67; Simon, Friedman,
 * Hastie and Tibshirani, "A Sparse-Group Lasso", JCGS 22 (2013) 231-245, section 3; Ndiaye, Fercoq, Gramfort and Salmon, "Gap
 * Safe Screening Rules for Sparse-Group Lasso", NeurIPS 2016, for the dual point.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { checkNonNegative, checkNumbers, checkOptions } from "../core/check.ts";
import { ArgumentRangeError } from "../core/errors.ts";
import { run, type State } from "../core/run.ts";
import { syrk } from "../kernels/dense.ts";
import { Fit } from "./fit.ts";
import { centred } from "./moments.ts";
import { type ModelOptions, modelOptions } from "./options.ts";
import type { Design } from "./samples.ts";

/** Options of `groupLasso`. */
export interface GroupLassoOptions extends Omit<ModelOptions, "start"> {
  /** A label for each feature: those of one label are a group. */
  groups: ArrayLike<number>;
  /** The weight of the groups' norms, >= 0. Default 1. */
  alpha?: number;
  /** The weight of ||w||_1 beside it, >= 0. Default 0. */
  l1?: number;
}

/** A group: its features, its weight, and a bound of the curvature in it. */
interface Group {
  readonly features: readonly number[];
  readonly weight: number;
  readonly bound: number;
}

/**
 * min over w, b of  1/(2n) sum_i s_i (y_i - x_i'w - b)^2 + alpha sum_g sqrt(|g|) ||w_g||_2 + l1 ||w||_1,  the weights s scaled to
 * the sum n. X'X is held, p^2 numbers, beside a dense copy of X; an iteration is a sweep over the groups.
 *
 * The gap is to the dual (tau r'y - tau^2 ||r||^2 / 2) / n at the residual r, scaled by the largest tau <= 1 with
 * ||soft(tau X_g'r / n, l1)|| <= alpha sqrt(|g|) in every group; it is relative to ||y||^2 / n about the mean.
 * @throws ArgumentRangeError if a number is not finite, alpha or l1 is < 0; ShapeError if there is not a label a feature
 */
export function groupLasso(X: Design, y: Vector, options: GroupLassoOptions): Fit {
  checkOptions("options", options);
  const { groups: labels, alpha = 1, l1 = 0, sampleWeight } = options;
  checkNonNegative("alpha", alpha);
  checkNonNegative("l1", l1);
  const { fitIntercept, tolerance, running, onProgress } = modelOptions(options, 10000);
  checkNumbers("groups", labels, X?.cols);
  if (X.rows === 0) throw new ArgumentRangeError("X", "one sample or more", "none");
  return X.engine.memory.scope(() => {
    const { A, b, intercept } = centred(X, y, fitIntercept, sampleWeight);
    const { rows: n, cols: p } = A;
    const G = new Matrix(A.engine, A.type, p, p);
    syrk(G, A, { transpose: true });
    const gram = Float64Array.from(G.data);
    for (let i = 0; i < p; i++)
      for (let j = 0; j <= i; j++) gram[j * p + i] = gram[i * p + j] = (gram[i * p + j] as number) / n;
    const start = Float64Array.from(A.matmul(b, { transposeA: true }).data, (v) => v / n);
    const size = Float64Array.from(b.data).reduce((total, v) => total + v * v, 0) / n;
    const problem = { gram, start, size, groups: groupsOf(labels, gram, p), alpha, l1 };
    const end = run(sweeps(problem), {
      ...running,
      ...(onProgress && {
        onProgress: ({ gap, residual }: Sweep, iteration: number) => onProgress({ gap, dualGap: residual }, iteration),
      }),
    });
    const { objective, gap, residual, iterations } = end;
    const coefficients = Vector.from(A.engine, A.type, end.w);
    const found = { alpha, objective, gap, dualGap: residual, iterations, converged: residual <= tolerance };
    return new Fit({ coefficients, intercept: intercept(end.w), ...found });
  });
}

function groupsOf(labels: ArrayLike<number>, gram: Float64Array, p: number): Group[] {
  const members = new Map<number, number[]>();
  for (let j = 0; j < p; j++) {
    const label = labels[j] as number;
    const group = members.get(label);
    if (group) group.push(j);
    else members.set(label, [j]);
  }
  return [...members.values()].map((features) => {
    // The largest row sum of magnitudes is no less than the largest eigenvalue.
    const sums = features.map((i) => features.reduce((total, j) => total + Math.abs(gram[i * p + j] as number), 0));
    return { features, weight: Math.sqrt(features.length), bound: Math.max(...sums) };
  });
}

interface Sweep extends State {
  readonly w: Float64Array;
  readonly objective: number;
  readonly gap: number;
}

interface Problem {
  /** X'X / n */
  readonly gram: Float64Array;
  /** X'y / n */
  readonly start: Float64Array;
  /** y'y / n */
  readonly size: number;
  readonly groups: readonly Group[];
  readonly alpha: number;
  readonly l1: number;
}

const soft = (x: number, by: number): number => Math.sign(x) * Math.max(Math.abs(x) - by, 0);

const norm = (x: readonly number[]): number => Math.sqrt(x.reduce((total, v) => total + v * v, 0));

/** States from w = 0 on; q = X'r / n is kept. */
function* sweeps(problem: Problem): Generator<Sweep, void> {
  const { gram, start, groups, alpha, l1 } = problem;
  const p = start.length;
  const w = new Float64Array(p);
  const q = start.slice();
  for (;;) {
    yield standing(problem, w, q);
    for (const { features, weight, bound } of groups) {
      if (bound === 0) continue;
      const target = features.map((j) => soft((w[j] as number) + (q[j] as number) / bound, l1 / bound));
      const length = norm(target);
      const keep = length > 0 ? Math.max(1 - (alpha * weight) / (bound * length), 0) : 0;
      for (const [i, j] of features.entries()) {
        const delta = keep * (target[i] as number) - (w[j] as number);
        if (delta === 0) continue;
        (w[j] as number) += delta;
        for (let k = 0; k < p; k++) (q[k] as number) -= delta * (gram[j * p + k] as number);
      }
    }
  }
}

/** Objective and gap at w. */
function standing({ start, size, groups, alpha, l1 }: Problem, w: Float64Array, q: Float64Array): Sweep {
  let [cross, along] = [size, 0]; // r'y / n, and r'Xw / n
  let [penalty, part] = [0, 1];
  for (const [j, value] of w.entries()) {
    cross -= (start[j] as number) * value;
    along += (q[j] as number) * value;
    penalty += l1 * Math.abs(value);
  }
  for (const { features, weight } of groups) {
    penalty += alpha * weight * norm(features.map((j) => w[j] as number));
    const inside = (tau: number) => norm(features.map((j) => soft(tau * (q[j] as number), l1))) <= alpha * weight;
    if (inside(part)) continue;
    let [low, high] = [0, part];
    for (let halving = 0; halving < 60; halving++) {
      const middle = (low + high) / 2;
      if (inside(middle)) low = middle;
      else high = middle;
    }
    part = low;
  }
  const left = Math.max(cross - along, 0); // ||r||^2 / n
  const objective = left / 2 + penalty;
  const gap = objective - (part * cross - (part * part * left) / 2);
  return { w, objective, gap, residual: size > 0 ? gap / size : 0 };
}
