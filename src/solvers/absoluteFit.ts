/**
 * Least absolute deviations with columns added one by one: a simplex method that keeps as many rows fitted exactly as there
 * are columns, and moves along the edges between such fits.
 *
 * Barrodale and Roberts, "An Improved Algorithm for Discrete l1 Linear Approximation", SIAM J. Numer. Anal. 10 (1973)
 * 839-848; Bloomfield and Steiger, Least Absolute Deviations (1983), chapter 1.
 * @module
 */
import { Matrix } from "../arrays/matrix.ts";
import { Vector } from "../arrays/vector.ts";
import { Owner } from "../core/dispose.ts";
import type { Numbers } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";
import { eliminateRow, medianStep, reduceRow, rowProducts, subtractRow } from "../kernels/greedy.ts";
import { amax } from "../kernels/vec.ts";
import { type LU, lu } from "../linalg/lu.ts";

/** How good a fit is. */
export interface FitQuality {
  /** sum_i w_i |b_i - a_i'x| */
  readonly loss: number;
  /** (loss - the best value proved by duality) / loss: 0 at a solution. */
  readonly gap: number;
}

/** min_x sum_i w_i |b_i - a_i'x| over the columns appended so far, in f64. Holds 2 (capacity m) + 4 m + 2 capacity elements. */
export class AbsoluteFit extends Owner {
  /** Columns in use. */
  size = 0;
  /** Steps of the simplex method so far. */
  steps = 0;
  /** One coefficient a column, after `solve`. */
  coefficients: Float64Array = new Float64Array(0);
  /** b - A*x, after `solve`. */
  readonly residual: Vector;
  /** The rows fitted exactly, one for each column. */
  readonly #basis: number[] = [];
  readonly #inBasis: Uint8Array;
  readonly #b: Float64Array;
  readonly #weights: Float64Array;
  /** A' and (A*A_B^-1)', B the basis; signs; the residual, moved apart where several rows vanish; weights; two short ones. */
  protected readonly held: Record<"C" | "T", Matrix> & Record<"s" | "r" | "e" | "w" | "u" | "x", Vector>;

