import { checkEntries, checkNumbers, checkSize } from "../core/check.ts";
import { ShapeError } from "../core/errors.ts";
import { type Floats, type Numbers, type Real, sizeOf } from "../core/types.ts";
import { gemm, gemv, type Scale, type Transposes, tgemv, transpose } from "../kernels/dense.ts";
import type { Engine } from "../kernels/engine.ts";
import { type MatrixRef, Storage } from "../kernels/storage.ts";
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
    checkEntries("data", numbers);
    const A = new Matrix(engine, type, rows, cols);
    A.data.set(numbers);
    return A;
  }

  /** A copy of an array of rows of equal length. */
  static fromRows(engine: Engine, type: Real, rows: ArrayLike<Numbers>): Matrix {
    const cols = rows[0]?.length ?? 0;
    for (let i = 0; i < rows.length; i++) {
      checkNumbers(`data[${i}]`, rows[i], cols);
      checkEntries(`data[${i}]`, rows[i] as Numbers);
    }
    const A = new Matrix(engine, type, rows.length, cols);
    const { data } = A;
    for (let i = 0; i < rows.length; i++) data.set(rows[i] as Numbers, i * cols);
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
    A.data.set(this.data);
    return A;
  }

  /** A' as a new matrix. */
  transpose(): Matrix {
    const out = new Matrix(this.engine, this.type, this.cols, this.rows);
    transpose(out, this);
    return out;
  }

  /** op(A)*op(B) as a new array: a Vector for a Vector, a Matrix for a Matrix. */
  matmul(b: Vector, options?: Scale & { transposeA?: boolean }): Vector;
  matmul(B: Matrix, options?: Scale & Transposes): Matrix;
  matmul(B: Vector | Matrix, options: Scale & Transposes = {}): Vector | Matrix {
    const rows = options.transposeA ? this.cols : this.rows;
    if (B instanceof Vector) {
      const inner = options.transposeA ? this.rows : this.cols;
      if (B.length !== inner) throw new ShapeError("b", `${inner} elements`, `${B.length}`);
      const out = new Vector(this.engine, this.type, rows);
      return filled(out, () => (options.transposeA ? tgemv : gemv)(out, this, B, { alpha: options.alpha ?? 1 }));
    }
    const out = new Matrix(this.engine, this.type, rows, options.transposeB ? B.rows : B.cols);
    return filled(out, () => gemm(out, this, B, { ...options, beta: 0 }));
  }

  /** out = A*x */
  apply(out: Vector, x: Vector): void {
    gemv(out, this, x);
  }

  /** out = A'*y */
  adjoint(out: Vector, y: Vector): void {
    tgemv(out, this, y);
  }
}

/** Fills a fresh array, giving it back if that fails. */
export function filled<S extends Storage>(out: S, fill: () => void): S {
  try {
    fill();
    return out;
  } catch (error) {
    out.dispose();
    throw error;
  }
}
