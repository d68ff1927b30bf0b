import { describe } from "../core/check.ts";
import { Owner } from "../core/dispose.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../core/errors.ts";
import type { Engine } from "../kernels/engine.ts";
import { keptOf, nmLutLinear, nmLutMm, nmLutMv, nmRows, type PatternRef } from "../kernels/nmLut.ts";
import { filled, Storage } from "../kernels/storage.ts";
import { LutMatrix } from "./lut.ts";
import { Matrix } from "./matrix.ts";
import type { NMMatrix } from "./nm.ts";
import { Vector } from "./vector.ts";

/** Where kept entries stand, a byte each. */
class Pattern extends Storage implements PatternRef {
  protected readonly kind = "Pattern";

  constructor(
    engine: Engine,
    readonly rows: number,
    readonly cols: number,
    readonly keep: number,
    readonly group: number,
  ) {
    super(engine, "f32", rows * keptOf(cols, keep, group));
  }
}

/** A matrix in which of every M entries of a row N are kept, and these as codes: see `NMMatrix.quantize`. */
export class NMLutMatrix extends Owner {
  readonly #pattern: Pattern;
  /** The pattern, reachable for `scope`. @internal */
  protected readonly held: Storage;

  /** Use `NMMatrix.quantize`. @internal */
  private constructor(
    pattern: Pattern,
    /** The kept entries: a row of codes for each row. */
    readonly values: LutMatrix,
  ) {
    super();
    this.#pattern = pattern;
    this.held = pattern;
  }

  /** The pattern of A with its entries as `quantize` makes them of a matrix of them. */
  static from(A: NMMatrix, quantize: (kept: Matrix) => LutMatrix): NMLutMatrix {
    const { engine, type, rows, cols, keep, group, along } = A;
    if (along !== "input") throw new ArgumentRangeError("A", 'groups along "input"', `"${along}"`);
    if (typeof quantize !== "function") throw new ArgumentTypeError("quantize", "a function", describe(quantize));
    const pattern = new Pattern(engine, rows, cols, keep, group);
    let values: LutMatrix | undefined;
    filled(pattern, () => {
      const kept = new Matrix(engine, type, rows, keptOf(cols, keep, group));
      try {
        nmRows(pattern, kept, A);
        values = quantize(kept);
        if (!(values instanceof LutMatrix) || values.engine !== engine || values.type !== type)
          throw new ArgumentTypeError("quantize", `to give a LutMatrix of ${type}`, describe(values));
        if (values.rows !== rows || values.cols !== kept.cols)
          throw new ShapeError("quantize", `to give ${rows} x ${kept.cols}`, `${values.rows} x ${values.cols}`);
      } catch (error) {
        if (values instanceof LutMatrix) values.dispose();
        throw error;
      } finally {
        kept.dispose();
      }
    });
    return new NMLutMatrix(pattern, values as LutMatrix);
  }

  /** Rows. */
  get rows(): number {
    return this.#pattern.rows;
  }

  /** Columns. */
  get cols(): number {
    return this.#pattern.cols;
  }

  /** N: entries kept of each group. */
  get keep(): number {
    return this.#pattern.keep;
  }

  /** M: entries in a group. */
  get group(): number {
    return this.#pattern.group;
  }

  /** Bytes reserved. */
  get bytes(): number {
    return this.#pattern.bytes + this.values.bytes;
  }

  /** A*X as a new array: a Vector for a Vector, a Matrix for a Matrix. */
  matmul(x: Vector): Vector;
  matmul(X: Matrix): Matrix;
  matmul(X: Vector | Matrix): Vector | Matrix {
    const { engine, type } = this.values;
    if (X instanceof Vector) {
      const out = new Vector(engine, type, this.rows);
      return filled(out, () => this.apply(out, X));
    }
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("x", "a Vector or a Matrix", describe(X));
    const out = new Matrix(engine, type, this.rows, X.cols);
    return filled(out, () => nmLutMm(out, this.#pattern, this.values, X));
  }

  /** X*A' as a new matrix: the layer with these weights, applied to each row of X. */
  linear(X: Matrix): Matrix {
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
    const out = new Matrix(this.values.engine, this.values.type, X.rows, this.rows);
    return filled(out, () => nmLutLinear(out, this.#pattern, this.values, X));
  }

  /** out = A*x */
  apply(out: Vector, x: Vector): void {
    nmLutMv(out, this.#pattern, this.values, x);
  }

  /** Gives the memory back. */
  override dispose(): void {
    this.#pattern.dispose();
    this.values.dispose();
  }
}
