/**
 * A least squares problem by columns: those in the working set, with their coefficients, and products with all of them.
 *
 * With weights W (by default 1) and means m (0 without an intercept) the columns are z_j = sqrt(W) (x_j - m_j), which are never
 * formed but in the working set; the residual is rho = sqrt(W) (y - mean) - Z w, and v = sqrt(W) rho.
 * @module
 */
import type { CscMatrix } from "../../arrays/csc.ts";
import type { CsrMatrix } from "../../arrays/csr.ts";
import { Matrix } from "../../arrays/matrix.ts";
import { Vector } from "../../arrays/vector.ts";
import type { ElasticTerms } from "../../kernels/cd.ts";
import type { Floats } from "../../core/types.ts";

/** Where the matrix may come from. */
export type Design = Matrix | CsrMatrix | CscMatrix;

/** What is given. */
export interface LeastSquaresData {
  readonly y: Vector;
  /** A weight >= 0 a row. */
  readonly weights: Vector | undefined;
  /** Whether means are removed from the columns and from y, as an intercept does. */
  readonly centred: boolean;
}

/** A working set of more columns than this has no Gram matrix. */
const GRAM_MOST = 2048;

/** What dense and sparse columns have in common. */
export abstract class Columns {
  /** Columns of the working set. */
  list: Uint32Array = new Uint32Array(0);
  /** Coefficients of the working set, with room to grow. */
  w: Vector;
  /** z_j'rho over the working set. */
  q: Vector;
  /** Its Gram matrix, where it is not too large. */
  gram: Matrix | undefined;
  /** sqrt(W) rho, one number a row; right after `refresh`. */
  readonly v: Vector;
  /** y less its mean. */
  readonly answers: Float64Array;
  /** The weighted mean of y; 0 unless centred. */
  readonly level: number;
  /** The sum of the weights. */
  readonly total: number;
  /** ||sqrt(W) (y - mean)||^2 */
  readonly energy: number;
  /** One mean a column; 0 unless centred. */
  abstract readonly means: Vector;
  /** ||z_j||^2, one a column. */
  abstract readonly squares: Vector;
  /** z_j'rho for w = 0, all columns. */
  abstract readonly start: Vector;
  protected readonly importance: Float64Array | undefined;

  constructor(
    readonly X: Design,
    protected readonly data: LeastSquaresData,
  ) {
    const { engine, type, rows } = X;
    const { y, weights, centred } = data;
    this.importance = weights && Float64Array.from(weights.data);
    this.total = this.importance ? this.importance.reduce((sum, w) => sum + w, 0) : rows;
    const weight = this.importance;
    let level = 0;
    if (centred && this.total > 0) {
      for (const [i, value] of y.data.entries()) level += weight ? (weight[i] as number) * value : value;
      level /= this.total;
    }
    this.level = level;
    this.answers = Float64Array.from(y.data, (value) => value - level);
    this.energy = this.answers.reduce((sum, a, i) => sum + a * a * (weight ? (weight[i] as number) : 1), 0);
    this.v = new Vector(engine, type, rows);
    this.w = Vector.zeros(engine, type, 0);
    this.q = Vector.zeros(engine, type, 0);
    this.gram = new Matrix(engine, type, 0, 0);
  }

  /** out_j = z_j'rho for all columns. */
  abstract correlate(out: Vector): void;
  /** z_j'rho for some columns. */
  abstract correlateSome(list: Uint32Array): Floats;
  /** At most `count` passes over the working set; leaves w and q right, and returns how many there were. */
  abstract epochs(terms: ElasticTerms, count: number): number;
  /** z_k'rho of neighbours in the working set, from `from` up to `to`. For working sets without a Gram matrix, as `shift`. */
  abstract slopes(from: number, to: number): Floats;
  /** rho less the columns from `from` on times `by`; w, q and v are left for `refresh`. */
  abstract shift(from: number, by: Float64Array): void;
  /** v and q afresh from w. */
  abstract refresh(): void;
  /** Takes the columns from `from` of the list on into `gram` and whatever else is held of them. */
  protected abstract admit(from: number, capacity: number): void;

