/**
 * Weights of 8 bits.
 * @module
 */
import { checkBoolean, checkChoice, checkNumbers, checkOptions, checkSize, describe } from "../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../core/errors.ts";
import { type Floats, type Numbers, type Real, sizeOf, typeOf } from "../core/types.ts";
import { matrixAmax } from "../kernels/dense.ts";
import type { Engine } from "../kernels/engine.ts";
import { Instance } from "../kernels/instance.ts";
import {
  int8Dequantize,
  int8Linear,
  int8Mm,
  int8Mv,
  type Int8Product,
  int8Quantize,
  type Int8Ref,
  lineOf,
} from "../kernels/int8.ts";
import type { Epilogue } from "../kernels/maps.ts";
import { aligned, filled, Storage } from "../kernels/storage.ts";
import { finite } from "./lutParts.ts";
import { Matrix } from "./matrix.ts";
import { Vector } from "./vector.ts";

/** How the scales and zero points of an Int8Matrix lie. */
export interface Int8Options {
  /** Columns of a group: a multiple of 32, or at least `cols` (default: all columns). */
  groupSize?: number;
  /** True (default): scales alone, max |w| / 127. False: zero points too, so that the least and the greatest weight of a group span 255 steps. */
  symmetric?: boolean;
}

/** What follows a product, and how it is computed. */
export type Int8ProductOptions = Int8Product & Epilogue;

/** An Int8Matrix in plain arrays: entry (i, j) is (values[i][j] - zero[i][g]) * scale[i][g], g = floor(j / groupSize). */
export interface Int8Parts {
  rows: number;
  cols: number;
  /** rows x cols. */
  values: Int8Array;
  /** rows x ceil(cols / groupSize) factors. */
  scale: Numbers;
  /** As many; default 0. */
  zero?: Int8Array;
  /** Columns of a group: a multiple of 32, or at least `cols` (default). */
  groupSize?: number;
  /** Element type of scales and products; by default that of `scale` (f64 unless it is a Float32Array). */
  type?: Real;
}

/** A matrix of whole numbers of 8 bits: entry (i, j) is (values[i][j] - zero[i][g]) * scale[i][g], g the group of column j. */
export class Int8Matrix extends Storage implements Int8Ref {
  protected readonly kind = "Int8Matrix";
  /** Bits a weight. */
  readonly bits = 8;
  /** Columns of a group. */
  readonly groupSize: number;
  /** @internal */
  readonly scaleOffset: number;
  /** @internal */
  readonly zeroOffset: number;

  /** Contents are whatever the memory held: use `Int8Matrix.fromParts` or `Int8Matrix.quantize`. */
  constructor(
    engine: Engine,
    type: Real,
    readonly rows: number,
    readonly cols: number,
    options: Int8Options = {},
  ) {
    checkSize("rows", rows);
    checkSize("cols", cols);
    checkOptions("options", options);
    const { groupSize = Math.max(cols, 1), symmetric = true } = options;
    checkBoolean("symmetric", symmetric);
    checkSize("groupSize", groupSize, 1);
    if (groupSize % 32 !== 0 && groupSize < cols)
      throw new ArgumentRangeError("groupSize", `a multiple of 32 or at least ${cols} columns`, `${groupSize}`);
    const groups = rows * Math.ceil(cols / groupSize);
    const scaleOffset = aligned(rows * lineOf(cols));
    const zeroOffset = scaleOffset + aligned(groups * sizeOf[type]);
    super(engine, type, zeroOffset + (symmetric ? 0 : groups));
    this.groupSize = groupSize;
    this.scaleOffset = scaleOffset;
    this.zeroOffset = symmetric ? 0 : zeroOffset;
  }

  /** A checked copy of whole numbers, scales and zero points. @throws ShapeError, ArgumentRangeError where a scale is not finite */
  static fromParts(engine: Engine, parts: Int8Parts): Int8Matrix {
    checkOptions("parts", parts);
    const { rows, cols, values, zero, groupSize, type = typeOf(parts.scale) } = parts;
    checkSize("rows", rows);
    checkSize("cols", cols);
    const own = bytesOf(engine, "values", values, rows * cols);
    const scale = finite(engine, "scale", parts.scale);
    const out = new Int8Matrix(engine, type, rows, cols, {
      symmetric: zero === undefined,
      ...(groupSize === undefined ? {} : { groupSize }),
    });
    return filled(out, () => {
      const groups = rows * out.groups;
      checkNumbers("scale", scale, groups);
      const points = zero && bytesOf(engine, "zero", zero, groups);
      const line = lineOf(cols);
      const lines = out.signed(0, rows * line).fill(0);
      for (let i = 0; i < rows; i++) lines.set(own.subarray(i * cols, (i + 1) * cols), i * line);
      out.scale.set(scale);
      if (points) out.zero?.set(points);
    });
  }

