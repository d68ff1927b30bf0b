/**
 * min ||beta e_1 - H y|| for a Hessenberg matrix H that grows by a column at a time, kept triangular by Givens' rotations.
 *
 * Saad and Schultz, SIAM J. Sci. Stat. Comput. 7 (1986) 856-869, section 3.2.
 * @module
 */
import { hypot } from "../core/elementary.ts";

/** H of at most m columns. */
export class Hessenberg {
  /** R, column by column. */
  readonly #r: Float64Array;
  readonly #c: Float64Array;
  readonly #s: Float64Array;
  /** The right-hand side, turned as H was. */
  readonly #g: Float64Array;
  /** The largest entry so far: what a diagonal entry of R is 0 against. */
  #size = 0;
  /** Columns so far. */
  columns = 0;

  constructor(readonly most: number) {
    this.#r = new Float64Array(most * most);
    [this.#c, this.#s, this.#g] = [new Float64Array(most), new Float64Array(most), new Float64Array(most + 1)];
  }

  /** No columns, and beta e_1 on the right. */
  reset(beta: number): void {
    this.columns = this.#size = 0;
    this.#g.fill(0);
    this.#g[0] = beta;
  }

  /** The norm of the residual. */
  get residual(): number {
    return Math.abs(this.#g[this.columns] as number);
  }

  /** Adds a column: h of columns + 1 entries and what is below them. `tiny`: relative size of what counts as 0. */
  append(h: Float64Array, below: number, tiny: number): void {
    const j = this.columns;
    const [r, c, s, g] = [this.#r, this.#c, this.#s, this.#g];
    const column = r.subarray(j * this.most, j * this.most + j + 1);
    column.set(h.subarray(0, j + 1));
    this.#size = column.reduce((most, v) => Math.max(most, Math.abs(v)), Math.max(this.#size, below));
    for (let i = 0; i < j; i++) {
      const [upper, lower] = [column[i] as number, column[i + 1] as number];
      column[i] = (c[i] as number) * upper + (s[i] as number) * lower;
      column[i + 1] = (c[i] as number) * lower - (s[i] as number) * upper;
    }
    const length = hypot(column[j] as number, below);
    const lost = !(length > tiny * this.#size); // a dependent column: it can take nothing off the residual
    [c[j], s[j]] = lost ? [0, 1] : [(column[j] as number) / length, below / length];
    column[j] = lost ? 0 : length;
    const top = g[j] as number;
    g[j] = (c[j] as number) * top;
    g[j + 1] = -(s[j] as number) * top;
    this.columns++;
  }

  /** y, with 0 where a column depends on those before it. */
  solve(): Float64Array {
    const [n, r] = [this.columns, this.#r];
    const y = this.#g.slice(0, n);
    for (let j = n - 1; j >= 0; j--) {
      const pivot = r[j * this.most + j] as number;
      const v = pivot === 0 ? 0 : (y[j] as number) / pivot;
      y[j] = v;
      for (let i = 0; i < j; i++) y[i] = (y[i] as number) - v * (r[j * this.most + i] as number);
    }
    return y;
  }
}
