/**
 * Columns of a row-major matrix: X is read by rows where all columns count, and those of the working set are copied.
 * @module
 */
import { Matrix } from "../../arrays/matrix.ts";
import { Vector } from "../../arrays/vector.ts";
import type { Floats } from "../../core/types.ts";
import {
  correlateAll,
  correlateDense,
  correlateRows,
  correlateSome,
  denseMoments,
  descendDense,
  descendGram,
  type ElasticTerms,
  gatherColumns,
  growGram,
  removeDense,
  removeRows,
} from "../../kernels/cd.ts";
import { copy, mul, scal } from "../../kernels/vec.ts";
import { Columns, enlarged, type LeastSquaresData } from "./columns.ts";

/** Columns of a Matrix. Holds n numbers for each column of the working set. */
export class DenseColumns extends Columns {
  override readonly means: Vector;
  override readonly squares: Vector;
  override readonly start: Vector;
  private readonly roots: Vector | undefined;
  private readonly target: Vector;
  private readonly rho: Vector;
  private Z: Matrix;
  private held: Vector;

  constructor(
    readonly A: Matrix,
    data: LeastSquaresData,
  ) {
    super(A, data);
    const { engine, type, rows, cols } = A;
    const { weights, centred } = data;
    this.means = Vector.zeros(engine, type, cols);
    this.squares = new Vector(engine, type, cols);
    this.start = new Vector(engine, type, cols);
    this.roots = weights && Vector.from(engine, type, Float64Array.from(weights.data, Math.sqrt));
    this.target = Vector.from(engine, type, this.answers);
    this.rho = weights ? new Vector(engine, type, rows) : this.v;
    this.Z = new Matrix(engine, type, 0, rows);
    this.held = new Vector(engine, type, 0);
    if (centred && this.total > 0) {
      if (weights) copy(this.v, weights);
      else this.v.data.fill(1);
      A.adjoint(this.means, this.v);
      scal(this.means, 1 / this.total);
    }
    if (this.roots) mul(this.target, this.target, this.roots);
    this.refresh();
    denseMoments(this.start, this.squares, A, this.means, this.v, weights);
  }

  override correlate(out: Vector): void {
    correlateAll(out, this.A, this.means, this.v, this.mass());
  }

  override correlateSome(list: Uint32Array): Floats {
    return correlateSome(this.A, this.means, this.v, list);
  }

  override epochs(terms: ElasticTerms, count: number): number {
    const m = this.list.length;
    if (this.gram) return descendGram(this.w, this.q, this.gram, m, terms, count);
    const done = descendDense(this.w, this.rho, this.Z, this.held, m, terms, count);
    correlateDense(this.q, this.Z, this.rho, m);
    return done;
  }

  override slopes(from: number, to: number): Floats {
    return correlateRows(this.Z, this.rho, from, to);
  }

  override shift(from: number, by: Float64Array): void {
    removeRows(this.rho, this.Z, from, by);
  }

  override refresh(): void {
    const m = this.list.length;
    copy(this.rho, this.target);
    removeDense(this.rho, this.w, this.Z, m);
    if (this.roots) mul(this.v, this.rho, this.roots);
    correlateDense(this.q, this.Z, this.rho, m);
  }

  protected override admit(from: number, capacity: number): void {
    const { engine, type, rows } = this.A;
    const m = this.list.length;
    if (capacity > this.Z.rows) {
      const old = [this.Z, this.held];
      this.Z = enlarged(this.Z, from, capacity, rows);
      this.held = new Vector(engine, type, capacity);
      for (const array of old) array.dispose();
    }
    const [to, all] = [this.held.data, this.squares.data];
    for (let k = 0; k < m; k++) to[k] = all[this.list[k] as number] as number;
    gatherColumns(this.Z, from, this.A, this.means, this.roots, this.list.subarray(from));
    if (this.gram) growGram(this.gram, this.Z, from, m);
  }

  override dispose(): void {
    super.dispose();
    for (const array of [this.start, this.roots, this.target, this.rho, this.Z, this.held]) array?.dispose();
  }
}