  /** W rounded to the nearest whole multiples. @throws ArgumentRangeError if W holds NaN or an infinity */
  static quantize(W: Matrix, options: Int8Options = {}): Int8Matrix {
    if (!(W instanceof Matrix)) throw new ArgumentTypeError("W", "a Matrix", describe(W));
    const top = matrixAmax(W);
    if (!Number.isFinite(top)) throw new ArgumentRangeError("W", "finite numbers", `an entry that is ${top}`);
    const out = new Int8Matrix(W.engine, W.type, W.rows, W.cols, options);
    return filled(out, () => int8Quantize(out, W));
  }

  /** Groups of a row. */
  get groups(): number {
    return Math.ceil(this.cols / this.groupSize);
  }

  /** A fresh view of the scales, rows x groups. */
  get scale(): Floats {
    return this.floats(this.scaleOffset, this.rows * this.groups);
  }

  /** A fresh view of the zero points, rows x groups, if there are any. */
  get zero(): Int8Array<ArrayBuffer> | undefined {
    return this.zeroOffset === 0 ? undefined : this.signed(this.zeroOffset, this.rows * this.groups);
  }

  /** The whole numbers, rows x cols. */
  unpack(): Int8Array<ArrayBuffer> {
    const { rows, cols } = this;
    const line = lineOf(cols);
    const lines = this.signed(0, rows * line);
    const out = new Int8Array(rows * cols);
    for (let i = 0; i < rows; i++) out.set(lines.subarray(i * line, i * line + cols), i * cols);
    return out;
  }

  /** The same as bytes, for storage: two's complement, row-major. */
  pack(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.unpack().buffer);
  }

  /** The matrix it stands for. */
  toDense(): Matrix {
    const out = new Matrix(this.engine, this.type, this.rows, this.cols);
    return filled(out, () => int8Dequantize(out, this));
  }

  /** f(A*X + bias) as a new array: a Vector for a Vector, a Matrix for a Matrix. */
  matmul(x: Vector, options?: Int8ProductOptions): Vector;
  matmul(X: Matrix, options?: Int8ProductOptions): Matrix;
  matmul(X: Vector | Matrix, options: Int8ProductOptions = {}): Vector | Matrix {
    this.#check(options);
    if (X instanceof Vector) {
      const out = new Vector(this.engine, this.type, this.rows);
      return filled(out, () => int8Mv(out, this, X, options));
    }
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("x", "a Vector or a Matrix", describe(X));
    const out = new Matrix(this.engine, this.type, this.rows, X.cols);
    return filled(out, () => int8Mm(out, this, X, options));
  }

  /** f(X*A' + bias) as a new matrix: the layer with these weights, applied to each row of X. */
  linear(X: Matrix, options: Int8ProductOptions = {}): Matrix {
    this.#check(options);
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
    const out = new Matrix(this.engine, this.type, X.rows, this.rows);
    return filled(out, () => int8Linear(out, this, X, options));
  }

  /** out = f(A*x + bias) */
  apply(out: Vector, x: Vector, options: Int8ProductOptions = {}): void {
    this.#check(options);
    int8Mv(out, this, x, options);
  }

  /** As `linear`, into `out`. */
  linearInto(out: Matrix, X: Matrix, options: Int8ProductOptions = {}): void {
    this.#check(options);
    if (!(X instanceof Matrix)) throw new ArgumentTypeError("X", "a Matrix", describe(X));
    int8Linear(out, this, X, options);
  }

  #check(options: Int8ProductOptions): void {
    checkOptions("options", options);
    const { activations = "exact" } = options;
    checkChoice("activations", activations, ["exact", "int8"]);
    if (activations === "int8" && this.type !== "f32")
      throw new ArgumentRangeError("activations", `"exact" unless f32`, this.type);
  }
}

function bytesOf(engine: Engine, name: string, bytes: unknown, length: number): Int8Array {
  if (!(bytes instanceof Int8Array)) throw new ArgumentTypeError(name, "an Int8Array", describe(bytes));
  if (bytes.length !== length) throw new ShapeError(name, `${length} elements`, `${bytes.length}`);
  return bytes.buffer === engine.memory.wasm.buffer ? bytes.slice() : bytes;
}

/** A matrix of whole numbers of 8 bits: a checked copy of its parts. */
export const int8 = (lw: Instance, parts: Int8Parts): Int8Matrix => Int8Matrix.fromParts(Instance.engineOf(lw), parts);
