/**
 * The column by which the loss falls most, of those not yet taken; of equal ones the first.
 * @module
 */
import { Vector } from "../../../arrays/vector.ts";
import { gemv } from "../../../kernels/dense.ts";
import { absoluteDecrease, absoluteDecreases, decreases, medianStep } from "../../../kernels/greedy.ts";
import { iamax } from "../../../kernels/vec.ts";
import type { Penalised } from "./problem.ts";

/** Chooses for a residual and its norm: a column, and what it promises. */
export type Chooser = (residual: Vector, norm: number) => [column: number, decrease: number];

/** Chooses each column at most once. `own` receives what is reserved. */
export function chooserOf(problem: Penalised, own: { dispose(): void }[]): Chooser {
  const find = problem.kind.loss === "lad-lasso" ? absolute(problem, own) : squares(problem, own);
  const chosen: number[] = [];
  return (residual, norm) => {
    const at = find(residual, norm, chosen);
    if (at[1] > 0) chosen.push(at[0]);
    return at;
  };
}

type Finder = (residual: Vector, norm: number, chosen: readonly number[]) => [number, number];

function squares({ columns, kind, lambda, weights }: Penalised, own: { dispose(): void }[]): Finder {
  const out = new Vector(columns.engine, columns.type, columns.rows);
  own.push(out);
  return (residual, norm, chosen) => {
    gemv(out, columns, residual);
    decreases(out, out, weights, norm, lambda, kind);
    return largest(out, chosen);
  };
}

/**
 * The slopes of ||r||_1 along the columns cost one product, and bound what each column can bring: the steepest is tried
 * first, and then only those whose bound is not below what it brings.
 */
function absolute({ columns, kind, lambda, weights, eps }: Penalised, own: { dispose(): void }[]): Finder {
  const { engine, type, rows: n, cols: m } = columns;
  const reserve = (length: number) => own[own.push(new Vector(engine, type, length)) - 1] as Vector;
  const [out, slopes, sums, signs] = [reserve(n), reserve(n), reserve(n), reserve(m)];
  const [entries, totals] = [columns.data, sums.data.fill(0)];
  for (let j = 0, p = 0; j < n; j++)
    for (let i = 0; i < m; i++, p++) (totals[j] as number) += Math.abs(entries[p] as number);
  return (residual, total, chosen) => {
    signs.data.set(residual.data.map(Math.sign));
    gemv(slopes, columns, signs);
    const { data } = slopes;
    for (const j of chosen) data[j] = 0;
    const options = { lambda, absolute: kind.absolute, floor: m * eps * total, w: weights };
    const first = iamax(slopes);
    if (first < 0) return [-1, 0];
    const best = absoluteDecrease(columns, first, residual, options);
    const steepest = Math.abs(data[first] as number);
    const scale = Math.abs(medianStep(columns, first, residual, undefined)) / (steepest || 1);
    absoluteDecreases(out, columns, residual, { ...options, skip: { slopes, sums, total, best, scale } });
    return largest(out, chosen);
  };
}

function largest(out: Vector, chosen: readonly number[]): [number, number] {
  const { data } = out;
  for (const j of chosen) data[j] = 0;
  const j = iamax(out);
  return [j, j < 0 ? 0 : (data[j] as number)];
}
