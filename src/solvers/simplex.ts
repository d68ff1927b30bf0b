/**
 * The simplex method with bounds on all variables, on a condensed tableau: variables are x_1 ... x_n and the activities of the rows,
 * r = A x; those in the basis are T times the others, each of which is at a bound (a free one at 0). A step exchanges two and changes T by
 * a matrix of rank 1; now and then T is made afresh from A.
 *
 * Maros, Computational Techniques of the Simplex Method (2003), chapters 9 and 10.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { Owner } from "../core/dispose.ts";
import { ger } from "../kernels/dense.ts";
import { type Basis, entering, leaving, room, wanted, worst } from "./simplex/choose.ts";
import { basisTableau } from "./simplex/tableau.ts";

/** How a run ended. */
export type SimplexStatus = "optimal" | "infeasible" | "unbounded" | "stopped";

/** Steps between fresh tableaus, and steps that change nothing before Bland's rule. */
const EVERY = 100;
const STALL = 60;

/** min c'x with bounds on x and on A x. Holds 2 (m + 1) n + m + n + 1 elements; bounds and costs may be changed between runs. */
export class Simplex extends Owner {
  /** Of all variables, then of all activities. */
  readonly lower: Float64Array;
  /** In the same order. */
  readonly upper: Float64Array;
  /** Of the variables. */
  readonly cost: Float64Array;
  /** Of all variables, then of all activities. */
  readonly values: Float64Array;
  /** Steps so far. */
  steps = 0;
  /** Where a run ended "infeasible" or "unbounded": what proves it, by variable and activity. */
  proof: Float64Array | undefined;
  readonly #basic: Int32Array;
  readonly #others: Int32Array;
  readonly #held: { readonly A: Matrix; readonly T: Matrix; readonly column: Vector; readonly row: Vector };
  readonly #basis: Basis;
  #since = 0;

