/**
 * Directions of most variance, by three ways.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { eigh } from "../linalg/eigh.ts";
import { svd } from "../linalg/svd.ts";
import { randomizedSvd } from "../solvers/randomizedSvd.ts";
import { byRows } from "./kernel/system.ts";
import { meanOf, Scatter, shift } from "./scatter.ts";

/** How the directions are found. */
export type PcaSolver = "full" | "covarianceEigh" | "randomized";

/** Directions of most variance. */
export interface Axes {
  /** A row each. */
  readonly components: Matrix;
  /** The variance along each, descending. */
  readonly variances: Float64Array<ArrayBuffer>;
  /** Of the samples in all directions. */
  readonly total: number;
  /** How many samples. */
  readonly samples: number;
}

/**
 * The directions of X, `wanted` of them or the least number that explains this part of the variance. In memory of the scope it is
 * called in.
 */
export function axesOf(X: Matrix, wanted: number, solver: PcaSolver, seed: number): Axes & { mean: Vector } {
  if (solver === "covarianceEigh") {
    const sums = new Scatter(X.engine, X.type, X.cols);
    byRows(X, (part) => sums.add(part === X ? X.clone() : part));
    const mean = Vector.from(X.engine, X.type, sums.finish());
    return { ...axesOfScatter(sums.S, X.rows, wanted), mean };
  }
  const [mean, A] = [meanOf(X), X.clone()];
  shift(A, mean);
  return { ...axesOfCentred(A, wanted, solver, seed), mean };
}

/** The directions of samples whose mean is 0, by their singular values. */
export function axesOfCentred(A: Matrix, wanted: number, solver: "full" | "randomized", seed = 0): Axes {
  const { values, V } = solver === "full" ? svd(A) : randomizedSvd(A, { rank: wanted, seed });
  const variances = Float64Array.from(values.data, (s) => s ** 2 / (A.rows - 1));
  const total = solver === "full" ? sum(variances) : squares(A) / (A.rows - 1);
  return leading(V as Matrix, variances, wanted, total, A.rows);
}

/** The directions from a scatter matrix of n samples. */
export function axesOfScatter(S: Matrix, n: number, wanted: number): Axes {
  const d = S.rows;
  const { data } = S;
  const total = sum(Float64Array.from({ length: d }, (_, i) => Math.max(0, data[i * (d + 1)] as number))) / (n - 1);
  const count = wanted < 1 ? d : Math.min(wanted, d);
  const { values, vectors } = eigh(S, { range: [d - count, d] });
  const variances = Float64Array.from(values.data, (v) => Math.max(0, v) / (n - 1)).reverse();
  return leading(backwards(vectors as Matrix), variances, wanted, total, n);
}

/** The first columns of V that are wanted, as rows, each with its entry of largest magnitude > 0. */
function leading(V: Matrix, all: Float64Array<ArrayBuffer>, wanted: number, total: number, samples: number): Axes {
  const kept = wanted < 1 ? enough(all, wanted * total) : Math.min(wanted, V.cols);
  const components = new Matrix(V.engine, V.type, kept, V.rows);
  const [from, to] = [V.data, components.data];
  for (let j = 0; j < kept; j++) {
    let most = 0;
    for (let i = 0; i < V.rows; i++) {
      const v = from[i * V.cols + j] as number;
      if (Math.abs(v) > Math.abs(most)) most = v;
    }
    const sign = most < 0 ? -1 : 1;
    for (let i = 0; i < V.rows; i++) to[j * V.rows + i] = sign * (from[i * V.cols + j] as number);
  }
  return { components, variances: all.slice(0, kept), total, samples };
}

/** The least number of values, from the first, with a sum above `part`. */
function enough(values: Float64Array, part: number): number {
  let [count, total] = [0, 0];
  while (count < values.length && total <= part) total += values[count++] as number;
  return count;
}

/** The columns, the last first. */
function backwards(V: Matrix): Matrix {
  const out = new Matrix(V.engine, V.type, V.rows, V.cols);
  const [from, to] = [V.data, out.data];
  for (let i = 0; i < V.rows; i++)
    for (let j = 0; j < V.cols; j++) to[i * V.cols + j] = from[(i + 1) * V.cols - 1 - j] as number;
  return out;
}

const sum = (values: Float64Array): number => values.reduce((a, b) => a + b, 0);

const squares = ({ data }: Matrix): number => (data as Float64Array).reduce((total, v) => total + v * v, 0);
