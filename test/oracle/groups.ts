// 1/2 sum_i s_i (y_i - b - x_i'w)^2 + group sum_g sqrt(|g|) ||w_g||_2 + l1 ||w||_1 in f64 by plain loops: its value, its duality gap, its
// optimality condition, its minimum by proximal gradient steps one group at a time, and passes of such steps.
import { centred, type Penalized } from "./lasso.ts";

export interface Grouped extends Penalized {
  groups: readonly (readonly number[])[];
  group: number;
}

const norm = (x: readonly number[]): number => Math.sqrt(x.reduce((sum, v) => sum + v * v, 0));
const soft = (x: number, by: number): number => Math.sign(x) * Math.max(Math.abs(x) - by, 0);

/** Features by label. */
export function partition(labels: readonly number[]): number[][] {
  return [...new Set(labels)].map((label) => labels.flatMap((other, j) => (other === label ? [j] : [])));
}

const penalty = ({ groups, group, l1 }: Grouped, w: readonly number[]): number =>
  groups.reduce((sum, list) => sum + group * Math.sqrt(list.length) * norm(list.map((j) => w[j] ?? 0)), 0) +
  l1 * w.reduce((sum, v) => sum + Math.abs(v), 0);

/** z_j'r for all j at w, and the sum of squares of r. */
function state(problem: Grouped, w: readonly number[]) {
  const { cols } = problem;
  const { Z, t, means, level } = centred(problem);
  const r = Array.from(t, (value, i) => w.reduce((left, v, j) => left - v * (Z[i * cols + j] ?? 0), value));
  const slopes = w.map((_, j) => r.reduce((sum, v, i) => sum + v * (Z[i * cols + j] ?? 0), 0));
  const intercept = w.reduce((left, v, j) => left - v * (means[j] ?? 0), level);
  return { r, t, slopes, intercept };
}

/** Value, gap (by bisection of the scale of the residual) and how far from optimal w is. */
export function groupCertificate(problem: Grouped, w: readonly number[]) {
  const { groups, group, l1 } = problem;
  const { r, t, slopes, intercept } = state(problem, w);
  const misfit = r.reduce((sum, v) => sum + v * v, 0);
  const objective = misfit / 2 + penalty(problem, w);
  const feasible = (s: number) =>
    groups.every((list) => norm(list.map((j) => soft(s * (slopes[j] ?? 0), l1))) <= group * Math.sqrt(list.length));
  let [low, high] = [0, 1];
  if (feasible(1)) low = 1;
  else
    for (let k = 0; k < 100; k++) {
      const middle = (low + high) / 2;
      if (feasible(middle)) low = middle;
      else high = middle;
    }
  const along = r.reduce((sum, v, i) => sum + v * (t[i] ?? 0), 0);
  const gap = objective - (low * along - (low * low * misfit) / 2);
  let violation = 0;
  for (const list of groups) {
    const weight = group * Math.sqrt(list.length);
    const size = norm(list.map((j) => w[j] ?? 0));
    if (size === 0) violation = Math.max(violation, norm(list.map((j) => soft(slopes[j] ?? 0, l1))) - weight);
    else
      for (const j of list) {
        const value = w[j] ?? 0;
        const slope = (slopes[j] ?? 0) - (weight * value) / size;
        violation = Math.max(violation, value === 0 ? Math.abs(slope) - l1 : Math.abs(slope - l1 * Math.sign(value)));
      }
  }
  return { objective, gap, violation, intercept, scale: t.reduce((sum, v) => sum + v * v, 0), slopes };
}

/**
 * Proximal gradient steps, at most `inner` a group until one is 1e-3 of its w_g or less, in cyclic passes from w, with bounds of the
 * curvature of each group.
 */
export function groupPasses(
  gram: readonly number[],
  q: number[],
  w: number[],
  groups: readonly (readonly number[])[],
  weights: readonly number[],
  bounds: readonly number[],
  l1: number,
  inner: number,
  count: number,
): void {
  const m = w.length;
  for (let pass = 0; pass < count; pass++)
    for (const [g, list] of groups.entries())
      for (let step = 0; step < inner; step++) {
        const bound = bounds[g] ?? 0;
        if (bound === 0) continue;
        const moved = list.map((j) => soft(bound * (w[j] ?? 0) + (q[j] ?? 0), l1));
        const size = norm(moved);
        const factor = size > (weights[g] ?? 0) ? (1 - (weights[g] ?? 0) / size) / bound : 0;
        let [far, length] = [0, 0];
        for (const [i, j] of list.entries()) {
          const by = factor * (moved[i] ?? 0) - (w[j] ?? 0);
          w[j] = (w[j] ?? 0) + by;
          far += by * by;
          length += (w[j] ?? 0) ** 2;
          for (let k = 0; k < m; k++) q[k] = (q[k] ?? 0) - by * (gram[j * m + k] ?? 0);
        }
        if (!(far > 1e-6 * length)) break;
      }
}

/** The minimum, to where passes change nothing that counts. */
export function groupMinimum(problem: Grouped, most = 4000): number[] {
  const { cols, groups, group, l1 } = problem;
  const { Z, t } = centred(problem);
  const gram = new Array<number>(cols * cols).fill(0);
  const q = new Array<number>(cols).fill(0);
  for (let i = 0; i < t.length; i++)
    for (let j = 0; j < cols; j++) {
      q[j] = (q[j] ?? 0) + (Z[i * cols + j] ?? 0) * (t[i] ?? 0);
      for (let k = 0; k < cols; k++)
        gram[j * cols + k] = (gram[j * cols + k] ?? 0) + (Z[i * cols + j] ?? 0) * (Z[i * cols + k] ?? 0);
    }
  const bounds = groups.map((list) => list.reduce((sum, j) => sum + (gram[j * cols + j] ?? 0), 0));
  const weights = groups.map((list) => group * Math.sqrt(list.length));
  const w = new Array<number>(cols).fill(0);
  for (let pass = 0; pass < most; pass += 20) {
    const before = w.slice();
    groupPasses(gram, q, w, groups, weights, bounds, l1, 1, 20);
    if (w.every((v, j) => Math.abs(v - (before[j] ?? 0)) < 1e-14)) break;
  }
  return w;
}

/** The least weight of the groups' norms at which all is 0. */
export function largestGroup(problem: Grouped): number {
  const { slopes } = groupCertificate(problem, new Array<number>(problem.cols).fill(0));
  return Math.max(...problem.groups.map((list) => norm(list.map((j) => slopes[j] ?? 0)) / Math.sqrt(list.length)));
}
