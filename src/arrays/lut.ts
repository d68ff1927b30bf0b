import { checkBoolean, checkChoice, checkNumbers, checkOptions, checkSize, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { type Floats, type Real, sizeOf, typeOf } from "../core/types.ts";
import { matrixAmax } from "../kernels/dense.ts";
import type { Engine } from "../kernels/engine.ts";
import { Instance } from "../kernels/instance.ts";
import {
  type Bits,
  codeBytes,
  lutBytes,
  lutBytesSize,
  lutDequantize,
  lutEncode,
  lutLinear,
  lutMm,
  lutMv,
  lutPlace,
  lutQuantize,
  type LutRef,
  lutTake,
  plainBytes,
} from "../kernels/lut.ts";
import { aligned, filled, settled, Storage } from "../kernels/storage.ts";
import { checkBits, finite, type LutLayout, type LutOptions, type LutParts } from "./lutParts.ts";
import { Matrix } from "./matrix.ts";
import { Vector } from "./vector.ts";

/**
 * A matrix of codes of 2, 3, 4 or 8 bits: entry (i, j) is tables[i][code] * scale[i][g] + offset[i][g], where g is the group
 * of column j, and scale and offset are optional.
 */
export class LutMatrix extends Storage implements LutRef {
  protected readonly kind = "LutMatrix";
  /** Bits a code. */
  readonly bits: Bits;
  /** Whether all rows have the same table. */
  readonly shared: boolean;
  /** Columns of a group. */
  readonly groupSize: number;
  /** @internal */
  readonly tablesOffset: number;
  /** @internal */
  readonly scaleOffset: number;
  /** @internal */
  readonly offsetOffset: number;
  #bytes: ByteTables | undefined;

  /** Contents are whatever the memory held: use `LutMatrix.fromParts` or `LutMatrix.quantize`. */
  constructor(
    engine: Engine,
    type: Real,
    readonly rows: number,
    readonly cols: number,
    layout: LutLayout = {},
  ) {
    checkSize("rows", rows);
    checkSize("cols", cols);
    checkOptions("layout", layout);
    const { bits = 4, shared = false, groupSize = Math.max(cols, 1), hasScale = false, hasOffset = false } = layout;
    checkBits(bits);
    checkBoolean("shared", shared);
    checkSize("groupSize", groupSize, 1);
    if (groupSize % 32 !== 0 && groupSize < cols)
      throw new ArgumentRangeError("groupSize", `a multiple of 32 or at least ${cols} columns`, `${groupSize}`);
    const groups = rows * Math.ceil(cols / groupSize) * sizeOf[type];
    const tablesOffset = aligned(codeBytes(rows, cols, bits));
    // 64 bytes more: the kernels read tables of 16 entries, be they shorter.
    const scaleOffset = tablesOffset + aligned((shared ? 1 : rows) * 2 ** bits * sizeOf[type] + 64);
    const offsetOffset = scaleOffset + (hasScale ? aligned(groups) : 0);
    super(engine, type, offsetOffset + (hasOffset ? groups : 0));
    this.bits = bits;
    this.shared = shared;
    this.groupSize = groupSize;
    this.tablesOffset = tablesOffset;
    this.scaleOffset = hasScale ? scaleOffset : 0;
    this.offsetOffset = hasOffset ? offsetOffset : 0;
  }

  /**
   * A checked copy of codes, tables, scales and offsets.
   * @throws ShapeError, ArgumentRangeError where a number is not finite or a code too large
   */
  static fromParts(engine: Engine, parts: LutParts): LutMatrix {
    checkOptions("parts", parts);
    const { rows, cols, bits, codes, groupSize, type = typeOf(parts.tables) } = parts;
    checkSize("rows", rows);
    checkSize("cols", cols);
    checkBits(bits);
    if (!(codes instanceof Uint8Array)) throw new ArgumentTypeError("codes", "a Uint8Array", describe(codes));
    const [plain, packed] = [rows * cols, rows * plainBytes(cols, bits)];
    if (codes.length !== plain && codes.length !== packed)
      throw new ShapeError("codes", `${plain} bytes, or ${packed} packed`, `${codes.length}`);
    const tables = finite(engine, "tables", parts.tables);
    const entries = 2 ** bits;
    if (tables.length !== entries && tables.length !== rows * entries)
      throw new ShapeError("tables", `${entries} or ${rows} x ${entries} elements`, `${tables.length}`);
    const shared = tables.length === entries && rows !== 1;
    const scale = parts.scale && finite(engine, "scale", parts.scale);
    const offset = parts.offset && finite(engine, "offset", parts.offset);
    const own = engine.memory.wasm.buffer === codes.buffer ? codes.slice() : codes;
    const layout = { bits, shared, hasScale: scale !== undefined, hasOffset: offset !== undefined };
    const out = new LutMatrix(engine, type, rows, cols, {
      ...layout,
      ...(groupSize === undefined ? {} : { groupSize }),
    });
    return filled(out, () => {
      const groups = rows * out.groups;
      if (scale) checkNumbers("scale", scale, groups);
      if (offset) checkNumbers("offset", offset, groups);
      if (!lutPlace(out, own, codes.length === plain ? 8 : bits))
        throw new ArgumentRangeError("codes", `integers below ${entries}`, "a larger one");
      out.tables.set(tables);
      if (scale) out.scale?.set(scale);
      if (offset) out.offset?.set(offset);
    });
  }

  /**
   * Codes and tables for W, a table a row fitted by at most `iterations` of Lloyd's steps (0: the even grid from the least to
   * the greatest value). @throws ArgumentRangeError if W holds NaN or an infinity
   */
  static quantize(W: Matrix, iterations = 10, bits: 2 | 3 | 4 = 4): LutMatrix {
    checkSize("iterations", iterations);
    checkBits(bits, 4);
    checkAllFinite(W);
    const out = new LutMatrix(W.engine, W.type, W.rows, W.cols, { bits });
    return filled(out, () => lutQuantize(out, W, iterations));
  }

  /** Codes for W under given tables: rows x 2^bits numbers, each row ascending. */
  static encode(W: Matrix, tables: ArrayLike<number>, bits: 2 | 3 | 4 = 4): LutMatrix {
    checkBits(bits, 4);
    checkAllFinite(W);
    const entries = 2 ** bits;
    checkNumbers("tables", tables, W.rows * entries);
    const source = settled(W.engine, tables);
    for (let c = 0; c < source.length; c++)
      if (!Number.isFinite(source[c]) || (c % entries !== 0 && (source[c] as number) < (source[c - 1] as number)))
        throw new ArgumentRangeError(`tables[${c}]`, "finite numbers, each row ascending", describe(source[c]));
    const out = new LutMatrix(W.engine, W.type, W.rows, W.cols, { bits });
    return filled(out, () => {
      out.tables.set(source);
      lutEncode(out, W);
    });
  }

  /** Groups of a row. */
  get groups(): number {
    return Math.ceil(this.cols / this.groupSize);
  }

  /** A fresh view of the codes as the kernels read them; a layout of its own, see assembly/core/codes.ts. @internal */
  get codes(): Uint8Array<ArrayBuffer> {
    return this.octets(0, codeBytes(this.rows, this.cols, this.bits));
  }

  /** A fresh view of the tables: rows x 2^bits, or 2^bits if they are shared. */
  get tables(): Floats {
    return this.floats(this.tablesOffset, (this.shared ? 1 : this.rows) * 2 ** this.bits);
  }

  /** A fresh view of the scales, rows x groups, if there are any. */
  get scale(): Floats | undefined {
    return this.scaleOffset === 0 ? undefined : this.floats(this.scaleOffset, this.rows * this.groups);
  }

  /** A fresh view of the offsets, rows x groups, if there are any. */
  get offset(): Floats | undefined {
    return this.offsetOffset === 0 ? undefined : this.floats(this.offsetOffset, this.rows * this.groups);
  }

  /** The codes for storage: rows of ceil(cols * bits / 8) bytes, code j in bits j*bits and up, lowest bit of a byte first. */
  pack(): Uint8Array<ArrayBuffer> {
    return lutTake(this, this.bits);
  }

  /** The codes, rows x cols, one a byte. */
  unpack(): Uint8Array<ArrayBuffer> {
    return lutTake(this, 8);
  }

  /** The matrix it stands for. */
  toDense(): Matrix {
    const out = new Matrix(this.engine, this.type, this.rows, this.cols);
    return filled(out, () => lutDequantize(out, this));
  }

  /** f(A*X + bias) as a new array: a Vector for a Vector, a Matrix for a Matrix. */
  matmul(x: Vector, options?: LutOptions): Vector;
  matmul(X: Matrix, options?: LutOptions): Matrix;
  matmul(X: Vector | Matrix, options: LutOptions = {}): Vector | Matrix {
    const bytes = this.#bytesFor(options);
    if (X instanceof Vector) {
      const out = new Vector(this.engine, this.type, this.rows);
      return filled(out, () => lutMv(out, this, X, options, bytes));
    }
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("x", "a Vector or a Matrix", describe(X));
    const out = new Matrix(this.engine, this.type, this.rows, X.cols);
    return filled(out, () => lutMm(out, this, X, options, bytes));
  }

  /** f(X*A' + bias) as a new matrix: the layer with these weights, applied to each row of X. */
  linear(X: Matrix, options: LutOptions = {}): Matrix {
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
    const bytes = this.#bytesFor(options);
    const out = new Matrix(this.engine, this.type, X.rows, this.rows);
    return filled(out, () => lutLinear(out, this, X, options, bytes));
  }

  /** out = f(A*x + bias) */
  apply(out: Vector, x: Vector, options: LutOptions = {}): void {
    lutMv(out, this, x, options, this.#bytesFor(options));
  }

  /** As `linear`, into `out`. */
  linearInto(out: Matrix, X: Matrix, options: LutOptions = {}): void {
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
    lutLinear(out, this, X, options, this.#bytesFor(options));
  }

  /** Gives the memory back. */
  override dispose(): void {
    this.#bytes?.dispose();
    super.dispose();
  }

  /** The tables in bytes, made at the first product that wants them: 44 bytes a row, kept until this is disposed. */
  #bytesFor(options: LutOptions): ByteTables | undefined {
    checkOptions("options", options);
    const { activations = "exact" } = options;
    checkChoice("activations", activations, ["exact", "int8"]);
    if (activations === "exact") return undefined;
    if (this.type !== "f32" || this.bits === 8)
      throw new ArgumentRangeError(
        "activations",
        `"exact" unless f32 of at most 4 bits`,
        `${this.type}, ${this.bits} bits`,
      );
    if (this.#bytes === undefined || this.#bytes.disposed) {
      const made = new ByteTables(this.engine, lutBytesSize(this));
      this.#bytes = filled(made, () => lutBytes(made, this));
    }
    return this.#bytes;
  }
}

/** Tables rounded to bytes, with what belongs to them. */
class ByteTables extends Storage {
  protected readonly kind = "ByteTables";
  even = false;
  constructor(engine: Engine, bytes: number) {
    super(engine, "f32", bytes);
  }
}

function checkAllFinite(W: Matrix): void {
  if (!(W instanceof Matrix)) throw new ArgumentTypeError("W", "a Matrix", describe(W));
  const top = matrixAmax(W);
  if (!Number.isFinite(top)) throw new ArgumentRangeError("W", "finite numbers", `an entry that is ${top}`);
}

/** A matrix of codes into tables: a checked copy of its parts. */
export const lut = (lw: Instance, parts: LutParts): LutMatrix => LutMatrix.fromParts(Instance.engineOf(lw), parts);
