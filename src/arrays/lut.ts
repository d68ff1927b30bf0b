import { checkNumbers, checkSize, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../core/errors.ts";
import { type Floats, type Real, sizeOf } from "../core/types.ts";
import { matrixAmax } from "../kernels/dense.ts";
import type { Engine } from "../kernels/engine.ts";
import { codeBytes, lutDequantize, lutEncode, lutMv, lutQuantize, type LutRef } from "../kernels/lut.ts";
import { aligned, filled, settled, Storage } from "../kernels/storage.ts";
import { Matrix } from "./matrix.ts";
import { Vector } from "./vector.ts";

/** A matrix of 4-bit codes; row i stands for the entries `tables[16 * i + code]`. */
export class LutMatrix extends Storage implements LutRef {
  protected readonly kind = "LutMatrix";
  /** Bits a code. */
  readonly bits = 4;
  /** @internal */
  readonly tablesOffset: number;

  /** Contents are whatever the memory held: use `LutMatrix.quantize`. */
  constructor(
    engine: Engine,
    type: Real,
    readonly rows: number,
    readonly cols: number,
  ) {
    checkSize("rows", rows);
    checkSize("cols", cols);
    const tablesOffset = aligned(codeBytes(rows, cols));
    super(engine, type, tablesOffset + rows * 16 * sizeOf[type]);
    this.tablesOffset = tablesOffset;
  }

  /**
   * Codes and tables for W, a table of 16 entries a row fitted by at most `iterations` of Lloyd's steps (0: the even
   * grid from the least to the greatest value). @throws ArgumentRangeError if W holds NaN or an infinity
   */
  static quantize(W: Matrix, iterations = 10): LutMatrix {
    checkSize("iterations", iterations);
    checkAllFinite(W);
    const out = new LutMatrix(W.engine, W.type, W.rows, W.cols);
    return filled(out, () => lutQuantize(out, W, iterations));
  }

  /** Codes for W under given tables: rows x 16 numbers, each row ascending. */
  static encode(W: Matrix, tables: ArrayLike<number>): LutMatrix {
    checkAllFinite(W);
    checkNumbers("tables", tables, W.rows * 16);
    const source = settled(W.engine, tables);
    for (let c = 0; c < source.length; c++)
      if (!Number.isFinite(source[c]) || (c % 16 !== 0 && (source[c] as number) < (source[c - 1] as number)))
        throw new ArgumentRangeError(`tables[${c}]`, "finite numbers, each row ascending", describe(source[c]));
    const out = new LutMatrix(W.engine, W.type, W.rows, W.cols);
    out.tables.set(source);
    return filled(out, () => lutEncode(out, W));
  }

  /** A fresh view of the codes: rows of ceil(cols / 32) groups of 16 bytes; byte b holds columns b and b + 16. */
  get codes(): Uint8Array<ArrayBuffer> {
    return this.octets(0, codeBytes(this.rows, this.cols));
  }

  /** A fresh view of the tables: rows x 16. */
  get tables(): Floats {
    return this.floats(this.tablesOffset, this.rows * 16);
  }

  /** The matrix it stands for. */
  toDense(): Matrix {
    const out = new Matrix(this.engine, this.type, this.rows, this.cols);
    return filled(out, () => lutDequantize(out, this));
  }

  /** A*x as a new vector. */
  matmul(x: Vector): Vector {
    if (!(x instanceof Vector)) throw new ArgumentTypeError("x", "a Vector", describe(x));
    const out = new Vector(this.engine, this.type, this.rows);
    return filled(out, () => lutMv(out, this, x));
  }

  /** out = A*x */
  apply(out: Vector, x: Vector): void {
    lutMv(out, this, x);
  }
}

function checkAllFinite(W: Matrix): void {
  if (!(W instanceof Matrix)) throw new ArgumentTypeError("W", "a Matrix", describe(W));
  const top = matrixAmax(W);
  if (!Number.isFinite(top)) throw new ArgumentRangeError("W", "finite numbers", `an entry that is ${top}`);
}
