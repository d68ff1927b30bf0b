import {
  checkBoolean,
  checkEntries,
  checkNonNegative,
  checkNumbers,
  checkOptions,
  checkReal,
  checkSize,
  describe,
} from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { type Floats, type Numbers, type Real, sizeOf, typeOf } from "../core/types.ts";
import { csrMm, csrMv, csrNormal, csrTmm, csrTmv } from "../kernels/csr.ts";
import type { Scale } from "../kernels/dense.ts";
import type { Engine } from "../kernels/engine.ts";
import { Instance } from "../kernels/instance.ts";
import type { Epilogue } from "../kernels/maps.ts";
import {
  csrAdd,
  csrDiagonal,
  csrFromDense,
  csrHolds,
  csrMultiply,
  csrPattern,
  csrScaleCols,
  csrScaleRows,
  csrSddmm,
  csrSlice,
  csrToDense,
  csrTranspose,
} from "../kernels/sparse.ts";
import { aligned, type CsrRef, filled, settled, Storage } from "../kernels/storage.ts";
import { CscMatrix } from "./csc.ts";
import { Matrix } from "./matrix.ts";
import { checkStructure } from "./structure.ts";
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

/** How to sample a product. */
export interface SampledOptions {
  /** A factor of every entry. Default 1. */
  alpha?: number;
  /** Times the values of the matrix that names the places, too. */
  weighted?: boolean;
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
    const words = isWords(indptr) && isWords(indices);
    if (!words) checkStructure(rows, cols, indptr, indices);
    checkSize("rows", rows);
    checkNumbers("indptr", indptr, rows + 1);
    checkNumbers("values", given, indices.length);
    const values = settled(engine, given);
    checkEntries("values", values);
    checkReal("type", type);
    const A = new CsrMatrix(engine, type, rows, cols, indices.length);
    return filled(A, () => {
      A.indptr.set(indptr);
      A.indices.set(indices);
      A.values.set(values);
      if (words && !csrHolds(A)) checkStructure(rows, cols, indptr, indices);
    });
  }

  /** The entries of a dense matrix with |value| > threshold (default 0: all that are not zero; NaN is kept). */
  static fromDense(A: Matrix, threshold = 0): CsrMatrix {
    if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
    checkNonNegative("threshold", threshold);
    const { engine, type, rows, cols } = A;
    return csrFromDense(A, threshold, (nnz) => new CsrMatrix(engine, type, rows, cols, nnz));
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
    const out = new Matrix(this.engine, this.type, this.rows, this.cols);
    return filled(out, () => csrToDense(out, this));
  }

  /** A*X as a new array: a Vector for a Vector, a Matrix for a Matrix. */
  matmul(x: Vector): Vector;
  matmul(X: Matrix, options?: Epilogue): Matrix;
  /** A*B, rows sorted. Entries that cancel to zero stay stored. */
  matmul(B: CsrMatrix): CsrMatrix;
  matmul(X: Vector | Matrix | CsrMatrix, options: Epilogue = {}): Vector | Matrix | CsrMatrix {
    if (X instanceof CsrMatrix) return csrMultiply(this, X, (nnz) => this.#like(this.rows, X.cols, nnz));
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

  /** alpha*A + beta*B; both factors are 1 by default. Entries that cancel to zero stay stored. */
  add(B: CsrMatrix, options: Scale = {}): CsrMatrix {
    checkOptions("options", options);
    const { alpha = 1, beta = 1 } = options;
    return csrAdd(this, B, alpha, beta, (nnz) => this.#like(this.rows, this.cols, nnz));
  }

  /** A' */
  transpose(): CsrMatrix {
    const out = this.#like(this.cols, this.rows, this.nnz);
    return filled(out, () => csrTranspose(out, this));
  }

  /** The same matrix by compressed columns. */
  toCsc(): CscMatrix {
    return new CscMatrix(this.transpose());
  }

  /** A copy. */
  clone(): CsrMatrix {
    return this.#samePlaces((out) => out.values.set(this.values));
  }

  /** diag(s)*A: row i times s_i. */
  scaleRows(s: Vector): CsrMatrix {
    return this.#samePlaces((out) => csrScaleRows(out, this, s));
  }

  /** A*diag(s): column j times s_j. */
  scaleCols(s: Vector): CsrMatrix {
    return this.#samePlaces((out) => csrScaleCols(out, this, s));
  }

  /**
   * alpha*A*B' at the places of this matrix, and nowhere else computed; with `weighted`, times its values.
   *
   * @param A  rows x k
   * @param B  cols x k
   */
  sddmm(A: Matrix, B: Matrix, options: SampledOptions = {}): CsrMatrix {
    if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
    checkOptions("options", options);
    const { alpha = 1, weighted = false } = options;
    checkBoolean("weighted", weighted);
    return this.#samePlaces((out) => csrSddmm(out, this, A, B, alpha, weighted));
  }

  /** Rows rowStart to rowEnd - 1 and columns colStart to colEnd - 1; by default from the first, or to the last. */
  slice(rowStart = 0, rowEnd = this.rows, colStart = 0, colEnd = this.cols): CsrMatrix {
    checkRange("row", rowStart, rowEnd, this.rows);
    checkRange("col", colStart, colEnd, this.cols);
    const [rows, cols] = [rowEnd - rowStart, colEnd - colStart];
    return csrSlice(this, rowStart, rows, colStart, colEnd, (nnz) => this.#like(rows, cols, nnz));
  }

  /** The diagonal: min(rows, cols) numbers. */
  diagonal(): Vector {
    return this.#vector(Math.min(this.rows, this.cols), (out) => csrDiagonal(out, this));
  }

  /** out = A*x */
  apply(out: Vector, x: Vector): void {
    csrMv(out, this, x);
  }

  /** out = A'*x */
  adjoint(out: Vector, x: Vector): void {
    csrTmv(out, this, x);
  }

  /** r = A*x - b and g = A'*r, reading A once. Returns ||r||_2^2. */
  normalResidual(g: Vector, r: Vector, x: Vector, b: Vector): number {
    return csrNormal(g, r, this, x, b);
  }

  #like(rows: number, cols: number, nnz: number): CsrMatrix {
    return new CsrMatrix(this.engine, this.type, rows, cols, nnz);
  }

  #samePlaces(fill: (out: CsrMatrix) => void): CsrMatrix {
    const out = this.#like(this.rows, this.cols, this.nnz);
    return filled(out, () => {
      csrPattern(out, this);
      fill(out);
    });
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

/** A sparse matrix: a checked copy of compressed sparse rows. @throws SparseStructureError */
export const csr = (lw: Instance, input: CsrInput): CsrMatrix => CsrMatrix.from(Instance.engineOf(lw), input);

/** 32-bit integers, which the kernel can check: a negative one is far above any size. */
const isWords = (x: Numbers): boolean => x instanceof Uint32Array || x instanceof Int32Array;

/** A range within 0 to `end`. */
function checkRange(name: string, start: unknown, stop: unknown, end: number): void {
  checkSize(`${name}Start`, start);
  checkSize(`${name}End`, stop);
  if (stop > end) throw new ArgumentRangeError(`${name}End`, `at most ${end}`, `${stop}`);
  if (start > stop) throw new ArgumentRangeError(`${name}Start`, `at most ${name}End = ${stop}`, `${start}`);
}