  constructor(engine: Engine, b: Numbers, capacity: number, weights?: Numbers) {
    super();
    const m = b.length;
    this.#b = Float64Array.from(b);
    this.#weights = weights ? Float64Array.from(weights) : new Float64Array(m).fill(1);
    this.#inBasis = new Uint8Array(m);
    this.held = engine.memory.scope(() => ({
      C: new Matrix(engine, "f64", capacity, m),
      T: new Matrix(engine, "f64", capacity, m),
      s: new Vector(engine, "f64", m),
      r: Vector.from(engine, "f64", this.#b),
      e: Vector.from(engine, "f64", this.#b),
      w: Vector.from(engine, "f64", this.#weights),
      u: new Vector(engine, "f64", capacity),
      x: new Vector(engine, "f64", capacity),
    }));
    this.residual = this.held.e;
  }

  /** Adds a column of m elements. False, and nothing has changed, where it depends on those before it. */
  append(column: Numbers): boolean {
    const { C, T, r, w, x } = this.held;
    const [k, m] = [this.size, C.cols];
    if (k === C.rows || k === m) return false;
    C.data.set(column, k * m);
    T.data.set(column, k * m);
    const before = largest(T.data, k * m, m);
    const share = x.data;
    for (const [l, row] of this.#basis.entries()) share[l] = column[row] as number;
    reduceRow(T, k, x);
    const left = T.data;
    for (const row of this.#basis) left[k * m + row] = 0;
    if (!(largest(left, k * m, m) > 16 * m * 2 ** -52 * before)) return false;
    this.size++;
    this.#enter(k, this.#stepTo(k, medianStep(T, k, r, w)));
    return true;
  }

  /**
   * Goes to the best fit. At the end the factors are made afresh and what was found is proved or, where rounding had led
   * astray, improved.
   */
  solve(maxSteps = 50 * (this.size + this.held.C.cols)): FitQuality {
    let quality = this.#descend(maxSteps);
    for (let again = 0; again < 4 && quality.gap > 1e-10; again++) quality = this.#descend(maxSteps);
    return quality;
  }

  /** Gives the memory back. */
  override dispose(): void {
    for (const array of Object.values(this.held)) array.dispose();
  }

  /** Steps along edges while one leads down, then the fit and its proof afresh. */
  #descend(maxSteps: number): FitQuality {
    const { T, r, w, u } = this.held;
    let [least, idle] = [Infinity, 0];
    for (let step = 0; step < maxSteps; step++) {
      this.#signs();
      rowProducts(u, T, this.held.s, this.size);
      const k = this.#steepest(u.data);
      if (k < 0) break;
      const z = medianStep(T, k, r, w);
      const p = this.#stepTo(k, z);
      if (p !== this.#basis[k]) this.#enter(k, p);
      this.steps++;
      // Where several rows are fitted exactly besides the basis an edge may have no length: they are moved apart a little.
      if (z === 0) this.#moveApart();
      const loss = this.#loss(r.data);
      if (loss < least) [least, idle] = [loss, 0];
      else if (++idle > 3 * this.size + 20) break;
    }
    return this.#refresh();
  }

  /** The direction along which the loss falls fastest, -1 where it falls along none. */
  #steepest(u: ArrayLike<number>): number {
    let [best, most] = [-1, 0];
    for (const [k, row] of this.#basis.entries()) {
      const weight = this.#weights[row] as number;
      const over = Math.abs(u[k] as number) - weight;
      if (over > 1e-9 * weight && over > most) [best, most] = [k, over];
    }
    return best;
  }

  /** r -= z t_k, and the row that is now fitted exactly: the one whose quotient z is. */
  #stepTo(k: number, z: number): number {
    const { T, r } = this.held;
    const { data } = T;
    const [at, m, left] = [k * T.cols, T.cols, r.data];
    let [row, size] = [-1, 0];
    for (let i = 0; i < m; i++) {
      const slope = data[at + i] as number;
      if (slope !== 0 && (left[i] as number) / slope === z && Math.abs(slope) > size)
        [row, size] = [i, Math.abs(slope)];
    }
    subtractRow(r, T, k, z);
    r.data[row] = 0;
    return row;
  }

  /** Row p takes place k of the basis. */
  #enter(k: number, p: number): void {
    const { T, x } = this.held;
    const [{ data }, m, share] = [T, T.cols, x.data];
    const pivot = data[k * m + p] as number;
    for (let i = k * m; i < (k + 1) * m; i++) (data[i] as number) /= pivot;
    for (let l = 0; l < this.size; l++) share[l] = l === k ? 0 : (data[l * m + p] as number);
    eliminateRow(T, k, x, this.size);
    const gone = this.#basis[k];
    if (gone !== undefined) this.#inBasis[gone] = 0;
    this.#basis[k] = p;
    this.#inBasis[p] = 1;
    const after = T.data;
    for (let l = 0; l < this.size; l++) after[l * m + p] = l === k ? 1 : 0;
  }

  /** A residual that may as well be 0. */
  #tiny(): number {
    return 2 ** -44 * Math.max(largest(this.#b, 0, this.#b.length), amax(this.held.r));
  }

  /** s_i = w_i sign(r_i) outside the basis, 0 in it. */
  #signs(): void {
    const { s, r } = this.held;
    const [signs, left] = [s.data, r.data];
    for (let i = 0; i < left.length; i++)
      signs[i] = this.#inBasis[i] ? 0 : Math.sign(left[i] as number) * (this.#weights[i] as number);
  }

  #loss(data: ArrayLike<number>): number {
    let loss = 0;
    for (let i = 0; i < data.length; i++) loss += Math.abs(data[i] as number) * (this.#weights[i] as number);
    return loss;
  }

  /** Rows outside the basis that are fitted exactly get residuals of different small sizes and both signs. */
  #moveApart(): void {
    const { r } = this.held;
    const { data } = r;
    const tiny = this.#tiny();
    let h = this.steps;
    for (let i = 0; i < data.length; i++) {
      h = (Math.imul(h ^ (h >>> 15), 0x2c1b3c6d) + i) | 0;
      if (!this.#inBasis[i] && Math.abs(data[i] as number) <= tiny) data[i] = (tiny * h) / 2 ** 31;
    }
  }

  /** The coefficients, the residual and T from the columns themselves, and the gap between the loss and its dual bound. */
  #refresh(): FitQuality {
    const { C, T, r, e, s, u } = this.held;
    const [n, m, { engine }] = [this.size, C.cols, C];
    if (n > 0)
      engine.memory.scope(() => {
        const columns = Matrix.from(engine, "f64", n, m, C.data.subarray(0, n * m));
        const F = this.#factor(columns.data);
        const x = Vector.from(
          engine,
          "f64",
          this.#basis.map((row) => this.#b[row] as number),
        );
        F.solveInto(x, { transpose: true });
        this.coefficients = x.toArray() as Float64Array;
        e.data.set(this.#b);
        for (let k = 0; k < n; k++) subtractRow(e, C, k, this.coefficients[k] as number);
        F.solveInto(columns);
        T.data.set(columns.data);
      });
    const [left, table, exact, tiny] = [r.data, T.data, e.data, this.#tiny()];
    // A residual that is 0 but for rounding keeps the sign it was given: the proof needs some sign, not that of an error.
    for (let i = 0; i < m; i++)
      if (Math.abs((left[i] as number) - (exact[i] as number)) > 8 * tiny) left[i] = exact[i] as number;
    for (const [k, row] of this.#basis.entries()) {
      left[row] = 0;
      exact[row] = 0;
      for (let l = 0; l < n; l++) table[l * m + row] = l === k ? 1 : 0;
    }
    this.#signs();
    rowProducts(u, T, s, n);
    let [over, dual] = [1, 0];
    const [signs, multipliers] = [s.data, u.data];
    for (let i = 0; i < m; i++) dual += (signs[i] as number) * (this.#b[i] as number);
    for (const [k, row] of this.#basis.entries()) {
      dual -= (multipliers[k] as number) * (this.#b[row] as number);
      over = Math.max(over, Math.abs(multipliers[k] as number) / (this.#weights[row] as number));
    }
    const loss = this.#loss(exact);
    const scale = this.#loss(this.#b);
    const noise = m * 2 ** -52 * scale;
    return { loss, gap: loss <= noise ? 0 : Math.max(0, loss - Math.max(0, dual / over) - noise) / loss };
  }

  /** Factors of A_B', the columns at the rows of the basis. */
  #factor(columns: ArrayLike<number>): LU {
    const { engine, cols: m } = this.held.C;
    const n = this.size;
    const square = new Float64Array(n * n);
    for (let k = 0; k < n; k++)
      for (const [l, row] of this.#basis.entries()) square[k * n + l] = columns[k * m + row] as number;
    return lu(Matrix.from(engine, "f64", n, n, square));
  }
}

function largest(x: ArrayLike<number>, from: number, length: number): number {
  let most = 0;
  for (let i = from; i < from + length; i++) most = Math.max(most, Math.abs(x[i] as number));
  return most;
}