  /** Adds columns to the working set, with coefficients of 0. */
  add(list: Uint32Array): void {
    const from = this.list.length;
    const m = from + list.length;
    const before = this.list;
    this.list = new Uint32Array(m);
    this.list.set(before);
    this.list.set(list, from);
    const { engine, type } = this.X;
    let capacity = this.w.length;
    if (m > capacity) {
      capacity = Math.min(Math.max(m, 2 * capacity, 16), this.X.cols);
      this.w = this.#replaced(this.w, Vector.zeros(engine, type, capacity));
      this.q = this.#replaced(this.q, Vector.zeros(engine, type, capacity));
      const old = this.gram;
      this.gram = undefined;
      if (m <= GRAM_MOST && old)
        this.gram = enlarged(old, from, Math.min(capacity, GRAM_MOST), Math.min(capacity, GRAM_MOST));
      old?.dispose();
    }
    this.admit(from, capacity);
  }

  /** ||rho||^2 */
  misfit(): number {
    const { data } = this.v;
    return this.inner(data, data);
  }

  /** Goes to other coefficients of the working set, which have the products q. */
  move(w: Float64Array, q: Float64Array): void {
    this.w.data.set(w);
    if (this.gram) this.q.data.set(q);
    else this.refresh();
  }

  /** rho'sqrt(W)(y - mean) */
  alignment(): number {
    const { data } = this.v;
    let sum = 0;
    for (let i = 0; i < data.length; i++) sum += (data[i] as number) * (this.answers[i] as number);
    return sum;
  }

  /** The sum of v. */
  protected mass(): number {
    const { data } = this.v;
    let sum = 0;
    for (let i = 0; i < data.length; i++) sum += data[i] as number;
    return sum;
  }

  /** x'y in the norm of rho, for x and y as v is. */
  inner(x: Floats, y: Floats): number {
    const weight = this.importance;
    let sum = 0;
    for (let i = 0; i < x.length; i++) {
      const product = (x[i] as number) * (y[i] as number);
      if (!weight) sum += product;
      else if (product !== 0) sum += product / (weight[i] as number);
    }
    return sum;
  }

  /** The constant that goes with the coefficients. */
  intercept(): number {
    const [means, w] = [this.means.data, this.w.data];
    let at = this.level;
    for (let k = 0; k < this.list.length; k++) at -= (means[this.list[k] as number] as number) * (w[k] as number);
    return at;
  }

  /** The columns with a coefficient that is not 0, ascending, and these. */
  support(): { places: Uint32Array; values: Float64Array } {
    const { list, w } = this;
    const { data } = w;
    const slots = [...list.keys()]
      .filter((k) => data[k] !== 0)
      .sort((a, b) => (list[a] as number) - (list[b] as number));
    return {
      places: Uint32Array.from(slots, (k) => list[k] as number),
      values: Float64Array.from(slots, (k) => data[k] as number),
    };
  }

  /** x takes the coefficients, 0 outside the working set. */
  scatter(x: Vector): void {
    const [to, w] = [x.data, this.w.data];
    to.fill(0);
    for (let k = 0; k < this.list.length; k++) to[this.list[k] as number] = w[k] as number;
  }

  /** Gives all its memory back. */
  dispose(): void {
    for (const held of [this.v, this.w, this.q, this.gram, this.means, this.squares]) held?.dispose();
  }

  #replaced(old: Vector, next: Vector): Vector {
    next.data.set(old.data);
    old.dispose();
    return next;
  }
}

/** A larger matrix with the first `used` rows of A in its corner. */
export function enlarged(A: Matrix, used: number, rows: number, cols: number): Matrix {
  const out = new Matrix(A.engine, A.type, rows, cols);
  const [to, from] = [out.data, A.data];
  for (let i = 0; i < used; i++) to.set(from.subarray(i * A.cols, (i + 1) * A.cols), i * cols);
  return out;
}
