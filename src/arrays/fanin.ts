import { checkEntries, checkNumbers, checkOptions, checkReal, checkSize, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, SparseStructureError } from "../core/errors.ts";
import { type Floats, type Numbers, type Real, sizeOf, typeOf } from "../core/types.ts";
import type { Engine } from "../kernels/engine.ts";
import { Instance } from "../kernels/instance.ts";
import { type FanInRef, faninLinear, faninMm, faninMv, faninTmv } from "../kernels/fanin.ts";
import { aligned, filled, settled, Storage } from "../kernels/storage.ts";
import { Matrix } from "./matrix.ts";
import { Vector } from "./vector.ts";

/** A matrix with `fan` entries in every row. */
export interface FanInInput {
  rows: number;
  cols: number;
  /** Entries of a row; at most `cols`. */
  fan: number;
  /** The columns of the entries, row after row, ascending within a row, without repeats. */
  indices: Numbers;
  /** The entries. */
  values: Numbers;
  /** Element type; by default that of `values`. */
  type?: Real;
}

/**
 * A matrix of constant fan-in: every row has the same number of entries, so that there are no row starts to read. The
 * condensed form of Lasby et al., "Dynamic Sparse Training with Structured Sparsity", ICLR 2024, arXiv:2305.02299.
 */
export class FanInMatrix extends Storage implements FanInRef {
  protected readonly kind = "FanInMatrix";
  /** Entries stored. */
  readonly nnz: number;
  /** Whether columns are stored in 16 bits. @internal */
  readonly short: boolean;
  /** @internal */
  readonly indicesOffset: number;

  /** Contents are whatever the memory held: use `FanInMatrix.from`. */
  constructor(
    engine: Engine,
    type: Real,
    readonly rows: number,
    readonly cols: number,
    /** Entries of a row. */
    readonly fan: number,
  ) {
    checkSize("rows", rows);
    checkSize("cols", cols);
    checkSize("fan", fan);
    if (fan > cols) throw new ArgumentRangeError("fan", `at most cols, ${cols}`, `${fan}`);
    const short = cols <= 65536;
    const indicesOffset = aligned(rows * fan * sizeOf[type]);
    super(engine, type, indicesOffset + rows * fan * (short ? 2 : 4));
    this.nnz = rows * fan;
    this.short = short;
    this.indicesOffset = indicesOffset;
  }

  /** A copy. @throws SparseStructureError where it breaks the rules of `FanInInput` */
  static from(engine: Engine, input: FanInInput): FanInMatrix {
    checkOptions("matrix", input);
    const { rows, cols, fan, values: given, type = typeOf(given) } = input;
    checkSize("rows", rows);
    checkSize("cols", cols);
    checkSize("fan", fan);
    checkNumbers("indices", input.indices, rows * fan);
    const indices = settled(engine, input.indices);
    for (let p = 0; p < indices.length; p++) {
      const least = p % fan === 0 ? 0 : (indices[p - 1] as number) + 1;
      const j = indices[p] as number;
      if (!(Number.isInteger(j) && j >= least && j < cols))
        throw new SparseStructureError(`indices[${p}]`, `an integer from ${least} to ${cols - 1}`, describe(j));
    }
    checkNumbers("values", given, rows * fan);
    const values = settled(engine, given);
    checkEntries("values", values);
    checkReal("type", type);
    const A = new FanInMatrix(engine, type, rows, cols, fan);
    A.indices.set(indices);
    A.values.set(values);
    return A;
  }

  /** The `fan` entries of each row that are largest in magnitude; of equal ones the first. NaN counts as infinite. */
  static fromDense(A: Matrix, fan: number): FanInMatrix {
    if (!(A instanceof Matrix)) throw new ArgumentTypeError("A", "a Matrix", describe(A));
    checkSize("fan", fan);
    const out = new FanInMatrix(A.engine, A.type, A.rows, A.cols, fan);
    return filled(out, () => {
      const { rows, cols, data } = A;
      const { indices, values } = out;
      const columns = Uint32Array.from({ length: cols }, (_, j) => j);
      const size = new Float64Array(cols);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < cols; j++) {
          const v = Math.abs(data[i * cols + j] as number);
          size[j] = Number.isNaN(v) ? Number.POSITIVE_INFINITY : v;
        }
        const kept = columns
          .toSorted((p, q) => compare(size[q] as number, size[p] as number) || p - q)
          .subarray(0, fan);
        kept.sort().forEach((j, e) => {
          indices[i * fan + e] = j;
          values[i * fan + e] = data[i * cols + j] as number;
        });
      }
    });
  }

  /** A fresh view of the columns: rows x fan. */
  get indices(): Uint16Array<ArrayBuffer> | Uint32Array<ArrayBuffer> {
    return this.short ? this.shorts(this.indicesOffset, this.nnz) : this.words(this.indicesOffset, this.nnz);
  }

  /** A fresh view of the entries: rows x fan. */
  get values(): Floats {
    return this.floats(0, this.nnz);
  }

  /** The same matrix, dense. */
  toDense(): Matrix {
    const out = Matrix.zeros(this.engine, this.type, this.rows, this.cols);
    return filled(out, () => {
      const { fan, cols, indices, values } = this;
      const { data } = out;
      for (let p = 0; p < this.nnz; p++)
        data[Math.floor(p / fan) * cols + (indices[p] as number)] = values[p] as number;
    });
  }

  /** A*X as a new array: a Vector for a Vector, a Matrix for a Matrix. */
  matmul(x: Vector): Vector;
  matmul(X: Matrix): Matrix;
  matmul(X: Vector | Matrix): Vector | Matrix {
    if (X instanceof Vector) {
      const out = new Vector(this.engine, this.type, this.rows);
      return filled(out, () => faninMv(out, this, X));
    }
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Vector or a Matrix", describe(X));
    const out = new Matrix(this.engine, this.type, this.rows, X.cols);
    return filled(out, () => faninMm(out, this, X));
  }

  /** A'*x as a new vector. */
  tmatmul(x: Vector): Vector {
    if (!(x instanceof Vector)) throw new ArgumentTypeError("x", "a Vector", describe(x));
    const out = new Vector(this.engine, this.type, this.cols);
    return filled(out, () => faninTmv(out, this, x));
  }

  /** X*A' as a new matrix: the layer with these weights, applied to each row of X. */
  linear(X: Matrix): Matrix {
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
    const out = new Matrix(this.engine, this.type, X.rows, this.rows);
    return filled(out, () => faninLinear(out, this, X));
  }

  /** out = A*x */
  apply(out: Vector, x: Vector): void {
    faninMv(out, this, x);
  }

  /** out = A'*y */
  adjoint(out: Vector, y: Vector): void {
    faninTmv(out, this, y);
  }
}

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0);

/** A matrix with the same number of entries in every row: a checked copy. @throws SparseStructureError */
export const fanin = (lw: Instance, input: FanInInput): FanInMatrix => FanInMatrix.from(Instance.engineOf(lw), input);
