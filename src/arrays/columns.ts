import { checkNonNegative, checkOptions, checkSize, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { type Real, sizeOf } from "../core/types.ts";
import {
  type Active,
  columnsMm,
  columnsMv,
  type ColumnsRef,
  columnsTmv,
  fromColumns,
  toColumns,
} from "../kernels/colsparse.ts";
import type { Engine } from "../kernels/engine.ts";
import { aligned, filled, Storage } from "../kernels/storage.ts";
import { Matrix } from "./matrix.ts";
import { Vector } from "./vector.ts";

/** Which elements of x count in a product; at most one of the three. All of them if none is given. */
export interface ActiveOptions {
  /** Those larger in magnitude than this, and NaN. With 0, all that are not zero. */
  threshold?: number;
  /** So many of the largest in magnitude, of equal ones the first; NaN counts as infinite. */
  topK?: number;
  /** Those whose byte is not 0. */
  mask?: Uint8Array;
}

/**
 * A dense matrix held by columns: a product with a vector reads only the columns whose element counts, so that its time
 * falls with their number. For layers whose inputs are mostly zero or small: Liu et al., "Deja Vu: Contextual Sparsity for
 * Efficient LLMs at Inference Time", ICML (2023), arXiv:2310.17157.
 */
export class ColumnMatrix extends Storage implements ColumnsRef {
  protected readonly kind = "ColumnMatrix";
  /** @internal */
  readonly ld: number;

  /** Contents are whatever the memory held: use `ColumnMatrix.fromDense`. */
  constructor(
    engine: Engine,
    type: Real,
    readonly rows: number,
    readonly cols: number,
  ) {
    checkSize("rows", rows);
    checkSize("cols", cols);
    // A column starts a cache line; columns whole pages apart would share the sets of the cache.
    const column = aligned(rows * sizeOf[type]);
    const stride = column % 4096 === 0 ? column + 64 : column;
    super(engine, type, stride * cols);
    this.ld = stride / sizeOf[type];
  }

  /** A copy of a dense matrix. */
  static fromDense(A: Matrix): ColumnMatrix {
    if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
    const out = new ColumnMatrix(A.engine, A.type, A.rows, A.cols);
    return filled(out, () => toColumns(out, A));
  }

  /** Entries stored. */
  get nnz(): number {
    return this.rows * this.cols;
  }

  /** The same matrix by rows. */
  toDense(): Matrix {
    const out = new Matrix(this.engine, this.type, this.rows, this.cols);
    return filled(out, () => fromColumns(out, this));
  }

  /** A*x over the elements of x that count, as a new vector; A*X as a new matrix, for which all count. */
  matmul(x: Vector, active?: ActiveOptions): Vector;
  matmul(X: Matrix): Matrix;
  matmul(X: Vector | Matrix, active: ActiveOptions = {}): Vector | Matrix {
    if (X instanceof Vector) {
      const out = new Vector(this.engine, this.type, this.rows);
      return filled(out, () => this.apply(out, X, active));
    }
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Vector or a Matrix", describe(X));
    const out = new Matrix(this.engine, this.type, this.rows, X.cols);
    return filled(out, () => columnsMm(out, this, X));
  }

  /** A'*x as a new vector. */
  tmatmul(x: Vector): Vector {
    if (!(x instanceof Vector)) throw new ArgumentTypeError("x", "a Vector", describe(x));
    const out = new Vector(this.engine, this.type, this.cols);
    return filled(out, () => columnsTmv(out, this, x));
  }

  /** out = A*x over the elements of x that count; gives how many columns were read. */
  apply(out: Vector, x: Vector, active: ActiveOptions = {}): number {
    return columnsMv(out, this, x, activeOf(active, this.cols));
  }

  /** out = A'*y */
  adjoint(out: Vector, y: Vector): void {
    columnsTmv(out, this, y);
  }
}

/** @throws ArgumentRangeError, ArgumentTypeError or ShapeError naming the option */
export function activeOf(options: ActiveOptions, cols: number): Active {
  checkOptions("active", options);
  const { threshold, topK, mask } = options;
  const given = [threshold, topK, mask].filter((option) => option !== undefined).length;
  if (given > 1) throw new ArgumentRangeError("active", "one of threshold, topK and mask", `${given} of them`);
  if (threshold !== undefined) checkNonNegative("threshold", threshold);
  if (topK !== undefined) checkSize("topK", topK);
  if (mask !== undefined) {
    if (!(mask instanceof Uint8Array)) throw new ArgumentTypeError("mask", "a Uint8Array", describe(mask));
    if (mask.length !== cols) throw new ShapeError("mask", `${cols} elements`, `${mask.length}`);
  }
  return options;
}
