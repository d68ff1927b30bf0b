import { checkEntries, checkNumbers, checkOptions, checkReal, checkSize, describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { arrayOf, type Floats, type Numbers, type Real, sizeOf, typeOf } from "../core/types.ts";
import { bsrLinear, bsrMm, bsrMv, bsrSddmm, bsrTmm, bsrTmv } from "../kernels/bsr.ts";
import type { BsrRef } from "../kernels/bsrProduct.ts";
import type { Scale } from "../kernels/dense.ts";
import type { Engine } from "../kernels/engine.ts";
import { Instance } from "../kernels/instance.ts";
import { aligned, filled, settled, Storage } from "../kernels/storage.ts";
import { type BlockChoice, type BlockShape, chosen, compressed, entriesOf, shapeOf } from "./blocks.ts";
import { CsrMatrix } from "./csr.ts";
import { Matrix } from "./matrix.ts";
import { checkStructure } from "./structure.ts";
import { Vector } from "./vector.ts";

/**
 * A matrix of blocks by compressed rows of blocks, as SciPy's BSR has it. Rows and columns need not be multiples of the
 * block's: the last ones are then only partly inside, and what is given outside is left out.
 */
export interface BsrInput {
  rows: number;
  cols: number;
  blockRows: number;
  blockCols: number;
  /** One more than there are rows of blocks: from 0 to the number of blocks, never decreasing. */
  indptr: Numbers;
  /** The column of blocks that each block is in, ascending within a row of blocks, without repeats. */
  indices: Numbers;
  /** The entries, block after block, each row-major. */
  values: Numbers;
  /** Element type; by default that of `values`. */
  type?: Real;
}

/**
 * A sparse matrix of dense blocks. Inside, a row of blocks is stored as strips of four rows, each strip one run through
 * all the row's blocks, column after column: what a register tile reads. `blocks` gives the entries in the usual order.
 */
export class BsrMatrix extends Storage implements BsrRef {
  protected readonly kind = "BsrMatrix";
  /** Entries stored, those of blocks that reach over the edge included. */
  readonly nnz: number;
  /** @internal */
  readonly indicesOffset: number;
  /** @internal */
  readonly valuesOffset: number;

  /** Contents are whatever the memory held: use `BsrMatrix.from`. */
  constructor(
    engine: Engine,
    type: Real,
    readonly rows: number,
    readonly cols: number,
    readonly blockRows: number,
    readonly blockCols: number,
    /** How many blocks are stored. */
    readonly blockCount: number,
  ) {
    checkSize("rows", rows);
    checkSize("cols", cols);
    checkSize("blockRows", blockRows, 1);
    checkSize("blockCols", blockCols, 1);
    checkSize("blockCount", blockCount);
    const indicesOffset = aligned((Math.ceil(rows / blockRows) + 1) * 4);
    const valuesOffset = indicesOffset + aligned(blockCount * 4);
    // A tile may load, and drop, three values past the last strip.
    const values = blockCount * Math.ceil(blockRows / 4) * 4 * blockCols + 4 * 4;
    super(engine, type, valuesOffset + values * sizeOf[type]);
    this.nnz = blockCount * blockRows * blockCols;
    this.indicesOffset = indicesOffset;
    this.valuesOffset = valuesOffset;
  }

  /** A copy of blocks by compressed rows. @throws SparseStructureError where they break the rules of `BsrInput` */
  static from(engine: Engine, input: BsrInput): BsrMatrix {
    checkOptions("matrix", input);
    const { rows, cols, blockRows, blockCols, values: given, type = typeOf(given) } = input;
    checkSize("rows", rows);
    checkSize("cols", cols);
    checkSize("blockRows", blockRows, 1);
    checkSize("blockCols", blockCols, 1);
    checkNumbers("indptr", input.indptr);
    checkNumbers("indices", input.indices);
    const indptr = settled(engine, input.indptr);
    const indices = settled(engine, input.indices);
    checkStructure(Math.ceil(rows / blockRows), Math.ceil(cols / blockCols), indptr, indices);
    checkNumbers("values", given, indices.length * blockRows * blockCols);
    const values = settled(engine, given);
    checkEntries("values", values);
    checkReal("type", type);
    const A = new BsrMatrix(engine, type, rows, cols, blockRows, blockCols, indices.length);
    A.#pattern(indptr, indices);
    const strips = A.#strips;
    A.#each((at, _, block, r, c) => {
      strips[at] = values[(block * blockRows + r) * blockCols + c] as number;
    });
    return A;
  }

  /** The chosen blocks of a dense matrix, whole. */
  static fromDense(A: Matrix, block: BlockShape, choice: BlockChoice = {}): BsrMatrix {
    if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
    const [blockRows, blockCols] = shapeOf(block);
    const { engine, type, rows, cols } = A;
    const across = Math.ceil(cols / blockCols);
    const kept = chosen(A, blockRows, blockCols, choice);
    const { indptr, indices } = compressed(kept, Math.ceil(rows / blockRows), across);
    const out = new BsrMatrix(engine, type, rows, cols, blockRows, blockCols, indices.length);
    return filled(out, () => {
      out.#pattern(indptr, indices);
      const [source, strips] = [A.data, out.#strips];
      out.#each((at, i, block, r, c) => {
        strips[at] = source[(i * blockRows + r) * cols + (indices[block] as number) * blockCols + c] as number;
      });
    });
  }

  /** The blocks in which a sparse matrix stores an entry; what else is in them is zeros. */
  static fromCsr(A: CsrMatrix, block: BlockShape): BsrMatrix {
    if (!(A instanceof CsrMatrix)) throw new ArgumentTypeError("A", "a CsrMatrix", describe(A));
    const [blockRows, blockCols] = shapeOf(block);
    const { engine, type, rows, cols } = A;
    const [down, across] = [Math.ceil(rows / blockRows), Math.ceil(cols / blockCols)];
    const kept = new Uint8Array(down * across);
    entriesOf(A, (i, j) => {
      kept[Math.floor(i / blockRows) * across + Math.floor(j / blockCols)] = 1;
    });
    const { indptr, indices } = compressed(kept, down, across);
    const out = new BsrMatrix(engine, type, rows, cols, blockRows, blockCols, indices.length);
    return filled(out, () => {
      out.#pattern(indptr, indices);
      const blockOf = new Uint32Array(across);
      const strips = out.#strips;
      let last = -1;
      entriesOf(A, (i, j, value) => {
        const row = Math.floor(i / blockRows);
        for (; last < row; last++)
          for (let b = indptr[last + 1] as number; b < (indptr[last + 2] as number); b++)
            blockOf[indices[b] as number] = b;
        strips[out.#address(indptr, row, blockOf[Math.floor(j / blockCols)] as number, i % blockRows, j % blockCols)] =
          value;
      });
    });
  }

  /** A fresh view of the starts of the rows of blocks. */
  get indptr(): Uint32Array<ArrayBuffer> {
    return this.words(0, Math.ceil(this.rows / this.blockRows) + 1);
  }

  /** A fresh view of the column of blocks of each block. */
  get indices(): Uint32Array<ArrayBuffer> {
    return this.words(this.indicesOffset, this.blockCount);
  }

  /** A copy of the entries, block after block, each row-major; zeros where a block reaches over the edge. */
  blocks(): Floats {
    const { blockRows, blockCols } = this;
    const out = new arrayOf[this.type](this.nnz);
    const strips = this.#strips;
    this.#each((at, _, block, r, c) => {
      out[(block * blockRows + r) * blockCols + c] = strips[at] as number;
    });
    return out;
  }

  /** The same matrix, dense. */
  toDense(): Matrix {
    const out = Matrix.zeros(this.engine, this.type, this.rows, this.cols);
    return filled(out, () => {
      const { blockRows, blockCols, cols, indices } = this;
      const [data, strips] = [out.data, this.#strips];
      this.#each((at, i, block, r, c) => {
        data[(i * blockRows + r) * cols + (indices[block] as number) * blockCols + c] = strips[at] as number;
      });
    });
  }

  /** The entries that are not zero, as compressed sparse rows. */
  toCsr(): CsrMatrix {
    const dense = this.toDense();
    try {
      return CsrMatrix.fromDense(dense);
    } finally {
      dense.dispose();
    }
  }

  /** A*X as a new array: a Vector for a Vector, a Matrix for a Matrix. */
  matmul(x: Vector): Vector;
  matmul(X: Matrix): Matrix;
  matmul(X: Vector | Matrix): Vector | Matrix {
    return X instanceof Vector
      ? this.#vector(this.rows, (out) => bsrMv(out, this, X))
      : this.#matrix(X, this.rows, (out) => bsrMm(out, this, X));
  }

  /** A'*X as a new array: a Vector for a Vector, a Matrix for a Matrix. */
  tmatmul(x: Vector): Vector;
  tmatmul(X: Matrix): Matrix;
  tmatmul(X: Vector | Matrix): Vector | Matrix {
    return X instanceof Vector
      ? this.#vector(this.cols, (out) => bsrTmv(out, this, X))
      : this.#matrix(X, this.cols, (out) => bsrTmm(out, this, X));
  }

  /** X*A' as a new matrix: the layer with these weights, applied to each row of X. */
  linear(X: Matrix): Matrix {
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
    const out = new Matrix(this.engine, this.type, X.rows, this.rows);
    return filled(out, () => bsrLinear(out, this, X));
  }

  /** alpha*A*B' where this matrix stores blocks, and only there: the gradient of a layer's weights. */
  sddmm(A: Matrix, B: Matrix, options: Pick<Scale, "alpha"> = {}): BsrMatrix {
    if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
    checkOptions("options", options);
    const { engine, type, rows, cols, blockRows, blockCols, blockCount } = this;
    const out = new BsrMatrix(engine, type, rows, cols, blockRows, blockCols, blockCount);
    return filled(out, () => {
      out.#pattern(this.indptr, this.indices);
      bsrSddmm(out, A, B, { alpha: options.alpha ?? 1 });
    });
  }

  /** out = A*x */
  apply(out: Vector, x: Vector): void {
    bsrMv(out, this, x);
  }

  /** out = A'*x */
  adjoint(out: Vector, x: Vector): void {
    bsrTmv(out, this, x);
  }

  get #strips(): Floats {
    return this.floats(this.valuesOffset, this.blockCount * Math.ceil(this.blockRows / 4) * 4 * this.blockCols + 16);
  }

  /** Sets the structure, and every entry to zero. */
  #pattern(indptr: Numbers, indices: Numbers): void {
    this.indptr.set(indptr);
    this.indices.set(indices);
    this.#strips.fill(0);
  }

  /** Where the entry (r, c) of a block in row i of blocks lies among the strips. */
  #address(indptr: Numbers, i: number, block: number, r: number, c: number): number {
    const first = indptr[i] as number;
    const run = ((indptr[i + 1] as number) - first) * this.blockCols * 4;
    const start = first * Math.ceil(this.blockRows / 4) * 4 * this.blockCols;
    return start + (r >> 2) * run + ((block - first) * this.blockCols + c) * 4 + (r & 3);
  }

  /** Visits every stored entry that is inside the matrix. */
  #each(visit: (at: number, i: number, block: number, r: number, c: number) => void): void {
    const { rows, cols, blockRows, blockCols } = this;
    const [indptr, indices] = [this.indptr.slice(), this.indices.slice()];
    for (let i = 0; i * blockRows < rows; i++) {
      const live = Math.min(blockRows, rows - i * blockRows);
      for (let block = indptr[i] as number; block < (indptr[i + 1] as number); block++) {
        const across = Math.min(blockCols, cols - (indices[block] as number) * blockCols);
        for (let r = 0; r < live; r++) {
          const at = this.#address(indptr, i, block, r, 0);
          for (let c = 0; c < across; c++) visit(at + 4 * c, i, block, r, c);
        }
      }
    }
  }

  #vector(length: number, fill: (out: Vector) => void): Vector {
    const out = new Vector(this.engine, this.type, length);
    return filled(out, () => fill(out));
  }

  #matrix(X: Matrix, rows: number, fill: (out: Matrix) => void): Matrix {
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Vector or a Matrix", describe(X));
    const out = new Matrix(this.engine, this.type, rows, X.cols);
    return filled(out, () => fill(out));
  }
}

/** A sparse matrix of dense blocks: a checked copy of compressed rows of blocks. @throws SparseStructureError */
export const bsr = (lw: Instance, input: BsrInput): BsrMatrix => BsrMatrix.from(Instance.engineOf(lw), input);