  /** @param A  m x n, f64; bounds of x, then of A x; costs of x */
  constructor(A: Matrix, lower: Float64Array, upper: Float64Array, cost: Float64Array) {
    super();
    const { engine, rows: m, cols: n } = A;
    [this.lower, this.upper, this.cost] = [lower, upper, cost];
    this.values = new Float64Array(m + n);
    this.#basic = Int32Array.from({ length: m }, (_, i) => n + i);
    this.#others = Int32Array.from({ length: n }, (_, j) => j);
    this.#held = engine.memory.scope(() => ({
      A: A.clone(),
      T: new Matrix(engine, "f64", m + 1, n),
      column: new Vector(engine, "f64", m + 1),
      row: new Vector(engine, "f64", n),
    }));
    const [basic, others, values, { T }] = [this.#basic, this.#others, this.values, this.#held];
    this.#basis = { T, basic, others, lower, upper, values };
  }

  /** What the costs add up to now. */
  get objective(): number {
    return this.cost.reduce((sum, c, k) => sum + c * (this.values[k] as number), 0);
  }

  /** Multipliers y of the rows, c'x = y'A x + (c - A'y)'x, at an optimum those of the dual. */
  multipliers(): Float64Array {
    const { A, T } = this.#held;
    const y = new Float64Array(A.rows);
    const prices = T.data.subarray(A.rows * A.cols);
    for (const [j, k] of this.#others.entries()) if (k >= A.cols) y[k - A.cols] = prices[j] as number;
    return y;
  }

  /** Gives the memory back. */
  override dispose(): void {
    for (const array of Object.values(this.#held)) array.dispose();
  }

  /** Goes to an optimum from where it is; to a value of at most `enough` if it comes by one. */
  solve(maxSteps: number, enough = -Infinity): SimplexStatus {
    const last = this.steps + maxSteps;
    this.proof = undefined;
    this.#refresh();
    for (;;) {
      const feasible = this.#repair(last);
      if (feasible !== "optimal") {
        if (feasible === "infeasible" && this.#since > 0) {
          this.#refresh();
          continue;
        }
        return feasible;
      }
      this.#price();
      const end = this.#descend(last, enough);
      // What holds for an old tableau is looked at again with a fresh one.
      if (end === "stopped" || (this.#since === 0 && worst(this.#basis) < 0)) return end;
      this.#refresh();
    }
  }

  /** Dual simplex steps, with costs that make the basis dual feasible, until all are within their bounds. */
  #repair(last: number): SimplexStatus {
    const { T } = this.#held;
    const [m, n] = [T.rows - 1, T.cols];
    this.#price();
    const prices = m * n;
    for (let j = 0, { data } = T; j < n; j++) {
      // A little of its own for each, against ties.
      const more = 1e-3 * (1 + ((j * 0.6180339887) % 1));
      const k = this.#others[j] as number;
      const d = data[prices + j] as number;
      const [up, down] = room(this.#basis, k);
      if (up && down) data[prices + j] = 0;
      else if (up) data[prices + j] = Math.max(d, 0) + more;
      else if (down) data[prices + j] = Math.min(d, 0) - more;
    }
    for (;;) {
      const r = worst(this.#basis);
      if (r < 0) return "optimal";
      if (this.steps >= last) return "stopped";
      if (this.#since >= EVERY) {
        this.#refresh();
        return this.#repair(last);
      }
      const b = this.#basic[r] as number;
      const low = (this.values[b] as number) < (this.lower[b] as number);
      const q = entering(this.#basis, r, low ? 1 : -1);
      if (q < 0) {
        this.proof = this.#rowProof(r, low ? 1 : -1);
        return "infeasible";
      }
      const target = (low ? this.lower[b] : this.upper[b]) as number;
      this.#move(q, (target - (this.values[b] as number)) / (T.data[r * n + q] as number));
      this.#exchange(r, q, target);
    }
  }

  /** Primal simplex steps until no price asks for another. */
  #descend(last: number, enough: number): SimplexStatus {
    const { T } = this.#held;
    const [m, n] = [T.rows - 1, T.cols];
    let still = 0;
    for (;;) {
      if (enough > -Infinity && this.objective <= enough) return "stopped";
      const q = wanted(this.#basis, this.#dearest * 1e-9, still > STALL);
      if (q < 0) return "optimal";
      if (this.steps >= last) return "stopped";
      if (this.#since >= EVERY) {
        this.#refresh();
        if (worst(this.#basis) >= 0) return "optimal"; // rounding left the bounds: the caller repairs
      }
      const k = this.#others[q] as number;
      const sign = (T.data[m * n + q] as number) < 0 ? 1 : -1;
      const [r, length] = leaving(this.#basis, q, sign, still > STALL);
      const across = (this.upper[k] as number) - (this.lower[k] as number);
      still = Math.min(length, across) > 0 ? 0 : still + 1;
      if (r < 0 && across === Infinity) {
        this.proof = this.#rayProof(q, sign);
        return "unbounded";
      }
      if (across <= length) {
        this.#move(q, sign * across);
        this.values[k] = (sign > 0 ? this.upper[k] : this.lower[k]) as number;
        this.steps++;
        continue;
      }
      const b = this.#basic[r] as number;
      const rising = sign * (T.data[r * n + q] as number) > 0;
      this.#move(q, sign * length);
      this.#exchange(r, q, (rising ? this.upper[b] : this.lower[b]) as number);
    }
  }

  get #dearest(): number {
    return this.cost.reduce((top, c) => Math.max(top, Math.abs(c)), 1e-300);
  }

  /** Moves a variable outside the basis, and those in it with it. */
  #move(q: number, by: number): void {
    const { data, cols: n } = this.#held.T;
    const k = this.#others[q] as number;
    this.values[k] = (this.values[k] as number) + by;
    for (const [i, b] of this.#basic.entries())
      this.values[b] = (this.values[b] as number) + (data[i * n + q] as number) * by;
  }

  /** Row r's variable leaves the basis, at `target`; column q's enters. */
  #exchange(r: number, q: number, target: number): void {
    const { T, column, row } = this.#held;
    const n = T.cols;
    const [data, c, w] = [T.data, column.data, row.data];
    for (let i = 0; i < c.length; i++) c[i] = data[i * n + q] as number;
    for (let j = 0; j < n; j++) w[j] = data[r * n + j] as number;
    const pivot = w[q] as number;
    ger(T, column, row, -1 / pivot);
    for (let i = 0; i < c.length; i++) data[i * n + q] = (c[i] as number) / pivot;
    for (let j = 0; j < n; j++) data[r * n + j] = -(w[j] as number) / pivot;
    data[r * n + q] = 1 / pivot;
    const [b, k] = [this.#basic[r] as number, this.#others[q] as number];
    [this.#basic[r], this.#others[q]] = [k, b];
    this.values[b] = target;
    this.steps++;
    this.#since++;
  }

  /** The prices d of the variables outside the basis: c'x = d'(those), in the last row of T. */
  #price(): void {
    const { T } = this.#held;
    const [m, n, data] = [T.rows - 1, T.cols, T.data];
    for (let j = 0; j < n; j++) data[m * n + j] = this.#costOf(this.#others[j] as number);
    for (let i = 0; i < m; i++) {
      const c = this.#costOf(this.#basic[i] as number);
      if (c !== 0)
        for (let j = 0; j < n; j++) data[m * n + j] = (data[m * n + j] as number) + c * (data[i * n + j] as number);
    }
  }

  #costOf(k: number): number {
    return k < this.cost.length ? (this.cost[k] as number) : 0;
  }

  /** T from A, those outside the basis to a bound, those in it by T. */
  #refresh(): void {
    const { A, T } = this.#held;
    const [m, n] = [A.rows, A.cols];
    if (!basisTableau(T, A, this.#basic, this.#others)) {
      // A basis that rounding let become singular: from the start.
      for (let i = 0; i < m; i++) this.#basic[i] = n + i;
      for (let j = 0; j < n; j++) this.#others[j] = j;
      basisTableau(T, A, this.#basic, this.#others);
    }
    for (const k of this.#others) {
      const [v, low, high] = [this.values[k], this.lower[k], this.upper[k]] as [number, number, number];
      const nearest = v - low <= high - v ? low : high;
      this.values[k] = Number.isFinite(nearest)
        ? nearest
        : Number.isFinite(low)
          ? low
          : Number.isFinite(high)
            ? high
            : 0;
    }
    const { data } = T;
    for (const [i, b] of this.#basic.entries()) {
      let sum = 0;
      for (let j = 0; j < n; j++)
        sum += (data[i * n + j] as number) * (this.values[this.#others[j] as number] as number);
      this.values[b] = sum;
    }
    this.#since = 0;
    this.#price();
  }

  /** y with y'(A x) - (A'y)'x, which is 0, above 0 for all within the bounds: row r of the tableau, over the activities. */
  #rowProof(r: number, sign: 1 | -1): Float64Array {
    const { T } = this.#held;
    const n = T.cols;
    const y = new Float64Array(T.rows - 1);
    for (const [j, k] of this.#others.entries()) if (k >= n) y[k - n] = -sign * (T.data[r * n + j] as number);
    const b = this.#basic[r] as number;
    if (b >= n) y[b - n] = sign;
    return y;
  }

  /** The direction in which x can go for ever. */
  #rayProof(q: number, sign: 1 | -1): Float64Array {
    const { T } = this.#held;
    const n = T.cols;
    const ray = new Float64Array(n);
    const set = (k: number, v: number) => {
      if (k < n) ray[k] = v;
    };
    set(this.#others[q] as number, sign);
    for (const [i, b] of this.#basic.entries()) set(b, sign * (T.data[i * n + q] as number));
    return ray;
  }
}
