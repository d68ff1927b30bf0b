/**
 * The columns outside the working set: how close each may be to mattering.
 *
 * Products with all columns are kept for the two last residuals they were made for. For a combination s of these two
 * |z_j'rho| <= |z_j's| + ||z_j|| ||rho - s||, and a column whose bound is at most l1 need not be read. Along a path rho is linear in
 * l1 as long as the support stays, so that the best s is close.
 * @module
 */
import { epsOf } from "../../core/types.ts";
import type { Columns } from "./columns.ts";

/** Of all columns: where more have to be read, all are, which is done row by row. */
const PART = 1 / 48;
/** Two residuals with less than this part of one outside the other are taken as one. */
const APART = 1e-4;
/** Of l1: from which on a column is close to its constraint. */
const NEAR = 0.9;

/** What is known of them. Sizes are |z_j'rho|, or z_j'rho where coefficients are >= 0. */
export class Outside {
  /** Of s, for all columns. */
  readonly sizes: Float64Array;
  /** ||z_j|| */
  readonly norms: Float64Array;
  /** 1 for a column that is sure to be 0 at the solution of the problem at hand. */
  screened: Uint8Array;
  /** The residuals products are known for, as v is, with these; the last one first. */
  private known: { readonly v: Float64Array<ArrayBuffer>; readonly c: Float64Array }[] = [];
  private readonly isIn: Uint8Array;
  /** Columns outside the working set and not screened. */
  private rest: Uint32Array;
  /** By how much, of ||z_j||, a size may be larger than that of s. */
  private slack = 0;
  /** Columns with an exact size, and that. */
  private read: Uint32Array = new Uint32Array(0);
  private exact: Float64Array = new Float64Array(0);

  /** Right after `columns` is made, for rho at coefficients of 0. */
  constructor(
    private readonly columns: Columns,
    private readonly positive: boolean,
  ) {
    const { squares, X } = columns;
    this.sizes = new Float64Array(X.cols);
    this.norms = new Float64Array(squares.data);
    for (let j = 0; j < X.cols; j++) this.norms[j] = Math.sqrt(this.norms[j] as number);
    this.isIn = new Uint8Array(X.cols);
    this.screened = new Uint8Array(X.cols);
    this.rest = new Uint32Array(X.cols);
    this.#keep();
  }

  /** The largest size. */
  get most(): number {
    let top = 0;
    for (let j = 0; j < this.sizes.length; j++) if ((this.sizes[j] as number) > top) top = this.sizes[j] as number;
    return top;
  }

  /** Begins another problem: nothing is screened but columns of zeros. */
  begin(): void {
    this.screened = new Uint8Array(this.norms.length);
    for (let j = 0; j < this.norms.length; j++) if (this.norms[j] === 0) this.screened[j] = 1;
    this.rest = new Uint32Array(this.norms.length);
    for (let j = 0; j < this.rest.length; j++) this.rest[j] = j;
    this.drop();
  }

  /** Drops what is screened or in the working set. */
  drop(): void {
    const { rest, screened, isIn } = this;
    let kept = 0;
    for (let k = 0; k < rest.length; k++) {
      const j = rest[k] as number;
      if (screened[j] === 0 && isIn[j] === 0) rest[kept++] = j;
    }
    this.rest = rest.subarray(0, kept);
  }

  /** Columns not in the working set with a size of at least `least`. */
  above(least: number): Uint32Array {
    const { sizes, isIn } = this;
    const found: number[] = [];
    for (let j = 0; j < sizes.length; j++) if (isIn[j] === 0 && (sizes[j] as number) >= least) found.push(j);
    return Uint32Array.from(found);
  }

  /** Marks columns as taken into the working set. */
  take(list: Uint32Array): void {
    for (let k = 0; k < list.length; k++) this.isIn[list[k] as number] = 1;
  }

  /** Reads what has to be for the largest size to be known where it exceeds l1, and returns a bound of it. */
  look(l1: number): number {
    const { columns, norms } = this;
    this.#combine();
    const list: number[] = [];
    let top = this.#bounds(l1, list);
    if (this.slack > 0 && list.length > PART * norms.length) {
      columns.correlate(columns.start);
      this.#keep();
      list.length = 0;
      top = this.#bounds(l1, list);
    }
    this.read = this.slack > 0 ? Uint32Array.from(list) : this.rest.slice();
    this.exact = new Float64Array(this.read.length);
    const values = this.slack > 0 && list.length > 0 ? columns.correlateSome(this.read) : undefined;
    for (let k = 0; k < this.read.length; k++) {
      const c = values ? this.#size(values[k] as number) : (this.sizes[this.read[k] as number] as number);
      this.exact[k] = c;
      if (c > top) top = c;
    }
    return top;
  }

