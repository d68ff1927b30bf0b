/**
 * What comes into the basis and what leaves it: ratio tests in two passes, the first with tolerances, of those that pass the largest
 * pivot.
 *
 * Harris, "Pivot selection methods of the Devex LP code", Math. Programming 5 (1973) 1-28.
 * @module
 */
import type { Matrix } from "../../arrays/matrix.ts";

/** A tableau: the variables `basic` are T times `others`, whose prices are its last row. Bounds and values are by variable. */
export interface Basis {
  readonly T: Matrix;
  readonly basic: Int32Array;
  readonly others: Int32Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  readonly values: Float64Array;
}

const FEASIBLE = 1e-9;
const PIVOT = 1e-9;

/** Whether a variable outside the basis can go up, and down. */
export function room({ values, lower, upper }: Basis, k: number): [up: boolean, down: boolean] {
  const [v, low, high] = [values[k], lower[k], upper[k]] as [number, number, number];
  return [v < high, v > low];
}

/** The row of the basis that is farthest out of its bounds, -1 where all keep them. */
export function worst({ basic, values, lower, upper }: Basis): number {
  let [worst, most] = [-1, 0];
  for (let i = 0; i < basic.length; i++) {
    const k = basic[i] as number;
    const [v, low, high] = [values[k], lower[k], upper[k]] as [number, number, number];
    const [bound, out] = v < low ? [low, low - v] : [high, v - high];
    if (out > FEASIBLE * (1 + Math.abs(bound)) && out > most) [worst, most] = [i, out];
  }
  return worst;
}

/** The column that moves row r by the least price, of nearly equal ones the largest; -1 where none does. */
export function entering(basis: Basis, r: number, sign: 1 | -1): number {
  const { T, others } = basis;
  const [m, n, data] = [T.rows - 1, T.cols, T.data];
  let largest = 0;
  for (let j = 0; j < n; j++) largest = Math.max(largest, Math.abs(data[r * n + j] as number));
  const least = Math.max(1e-11, PIVOT * largest);
  const able = (j: number): number => {
    const rate = sign * (data[r * n + j] as number);
    if (Math.abs(rate) <= least) return 0;
    return room(basis, others[j] as number)[rate > 0 ? 0 : 1] ? Math.abs(rate) : 0;
  };
  let bound = Infinity;
  for (let j = 0; j < n; j++) {
    const rate = able(j);
    if (rate > 0) bound = Math.min(bound, (Math.abs(data[m * n + j] as number) + 1e-9) / rate);
  }
  let [best, top] = [-1, 0];
  for (let j = 0; j < n; j++) {
    const rate = able(j);
    if (rate > top && Math.abs(data[m * n + j] as number) / rate <= bound) [best, top] = [j, rate];
  }
  return best;
}

/** The column whose price asks most for a change, or the first by number; -1 where none does. */
export function wanted(basis: Basis, tolerance: number, first: boolean): number {
  const { T, others } = basis;
  const [m, n, data] = [T.rows - 1, T.cols, T.data];
  let [best, most] = [-1, tolerance];
  for (let j = 0; j < n; j++) {
    const d = data[m * n + j] as number;
    const k = others[j] as number;
    if (Math.abs(d) <= most || !room(basis, k)[d < 0 ? 0 : 1]) continue;
    if (!first) [best, most] = [j, Math.abs(d)];
    else if (best < 0 || k < (others[best] as number)) best = j;
  }
  return best;
}

/** The row that stops a move of column q first, of nearly equal ones the largest, or the first by number; and how far it goes. */
export function leaving(basis: Basis, q: number, sign: 1 | -1, first: boolean): [row: number, length: number] {
  const { T, basic, values, lower, upper } = basis;
  const [m, n, data] = [T.rows - 1, T.cols, T.data];
  const far = (i: number): [rate: number, room: number] => {
    const rate = sign * (data[i * n + q] as number);
    const k = basic[i] as number;
    const v = values[k] as number;
    return [Math.abs(rate), rate > 0 ? (upper[k] as number) - v : v - (lower[k] as number)];
  };
  let largest = 0;
  for (let i = 0; i < m; i++) largest = Math.max(largest, Math.abs(data[i * n + q] as number));
  const least = Math.max(1e-11, PIVOT * largest);
  let bound = Infinity;
  for (let i = 0; i < m; i++) {
    const [rate, room] = far(i);
    if (rate > least) bound = Math.min(bound, (Math.max(room, 0) + (first ? 0 : FEASIBLE)) / rate);
  }
  let [best, top, length] = [-1, 0, Infinity];
  for (let i = 0; i < m; i++) {
    const [rate, room] = far(i);
    if (rate <= least || room === Infinity || Math.max(room, 0) / rate > bound) continue;
    const better = first ? best < 0 || (basic[i] as number) < (basic[best] as number) : rate > top;
    if (better) [best, top, length] = [i, rate, Math.max(room, 0) / rate];
  }
  return [best, length];
}
