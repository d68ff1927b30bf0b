import {
  checkEntries,
  checkNonNegative,
  checkNumbers,
  checkOptions,
  checkReal,
  checkSize,
  describe,
} from "../core/check.ts";
import { ArgumentTypeError, SparseStructureError } from "../core/errors.ts";
import { type Floats, type Numbers, type Real, sizeOf, typeOf } from "../core/types.ts";
import { csrMm, csrMv, csrTmm, csrTmv } from "../kernels/csr.ts";
import type { Engine } from "../kernels/engine.ts";
import type { Epilogue } from "../kernels/maps.ts";
import { aligned, type CsrRef, filled, settled, Storage } from "../kernels/storage.ts";
import { Matrix } from "./matrix.ts";
import { Vector } from "./vector.ts";

/** A sparse matrix by compressed rows, as SciPy has it: row i holds entries indptr[i] to indptr[i + 1] - 1. */
export interface CsrInput {
  rows: number;
  cols: number;
  /** rows + 1 integers, from 0 to the number of entries, never decreasing. */
  indptr: Numbers;
  /** The column of each entry, ascending within a row, without repeats. */
  indices: Numbers;
  /** The entries. */
  values: Numbers;
  /** Element type; by default that of `values`. */
  type?: Real;
}

/** A sparse matrix in compressed sparse rows. */
export class CsrMatrix extends Storage implements CsrRef {
  protected readonly kind = "CsrMatrix";
  /** @internal */
  readonly indicesOffset: number;
  /** @internal */
  readonly valuesOffset: number;

  /** Contents are whatever the memory held: use `CsrMatrix.from`. */
  constructor(
    engine: Engine,
    type: Real,
    readonly rows: number,
    readonly cols: number,
    readonly nnz: number,
  ) {
    checkSize("rows", rows);
    checkSize("cols", cols);
    checkSize("nnz", nnz);
    const indicesOffset = aligned((rows + 1) * 4);
    const valuesOffset = indicesOffset + aligned(nnz * 4);
    super(engine, type, valuesOffset + nnz * sizeOf[type]);
    this.indicesOffset = indicesOffset;
    this.valuesOffset = valuesOffset;
  }

  /** A copy of compressed sparse rows. @throws SparseStructureError where they break the rules of `CsrInput` */
  static from(engine: Engine, input: CsrInput): CsrMatrix {
    checkOptions("matrix", input);
    const { rows, cols, values: given, type = typeOf(given) } = input;
    checkNumbers("indptr", input.indptr);
    checkNumbers("indices", input.indices);
    const indptr = settled(engine, input.indptr);
    const indices = settled(engine, input.indices);
    checkStructure(rows, cols, indptr, indices);
    checkNumbers("values", given, indices.length);
    const values = settled(engine, given);
    checkEntries("values", values);
    checkReal("type", type);
    const A = new CsrMatrix(engine, type, rows, cols, indices.length);
    A.indptr.set(indptr);
    A.indices.set(indices);
    A.values.set(values);
    return A;
  }

  /** The entries of a dense matrix with |value| > threshold (default 0: all that are not zero; NaN is kept). */
  static fromDense(A: Matrix, threshold = 0): CsrMatrix {
    if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
    checkNonNegative("threshold", threshold);
    const { rows, cols, data } = A;
    const keep = (v: number) => !(Math.abs(v) <= threshold);
    let nnz = 0;
    for (let p = 0; p < data.length; p++) if (keep(data[p] as number)) nnz++;
    const out = new CsrMatrix(A.engine, A.type, rows, cols, nnz);
    const { indptr, indices, values } = out;
    const source = A.data;
    let p = 0;
    indptr[0] = 0;
    for (let i = 0; i < rows; i++) {
      for (let j = 0; j < cols; j++) {
        const v = source[i * cols + j] as number;
        if (!keep(v)) continue;
        indices[p] = j;
        values[p++] = v;
      }
      indptr[i + 1] = p;
    }
    return out;
  }

