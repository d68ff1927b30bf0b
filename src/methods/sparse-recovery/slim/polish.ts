/**
 * Coefficients made better one at a time, each over all of its whole numbers at once, and by exchanges of one term for another.
 * @module
 */
import type { Vector } from "../../../arrays/vector.ts";
import { addColumn, boxLine } from "../../../kernels/box.ts";
import type { Problem } from "./problem.ts";
import { costOf, costsOf, termsOf, priceOf } from "./value.ts";

/** Coefficients and their value. */
export interface Point {
  readonly rho: Int32Array<ArrayBuffer>;
  readonly value: number;
}

const BETTER = 1e-12;

/** The value of some coefficients. s: scratch of one element a group. */
export function evaluate(problem: Problem, rho: Int32Array, s: Vector): number {
  score(problem, rho, s);
  const wrong = new Float64Array(2);
  boxLine(wrong, s, problem, 0, 0, problem.epsilon);
  return priceOf(problem, wrong[0] as number, wrong[1] as number, costsOf(problem, rho), termsOf(problem, rho));
}

/** s = sum_j rho_j x_j */
export function score(problem: Problem, rho: Int32Array, s: Vector): void {
  s.data.fill(0);
  for (const [j, v] of rho.entries()) if (v !== 0) addColumn(s, problem, j, v);
}

/** The best number for coefficient j, whose column s leaves out; ties to the first found nearest to 0. */
export function bestOf(
  problem: Problem,
  rho: Int32Array,
  j: number,
  s: Vector,
  from: number,
  to: number,
): [number, number] {
  const wrong = new Float64Array(2 * (to - from + 1));
  boxLine(wrong, s, problem, j, from, problem.epsilon);
  const held = rho[j] as number;
  rho[j] = 0;
  const [costs, terms] = [costsOf(problem, rho), termsOf(problem, rho)];
  rho[j] = held;
  const counts = (problem.C0[j] as number) > 0;
  let [best, least] = [from, Infinity];
  for (let v = from; v <= to; v++) {
    const at = 2 * (v - from);
    const more = counts && v !== 0 ? 1 : 0;
    const cost = costs + costOf(problem, j, v);
    const value = priceOf(problem, wrong[at] as number, wrong[at + 1] as number, cost, terms + more);
    if (value < least - BETTER || (value <= least && Math.abs(v) < Math.abs(best))) [best, least] = [v, value];
  }
  return [best, least];
}

/** Coordinates in turn until none gets better, then the best exchange of a term, and again. */
export function polish(problem: Problem, start: Int32Array<ArrayBuffer>, s: Vector, exchanges = true): Point {
  const rho = start.slice();
  let value = evaluate(problem, rho, s);
  for (;;) {
    const before = value;
    for (let j = 0; j < rho.length; j++) {
      const held = rho[j] as number;
      addColumn(s, problem, j, -held);
      const [best, least] = bestOf(problem, rho, j, s, problem.lower[j] as number, problem.upper[j] as number);
      const to = least < value - BETTER ? best : held;
      if (to !== held) [rho[j], value] = [best, least];
      addColumn(s, problem, j, to);
    }
    if (value < before - BETTER) continue;
    if (!exchanges) break;
    const next = exchange(problem, rho, s, value);
    if (!next) break;
    value = evaluate(problem, rho, s);
  }
  return divided(problem, { rho, value }, s);
}

/** The best of all ways to drop one term and set one other coefficient anew; whether it is better than `value`. */
function exchange(problem: Problem, rho: Int32Array, s: Vector, value: number): boolean {
  let [out, into, to, least] = [-1, -1, 0, value - BETTER];
  for (let j = 0; j < rho.length; j++) {
    const held = rho[j] as number;
    if (held === 0 || (problem.lower[j] as number) > 0 || (problem.upper[j] as number) < 0) continue;
    addColumn(s, problem, j, -held);
    rho[j] = 0;
    for (let k = 0; k < rho.length; k++) {
      if (k === j) continue;
      addColumn(s, problem, k, -(rho[k] as number));
      const [best, at] = bestOf(problem, rho, k, s, problem.lower[k] as number, problem.upper[k] as number);
      if (at < least) [out, into, to, least] = [j, k, best, at];
      addColumn(s, problem, k, rho[k] as number);
    }
    rho[j] = held;
    addColumn(s, problem, j, held);
  }
  if (out < 0) return false;
  rho[out] = 0;
  rho[into] = to;
  return true;
}

/** The same decisions by the smallest whole numbers, where features are whole and the boxes allow it. */
export function divided(problem: Problem, point: Point, s: Vector): Point {
  const factor = point.rho.reduce(gcd, 0);
  if (factor < 2 || !problem.whole) return point;
  const rho = point.rho.map((v) => v / factor);
  if (rho.some((v, j) => v < (problem.lower[j] as number) || v > (problem.upper[j] as number))) return point;
  const value = evaluate(problem, rho, s);
  return value <= point.value ? { rho, value } : point;
}

function gcd(a: number, b: number): number {
  let [x, y] = [Math.abs(a), Math.abs(b)];
  while (y > 0) [x, y] = [y, x % y];
  return x;
}
