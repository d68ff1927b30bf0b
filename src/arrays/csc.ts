import { checkOptions, checkSize, describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import type { Floats, Numbers, Real } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";
import { Instance } from "../kernels/instance.ts";
import { CsrMatrix } from "./csr.ts";
import type { Matrix } from "./matrix.ts";
import type { Vector } from "./vector.ts";

/** A sparse matrix by compressed columns, as SciPy has it: column j holds entries indptr[j] to indptr[j + 1] - 1. */
export interface CscInput {
  rows: number;
  cols: number;
  /** cols + 1 integers, from 0 to the number of entries, never decreasing. */
  indptr: Numbers;
  /** The row of each entry, ascending within a column, without repeats. */
  indices: Numbers;
  /** The entries. */
  values: Numbers;
  /** Element type; by default that of `values`. */
  type?: Real;
}

/** A sparse matrix in compressed sparse columns: the compressed rows of its transpose, whose kernels do its work. */
export class CscMatrix extends Owner {
  /** A' by compressed rows. It is this matrix's memory: it lives as long. */
  readonly transposed: CsrMatrix;

  /** The transpose of `transposed`, which it takes over. */
  constructor(transposed: CsrMatrix) {
    super();
    if (!(transposed instanceof CsrMatrix))
      throw new ArgumentTypeError("transposed", "a CsrMatrix", describe(transposed));
    this.transposed = transposed;
  }

  /** A copy of compressed sparse columns. @throws SparseStructureError where they break the rules of `CscInput` */
  static from(engine: Engine, input: CscInput): CscMatrix {
    checkOptions("matrix", input);
    checkSize("rows", input.rows);
    checkSize("cols", input.cols);
    return new CscMatrix(CsrMatrix.from(engine, { ...input, rows: input.cols, cols: input.rows }));
  }

  /** The instance it lives in. */
  get engine(): Engine {
    return this.transposed.engine;
  }
  /** The element type. */
  get type(): Real {
    return this.transposed.type;
  }
  /** Rows of the matrix. */
  get rows(): number {
    return this.transposed.cols;
  }
  /** Columns of the matrix. */
  get cols(): number {
    return this.transposed.rows;
  }
  /** Stored entries. */
  get nnz(): number {
    return this.transposed.nnz;
  }
  /** Bytes reserved. */
  get bytes(): number {
    return this.transposed.bytes;
  }
  /** Whether the memory has been given back. */
  get disposed(): boolean {
    return this.transposed.disposed;
  }
  /** A fresh view of the column starts: cols + 1 integers. */
  get indptr(): Uint32Array<ArrayBuffer> {
    return this.transposed.indptr;
  }
  /** A fresh view of the rows of the entries. */
  get indices(): Uint32Array<ArrayBuffer> {
    return this.transposed.indices;
  }
  /** A fresh view of the entries. */
  get values(): Floats {
    return this.transposed.values;
  }

  /** A*X as a new array: a Vector for a Vector, a Matrix for a Matrix, compressed columns for compressed columns. */
  matmul(x: Vector): Vector;
  matmul(X: Matrix): Matrix;
  matmul(B: CscMatrix): CscMatrix;
  matmul(X: Vector | Matrix | CscMatrix): Vector | Matrix | CscMatrix {
    // (A B)' = B' A'
    if (X instanceof CscMatrix) return new CscMatrix(X.transposed.matmul(this.transposed));
    return this.transposed.tmatmul(X as Matrix);
  }

  /** A'*X as a new array: a Vector for a Vector, a Matrix for a Matrix. */
  tmatmul(x: Vector): Vector;
  tmatmul(X: Matrix): Matrix;
  tmatmul(X: Vector | Matrix): Vector | Matrix {
    return this.transposed.matmul(X as Matrix);
  }

  /** out = A*x */
  apply(out: Vector, x: Vector): void {
    this.transposed.adjoint(out, x);
  }

  /** out = A'*y */
  adjoint(out: Vector, y: Vector): void {
    this.transposed.apply(out, y);
  }

  /** The same matrix by compressed rows. */
  toCsr(): CsrMatrix {
    return this.transposed.transpose();
  }

  /** A' */
  transpose(): CscMatrix {
    return new CscMatrix(this.transposed.transpose());
  }

  /** The same matrix, dense. */
  toDense(): Matrix {
    const flipped = this.transposed.toDense();
    try {
      return flipped.transpose();
    } finally {
      flipped.dispose();
    }
  }

  /** Gives the memory back. Doing so twice is harmless; using the array afterwards throws. */
  override dispose(): void {
    this.transposed.dispose();
  }
}

/** A sparse matrix: a checked copy of compressed sparse columns. @throws SparseStructureError */
export const csc = (lw: Instance, input: CscInput): CscMatrix => CscMatrix.from(Instance.engineOf(lw), input);