  /** A fresh view of the row starts: rows + 1 integers. */
  get indptr(): Uint32Array<ArrayBuffer> {
    return this.words(0, this.rows + 1);
  }

  /** A fresh view of the columns of the entries. */
  get indices(): Uint32Array<ArrayBuffer> {
    return this.words(this.indicesOffset, this.nnz);
  }

  /** A fresh view of the entries. */
  get values(): Floats {
    return this.floats(this.valuesOffset, this.nnz);
  }

  /** The same matrix, dense. */
  toDense(): Matrix {
    const out = Matrix.zeros(this.engine, this.type, this.rows, this.cols);
    return filled(out, () => {
      const { data } = out;
      const { indptr, indices, values } = this;
      for (let i = 0; i < this.rows; i++)
        for (let p = indptr[i] as number; p < (indptr[i + 1] as number); p++)
          data[i * this.cols + (indices[p] as number)] = values[p] as number;
    });
  }

  /** A*X as a new array: a Vector for a Vector, a Matrix for a Matrix. */
  matmul(x: Vector): Vector;
  matmul(X: Matrix, options?: Epilogue): Matrix;
  matmul(X: Vector | Matrix, options: Epilogue = {}): Vector | Matrix {
    return X instanceof Vector
      ? this.#vector(this.rows, (out) => csrMv(out, this, X))
      : this.#matrix(this.rows, X, (out) => csrMm(out, this, X, options));
  }

  /** A'*X as a new array: a Vector for a Vector, a Matrix for a Matrix. */
  tmatmul(x: Vector): Vector;
  tmatmul(X: Matrix): Matrix;
  tmatmul(X: Vector | Matrix): Vector | Matrix {
    return X instanceof Vector
      ? this.#vector(this.cols, (out) => csrTmv(out, this, X))
      : this.#matrix(this.cols, X, (out) => csrTmm(out, this, X));
  }

  /** out = A*x */
  apply(out: Vector, x: Vector): void {
    csrMv(out, this, x);
  }

  /** out = A'*x */
  adjoint(out: Vector, x: Vector): void {
    csrTmv(out, this, x);
  }

  #vector(length: number, fill: (out: Vector) => void): Vector {
    const out = new Vector(this.engine, this.type, length);
    return filled(out, () => fill(out));
  }

  #matrix(rows: number, X: Matrix, fill: (out: Matrix) => void): Matrix {
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Vector or a Matrix", describe(X));
    const out = new Matrix(this.engine, this.type, rows, X.cols);
    return filled(out, () => fill(out));
  }
}

/** The rules of compressed sparse rows; every kernel relies on them. */
export function checkStructure(rows: unknown, cols: unknown, indptr: unknown, indices: unknown): void {
  checkSize("rows", rows);
  checkSize("cols", cols);
  checkNumbers("indptr", indptr, rows + 1);
  checkNumbers("indices", indices);
  const nnz = indices.length;
  if (indptr[0] !== 0) throw new SparseStructureError("indptr[0]", "0", describe(indptr[0]));
  if (indptr[rows] !== nnz)
    throw new SparseStructureError(`indptr[${rows}]`, `the number of entries, ${nnz}`, describe(indptr[rows]));
  for (let i = 0; i < rows; i++) {
    const start = indptr[i] as number;
    const end = indptr[i + 1] as number;
    if (!(Number.isInteger(end) && end >= start && end <= nnz))
      throw new SparseStructureError(
        `indptr[${i + 1}]`,
        `an integer from indptr[${i}] = ${start} to ${nnz}`,
        describe(end),
      );
  }
  for (let i = 0; i < rows; i++) {
    let previous = -1;
    for (let p = indptr[i] as number; p < (indptr[i + 1] as number); p++) {
      const j = indices[p] as number;
      if (!(Number.isInteger(j) && j > previous && j < cols))
        throw new SparseStructureError(
          `indices[${p}]`,
          `an integer from ${previous + 1} to ${cols - 1} (row ${i}, ascending, below cols)`,
          describe(j),
        );
      previous = j;
    }
  }
}
