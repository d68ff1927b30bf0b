/**
 * What coefficients cost, and which limits they break.
 * @module
 */
import type { Limits, Problem } from "./problem.ts";

/** Larger than any objective: what breaking a limit starts from, so that less broken is better. */
const BROKEN = 1e12;

/** Of one coefficient. */
export const costOf = ({ C0, C1 }: Problem, j: number, v: number): number =>
  v === 0 ? 0 : (C0[j] as number) + (C1[j] as number) * Math.abs(v);

/** Of all coefficients. */
export function costsOf(problem: Problem, rho: Int32Array): number {
  let costs = 0;
  for (const [j, v] of rho.entries()) costs += costOf(problem, j, v);
  return costs;
}

/** The coefficients that count as terms. */
export function termsOf({ C0 }: Problem, rho: ArrayLike<number>): number {
  let terms = 0;
  for (let j = 0; j < rho.length; j++) if (rho[j] !== 0 && (C0[j] as number) > 0) terms++;
  return terms;
}

/** How many samples or terms are beyond each limit, in all. */
export function excess({ limits }: Problem, wrongPos: number, wrongNeg: number, terms: number): number {
  return (
    Math.max(0, wrongNeg - limits.maxFpr) +
    Math.max(0, wrongPos - limits.maxFnr) +
    Math.max(0, wrongPos + wrongNeg - limits.maxError) +
    Math.max(0, terms - limits.l0Max) +
    Math.max(0, limits.l0Min - terms)
  );
}

/** The objective, or where limits are broken a number above all objectives. */
export function priceOf(problem: Problem, wrongPos: number, wrongNeg: number, costs: number, terms: number): number {
  const over = excess(problem, wrongPos, wrongNeg, terms);
  return over > 0 ? BROKEN * (1 + over) : problem.costPos * wrongPos + problem.costNeg * wrongNeg + costs;
}

/** Whether a value is an objective: no limit is broken. */
export const isFeasible = (value: number): boolean => value < BROKEN;

/** The limits that no point of a box can keep: of wrong samples at the least, and of terms at the least and at the most. */
export function brokenLimits(
  limits: Limits,
  wrongPos: number,
  wrongNeg: number,
  others: number,
  fewest: number,
  most: number,
): (keyof Limits)[] {
  const broken: (keyof Limits)[] = [];
  if (wrongNeg > limits.maxFpr) broken.push("maxFpr");
  if (wrongPos > limits.maxFnr) broken.push("maxFnr");
  if (wrongPos + wrongNeg + others > limits.maxError) broken.push("maxError");
  if (fewest > limits.l0Max) broken.push("l0Max");
  if (most < limits.l0Min) broken.push("l0Min");
  return broken;
}
