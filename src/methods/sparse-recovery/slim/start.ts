/**
 * Where the search starts: l1 logistic regression along a path, rounded at ten scales.
 * @module
 */
import { Vector } from "../../../arrays/vector.ts";
import { exp } from "../../../core/elementary.ts";
import { gemv, tgemv } from "../../../kernels/dense.ts";
import type { Problem } from "./problem.ts";

const PENALTIES = [0.3, 0.1, 0.03, 0.01, 0.001];
const STEPS = 200;

/** Whole numbers within the boxes: of each solution of the path, scaled so that the largest of its terms is 1 to 10. */
export function roundedPath(problem: Problem): Int32Array<ArrayBuffer>[] {
  const { lower, upper, C0 } = problem;
  const starts: Int32Array<ArrayBuffer>[] = [];
  for (const beta of logisticPath(problem)) {
    const top = beta.reduce((most, v, j) => ((C0[j] as number) > 0 ? Math.max(most, Math.abs(v)) : most), 0);
    for (let scale = 1; scale <= 10; scale++) {
      const by = top > 0 ? scale / top : scale;
      const rounded = (v: number, j: number) =>
        Math.max(lower[j] as number, Math.min(upper[j] as number, Math.round(v * by)));
      starts.push(Int32Array.from(beta, rounded));
      if (top === 0) break;
    }
  }
  return starts;
}

/** min 1/N sum w_i log(1 + exp(-y_i x_i'beta)) + lambda sum |beta_j|, of columns divided by their largest entry, by FISTA. */
function logisticPath(problem: Problem): Float64Array[] {
  const { columns, counts, C0, costPos, costNeg, lower, upper } = problem;
  const { engine, rows: P, cols: n } = columns;
  const scale = new Float64Array(P);
  const entries = columns.data;
  for (let j = 0; j < P; j++)
    for (let g = 0; g < n; g++) scale[j] = Math.max(scale[j] as number, Math.abs(entries[j * n + g] as number));
  return engine.memory.scope(() => {
    const [s, slope, beta, gradient] = [n, n, P, P].map((length) => Vector.zeros(engine, "f64", length)) as [
      Vector,
      Vector,
      Vector,
      Vector,
    ];
    /** gradient = X'f(X b) of columns divided by their largest entry, f taking a score and the counts of its group. */
    const through = (b: Float64Array, f: (score: number, pos: number, neg: number) => number): Float64Array => {
      beta.data.set(b.map((v, j) => v / (scale[j] || 1)));
      tgemv(s, columns, beta);
      const [from, to, numbers] = [s.data, slope.data, counts.data];
      for (let g = 0; g < n; g++) to[g] = f(from[g] as number, numbers[g] as number, numbers[n + g] as number);
      gemv(gradient, columns, slope);
      return Float64Array.from(gradient.data, (v, j) => v / (scale[j] || 1));
    };
    const curvature = largest(P, (b) => through(b, (v, pos, neg) => (v * (costPos * pos + costNeg * neg)) / 4));
    const step = 1 / (1.05 * curvature);
    const descent = (b: Float64Array) =>
      through(b, (v, pos, neg) => (costNeg * neg) / (1 + exp(-v)) - (costPos * pos) / (1 + exp(v)));
    const most = descent(new Float64Array(P)).reduce((top, v, j) => (C0[j] ? Math.max(top, Math.abs(v)) : top), 0);
    let x = new Float64Array(P);
    return PENALTIES.map((part) => {
      let [y, t] = [x, 1];
      for (let k = 0; k < STEPS; k++) {
        const g = descent(y);
        const next = y.map((v, j) => {
          const moved = v - step * (g[j] as number);
          const cut = C0[j] ? step * part * most : 0;
          const shrunk = Math.sign(moved) * Math.max(0, Math.abs(moved) - cut);
          return Math.max(lower[j] === 0 ? 0 : -Infinity, Math.min(upper[j] === 0 ? 0 : Infinity, shrunk));
        });
        const tNext = (1 + Math.sqrt(1 + 4 * t * t)) / 2;
        const from = x;
        y = next.map((v, j) => v + ((t - 1) / tNext) * (v - (from[j] as number)));
        [x, t] = [next, tNext];
      }
      return x.map((v, j) => v / (scale[j] || 1));
    });
  });
}

/** The largest eigenvalue of a symmetric map, by the power method. */
function largest(P: number, apply: (b: Float64Array) => Float64Array): number {
  let b = new Float64Array(P).fill(1 / Math.sqrt(P));
  let value = 0;
  for (let k = 0; k < 30; k++) {
    const next = apply(b);
    value = Math.sqrt(next.reduce((sum, v) => sum + v * v, 0));
    if (value === 0) return 1;
    b = next.map((v) => v / value) as Float64Array<ArrayBuffer>;
  }
  return value;
}
