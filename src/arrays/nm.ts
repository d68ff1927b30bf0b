import { checkChoice, checkOptions, checkSize, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { type Floats, type Real, sizeOf } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";
import { CHUNK, nmCheck, nmCompress, nmDecompress, nmLinear, nmMm, nmMv, type NMRef, nmTmv } from "../kernels/nm.ts";
import { aligned, filled, Storage } from "../kernels/storage.ts";
import type { LutMatrix } from "./lut.ts";
import { Matrix } from "./matrix.ts";
import { NMLutMatrix } from "./nmLut.ts";
import { Vector } from "./vector.ts";

/** How the groups of an N:M matrix lie. */
export interface NMOptions {
  /** "input" (default): in a row, so that each output uses N of M inputs. "output": in a column. */
  along?: "input" | "output";
}

/**
 * A matrix in which of every M entries side by side only N are stored, as 2:4 is. A last group of fewer than M entries
 * keeps N too, or all it has. Mishra et al., "Accelerating Sparse Deep Neural Networks" (2021), arXiv:2104.08378.
 */
export class NMMatrix extends Storage implements NMRef {
  protected readonly kind = "NMMatrix";
  /** Entries stored. */
  readonly nnz: number;
  /** @internal */
  readonly indicesOffset: number;
  /** @internal */
  readonly valuesOffset: number;

  /** Contents are whatever the memory held: use `NMMatrix.fromDense`. */
  constructor(
    engine: Engine,
    type: Real,
    readonly rows: number,
    readonly cols: number,
    /** N: entries kept of each group. */
    readonly keep: number,
    /** M: entries in a group. */
    readonly group: number,
    readonly along: "input" | "output",
  ) {
    checkSize("rows", rows);
    checkSize("cols", cols);
    checkGroups(keep, group, along);
    const [lines, length] = along === "input" ? [rows, cols] : [cols, rows];
    const nnz = lines * (Math.floor(length / group) * keep + Math.min(length % group, keep));
    const indicesOffset = aligned((rows * Math.ceil(cols / CHUNK) + 1) * 4);
    const valuesOffset = indicesOffset + aligned(nnz);
    super(engine, type, valuesOffset + nnz * sizeOf[type]);
    this.nnz = nnz;
    this.indicesOffset = indicesOffset;
    this.valuesOffset = valuesOffset;
  }

  /** The N largest entries in magnitude of each group of M; of equal ones the first. NaN counts as infinite. */
  static fromDense(A: Matrix, n: number, m: number, options: NMOptions = {}): NMMatrix {
    if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
    checkOptions("options", options);
    const out = new NMMatrix(A.engine, A.type, A.rows, A.cols, n, m, options.along ?? "input");
    return filled(out, () => nmCompress(out, A));
  }

  /** Whether no group of M entries of A has more than N that are not zero. */
  static fits(A: Matrix, n: number, m: number, options: NMOptions = {}): boolean {
    if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
    checkOptions("options", options);
    const { along = "input" } = options;
    checkGroups(n, m, along);
    return nmCheck(A, n, m, along) === 0;
  }

  /**
   * The same pattern with its entries as codes, for groups along "input". Reserves a byte an entry and what `quantize` makes.
   *
   * @param quantize  of the kept entries, rows x as many as a row keeps: for example (W) => lw.quantize(W, { format: "nf4" })
   */
  quantize(quantize: (kept: Matrix) => LutMatrix): NMLutMatrix {
    return NMLutMatrix.from(this, quantize);
  }

  /** A fresh view of the entries: by blocks of 256 rows, in them by chunks of 128 columns, in those row after row. */
  get values(): Floats {
    return this.floats(this.valuesOffset, this.nnz);
  }

  /** The same matrix, dense. */
  toDense(): Matrix {
    const out = new Matrix(this.engine, this.type, this.rows, this.cols);
    return filled(out, () => nmDecompress(out, this));
  }

  /** A*X as a new array: a Vector for a Vector, a Matrix for a Matrix. */
  matmul(x: Vector): Vector;
  matmul(X: Matrix): Matrix;
  matmul(X: Vector | Matrix): Vector | Matrix {
    if (X instanceof Vector) {
      const out = new Vector(this.engine, this.type, this.rows);
      return filled(out, () => nmMv(out, this, X));
    }
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Vector or a Matrix", describe(X));
    const out = new Matrix(this.engine, this.type, this.rows, X.cols);
    return filled(out, () => nmMm(out, this, X));
  }

  /** A'*x as a new vector. */
  tmatmul(x: Vector): Vector {
    if (!(x instanceof Vector)) throw new ArgumentTypeError("x", "a Vector", describe(x));
    const out = new Vector(this.engine, this.type, this.cols);
    return filled(out, () => nmTmv(out, this, x));
  }

  /** X*A' as a new matrix: the layer with these weights, applied to each row of X. */
  linear(X: Matrix): Matrix {
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
    const out = new Matrix(this.engine, this.type, X.rows, this.rows);
    return filled(out, () => nmLinear(out, this, X));
  }

  /** out = A*x */
  apply(out: Vector, x: Vector): void {
    nmMv(out, this, x);
  }

  /** out = A'*y */
  adjoint(out: Vector, y: Vector): void {
    nmTmv(out, this, y);
  }
}

function checkGroups(keep: unknown, group: unknown, along: unknown): void {
  checkSize("n", keep, 1);
  checkSize("m", group, 1);
  if (group > CHUNK || (group & (group - 1)) !== 0)
    throw new ArgumentRangeError("m", `a power of two up to ${CHUNK}`, `${group}`);
  if (keep > group) throw new ArgumentRangeError("n", `at most m, ${group}`, `${keep}`);
  checkChoice("along", along, ["input", "output"]);
}