  /**
   * A ball of this radius about the dual point `factor`*rho holds the solution of the dual; a column whose constraint no point of it
   * makes tight has a coefficient of 0 (gap-safe rule, theorem 6).
   */
  screen(factor: number, radius: number, l1: number): void {
    const { rest, sizes, norms, screened, slack } = this;
    for (let k = 0; k < rest.length; k++) {
      const j = rest[k] as number;
      const norm = norms[j] as number;
      if (factor * ((sizes[j] as number) + norm * slack) + norm * radius < l1) screened[j] = 1;
    }
  }

  /** Of the columns read those closest to their constraint at `factor`*rho, at most `room` of them. */
  near(factor: number, l1: number, room: number): Uint32Array {
    const { read, exact, norms, screened } = this;
    const found: number[] = [];
    for (let k = 0; k < read.length; k++)
      if ((exact[k] as number) > NEAR * l1 && screened[read[k] as number] === 0) found.push(k);
    if (found.length > room) {
      const score = new Float64Array(read.length);
      for (const k of found) score[k] = (l1 - factor * (exact[k] as number)) / (norms[read[k] as number] as number);
      found.sort((a, b) => (score[a] as number) - (score[b] as number)).length = room;
    }
    const list = new Uint32Array(found.length);
    for (let k = 0; k < list.length; k++) list[k] = read[found[k] as number] as number;
    return list;
  }

  /** Adds the columns whose bound exceeds l1 to `list`, and returns the largest bound of the others. */
  #bounds(l1: number, list: number[]): number {
    const { rest, sizes, norms, slack } = this;
    let top = 0;
    for (let k = 0; k < rest.length; k++) {
      const j = rest[k] as number;
      const bound = (sizes[j] as number) + (norms[j] as number) * slack;
      if (bound > l1) list.push(j);
      else if (bound > top) top = bound;
    }
    return top;
  }

  /** Takes the products that were just made for rho. */
  #keep(): void {
    const { start, v } = this.columns;
    const known = { v: Float64Array.from(v.data), c: Float64Array.from(start.data) };
    this.known = this.known[0] ? [known, this.known[0]] : [known];
    for (let j = 0; j < known.c.length; j++) this.sizes[j] = this.#size(known.c[j] as number);
    this.slack = 0;
  }

  /** Finds s, the combination closest to rho, with its sizes and how far it is. */
  #combine(): void {
    const { columns } = this;
    const v = columns.v.data;
    const [last, before] = this.known as [(typeof this.known)[0], (typeof this.known)[0] | undefined];
    if (v.every((value, i) => value === last.v[i])) return;
    const [s11, t1] = [columns.inner(last.v, last.v), columns.inner(last.v, v)];
    let [a, b, s22] = [s11 > 0 ? t1 / s11 : 0, 0, 0];
    if (before) {
      s22 = columns.inner(before.v, before.v);
      const [s12, t2] = [columns.inner(last.v, before.v), columns.inner(before.v, v)];
      const det = s11 * s22 - s12 * s12;
      if (det > APART * s11 * s22) [a, b] = [(t1 * s22 - t2 * s12) / det, (t2 * s11 - t1 * s12) / det];
    }
    const left = new Float64Array(v.length);
    for (let i = 0; i < left.length; i++)
      left[i] = (v[i] as number) - a * (last.v[i] as number) - (before ? b * (before.v[i] as number) : 0);
    const rounding = 8 * epsOf[columns.X.type];
    const scale = Math.abs(a) * Math.sqrt(s11) + Math.abs(b) * Math.sqrt(s22);
    this.slack = Math.sqrt(columns.inner(left, left)) * (1 + rounding) + rounding * scale;
    for (let j = 0; j < last.c.length; j++)
      this.sizes[j] = this.#size(a * (last.c[j] as number) + (before ? b * (before.c[j] as number) : 0));
  }

  #size(c: number): number {
    return this.positive ? c : Math.abs(c);
  }
}
