import { checkBoolean, checkEntries, checkNumbers, checkOptions, checkSize, describe } from "../core/check.ts";
import { ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { type Floats, type Numbers, type Real, sizeOf } from "../core/types.ts";
import {
  gemm,
  gemmBatch,
  gemv,
  ger,
  normalResidual,
  type Scale,
  type Transposes,
  tgemv,
  transpose,
} from "../kernels/dense.ts";
import type { Engine } from "../kernels/engine.ts";
import type { Epilogue } from "../kernels/maps.ts";
import { filled, type MatrixRef, settled, Storage } from "../kernels/storage.ts";
import { Vector } from "./vector.ts";

/** A dense matrix, row-major without gaps: element (i, j) is `data[i * cols + j]`. */
export class Matrix extends Storage implements MatrixRef {
  protected readonly kind = "Matrix";

  /** Contents are whatever the memory held: use `Matrix.zeros` or `Matrix.from`. */
  constructor(
    engine: Engine,
    type: Real,
    readonly rows: number,
    readonly cols: number,
  ) {
    checkSize("rows", rows);
    checkSize("cols", cols);
    super(engine, type, rows * cols * sizeOf[type]);
  }

  /** rows x cols zeros. @throws OutOfMemoryError */
  static zeros(engine: Engine, type: Real, rows: number, cols: number): Matrix {
    const A = new Matrix(engine, type, rows, cols);
    A.data.fill(0);
    return A;
  }

  /** A copy of rows*cols numbers in row-major order, rounded to `type`. */
  static from(engine: Engine, type: Real, rows: number, cols: number, numbers: Numbers): Matrix {
    checkSize("rows", rows);
    checkSize("cols", cols);
    checkNumbers("data", numbers, rows * cols);
    const source = settled(engine, numbers);
    checkEntries("data", source);
    const A = new Matrix(engine, type, rows, cols);
    A.data.set(source);
    return A;
  }

  /** A copy of an array of rows of equal length. */
  static fromRows(engine: Engine, type: Real, rows: ArrayLike<Numbers>): Matrix {
    const cols = rows[0]?.length ?? 0;
    const sources = Array.from(rows, (row, i) => {
      checkNumbers(`data[${i}]`, row, cols);
      const source = settled(engine, row);
      checkEntries(`data[${i}]`, source);
      return source;
    });
    const A = new Matrix(engine, type, sources.length, cols);
    const { data } = A;
    for (const [i, source] of sources.entries()) data.set(source, i * cols);
    return A;
  }

  /** A fresh view of the numbers. It goes stale when memory grows: take it again instead of keeping it. */
  get data(): Floats {
    return this.floats(0, this.rows * this.cols);
  }

  /** A copy outside linear memory. */
  toArray(): Floats {
    return this.data.slice();
  }

  /** A copy in linear memory. */
  clone(): Matrix {
    const A = new Matrix(this.engine, this.type, this.rows, this.cols);
    return filled(A, () => A.data.set(this.data));
  }

  /** A' as a new matrix. */
  transpose(): Matrix {
    const out = new Matrix(this.engine, this.type, this.cols, this.rows);
    return filled(out, () => transpose(out, this));
  }

  /** alpha*op(A)*op(B) as a new array: a Vector for a Vector, a Matrix for a Matrix. */
  matmul(x: Vector, options?: Pick<Scale, "alpha"> & Pick<Transposes, "transposeA">): Vector;
  matmul(B: Matrix, options?: Pick<Scale, "alpha"> & Transposes & Epilogue): Matrix;
  matmul(B: Vector | Matrix, options: Pick<Scale, "alpha"> & Transposes & Epilogue = {}): Vector | Matrix {
    checkOptions("options", options);
    const { alpha = 1, transposeA = false, transposeB = false } = options;
    checkBoolean("transposeA", transposeA);
    checkBoolean("transposeB", transposeB);
    const [rows, inner] = transposeA ? [this.cols, this.rows] : [this.rows, this.cols];
    if (B instanceof Vector) {
      if (B.length !== inner) throw new ShapeError("x", `${inner} elements`, `${B.length}`);
      const out = new Vector(this.engine, this.type, rows);
      return filled(out, () => (transposeA ? tgemv : gemv)(out, this, B, { alpha }));
    }
    if (!(B instanceof Matrix)) throw new ArgumentTypeError("B", "a Vector or a Matrix", describe(B));
    const out = new Matrix(this.engine, this.type, rows, transposeB ? B.rows : B.cols);
    return filled(out, () => gemm(out, this, B, { ...options, alpha }));
  }

  /**
   * The products A_b*B_b of `count` small matrices that lie one below the other in this matrix and in B, one below the
   * other: (count*m) x k times (count*k) x n gives (count*m) x n.
   */
  matmulBatch(B: Matrix, count: number): Matrix {
    if (!(B instanceof Matrix)) throw new ArgumentTypeError("B", "a Matrix", describe(B));
    const out = new Matrix(this.engine, this.type, this.rows, B.cols);
    return filled(out, () => gemmBatch(out, this, B, count));
  }

  /** A = A + alpha*x*y' */
  addOuter(x: Vector, y: Vector, alpha = 1): void {
    ger(this, x, y, alpha);
  }

  /** out = A*x */
  apply(out: Vector, x: Vector): void {
    gemv(out, this, x);
  }

  /** out = A'*x */
  adjoint(out: Vector, x: Vector): void {
    tgemv(out, this, x);
  }

  /** r = A*x - b and g = A'*r, reading A once. Returns ||r||_2^2. */
  normalResidual(g: Vector, r: Vector, x: Vector, b: Vector): number {
    return normalResidual(g, r, this, x, b);
  }
}

export { filled } from "../kernels/storage.ts";
