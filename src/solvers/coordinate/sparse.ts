/**
 * Columns of a sparse matrix. Their means are never subtracted, which would fill it.
 * @module
 */
import { CscMatrix } from "../../arrays/csc.ts";
import type { CsrMatrix } from "../../arrays/csr.ts";
import { Vector } from "../../arrays/vector.ts";
import type { Floats } from "../../core/types.ts";
import {
  correlateAll,
  correlateSparse,
  descendGram,
  descendSparse,
  type ElasticTerms,
  growSparseGram,
  removeSparse,
  type SparseColumns as Parts,
  sparseMoments,
} from "../../kernels/cd.ts";
import { copy } from "../../kernels/vec.ts";
import { Columns, type LeastSquaresData } from "./columns.ts";

/** Columns of a CscMatrix, or of a CsrMatrix, which is copied by columns. */
export class SparseColumns extends Columns {
  override readonly means: Vector;
  override readonly squares: Vector;
  override readonly start: Vector;
  private readonly own: CscMatrix | undefined;
  private readonly parts: Parts;
  private readonly target: Vector;

  constructor(X: CsrMatrix | CscMatrix, data: LeastSquaresData) {
    super(X, data);
    const { engine, type, cols } = X;
    const { weights, centred } = data;
    this.means = new Vector(engine, type, cols);
    this.squares = new Vector(engine, type, cols);
    this.start = new Vector(engine, type, cols);
    this.own = X instanceof CscMatrix ? undefined : X.toCsc();
    const C = (X instanceof CscMatrix ? X : (this.own as CscMatrix)).transposed;
    this.parts = { C, means: this.means, squares: this.squares, weights, total: this.total || 1 };
    sparseMoments(this.parts, centred);
    const weight = this.importance;
    this.target = Vector.from(
      engine,
      type,
      weight ? this.answers.map((a, i) => a * (weight[i] as number)) : this.answers,
    );
    this.refresh();
    this.correlate(this.start);
  }

  override correlate(out: Vector): void {
    correlateAll(out, this.parts.C, this.means, this.v, this.mass());
  }

  override correlateSome(list: Uint32Array): Floats {
    return correlateSparse(this.parts, this.v, list, this.mass());
  }

  override epochs(terms: ElasticTerms, count: number): number {
    if (this.gram) return descendGram(this.w, this.q, this.gram, this.list.length, terms, count);
    const done = descendSparse(this.w, this.v, this.parts, this.list, terms, count);
    this.refresh();
    return done;
  }

  override slopes(from: number, to: number): Floats {
    return this.correlateSome(this.list.subarray(from, to));
  }

  override shift(from: number, by: Float64Array): void {
    removeSparse(this.v, by, this.parts, this.list.subarray(from, from + by.length));
  }

  override refresh(): void {
    copy(this.v, this.target);
    removeSparse(this.v, this.w, this.parts, this.list);
    if (this.data.centred && this.total > 0) {
      const shift = this.mass() / this.total;
      const v = this.v.data;
      const weight = this.importance;
      for (let i = 0; i < v.length; i++) (v[i] as number) -= weight ? (weight[i] as number) * shift : shift;
    }
    this.q.data.set(this.correlateSome(this.list));
  }

  protected override admit(from: number): void {
    if (this.gram) growSparseGram(this.gram, this.parts, from, this.list);
  }

  override dispose(): void {
    super.dispose();
    for (const array of [this.start, this.target, this.own]) array?.dispose();
  }
}
