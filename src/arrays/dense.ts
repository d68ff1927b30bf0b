/**
 * Makers of vectors and dense matrices.
 * @module
 */
import { checkNumbers, checkOptions, checkReal, checkSize, describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { type Numbers, type Real, typeOf } from "../core/types.ts";
import type { FloatFormat } from "../kernels/cast.ts";
import { Instance } from "../kernels/instance.ts";
import { decoded } from "./casts.ts";
import { Matrix } from "./matrix.ts";
import { Vector } from "./vector.ts";

/** Element type of a new array; by default f64, or that of the typed array it is copied from. */
export interface TypeOption {
  type?: Real;
  /** What the data are codes of, in a Uint16Array (f16, bf16) or a Uint8Array (e4m3, e5m2); the type is then f32 by default. */
  format?: FloatFormat;
}

/** A vector: a copy of `data`, or zeros if a length is given. */
export function vector(lw: Instance, data: number | Numbers, options: TypeOption = {}): Vector {
  const engine = Instance.engineOf(lw);
  if (typeof data === "number") {
    checkSize("length", data);
    return Vector.zeros(engine, typeFrom(options, []), data);
  }
  checkNumbers("data", data);
  const type = typeFrom(options, data);
  if (options.format !== undefined) return decoded(new Vector(engine, type, data.length), data, options.format);
  return Vector.from(engine, type, data);
}

/** A rows x cols matrix: a copy of `data` in row-major order, or zeros. */
export function matrix(lw: Instance, rows: number, cols: number, data?: Numbers, options?: TypeOption): Matrix;
/** A matrix: a copy of an array of rows of equal length. */
export function matrix(lw: Instance, rows: ArrayLike<Numbers>, options?: TypeOption): Matrix;
export function matrix(
  lw: Instance,
  rows: number | ArrayLike<Numbers>,
  second?: number | TypeOption,
  data?: Numbers,
  options?: TypeOption,
): Matrix {
  const engine = Instance.engineOf(lw);
  if (typeof rows !== "number") {
    if (!Array.isArray(rows)) throw new ArgumentTypeError("rows", "a number or an array of rows", describe(rows));
    return Matrix.fromRows(engine, typeFrom((second as TypeOption) ?? {}, rows[0] ?? []), rows);
  }
  checkSize("rows", rows);
  checkSize("cols", second);
  const type = typeFrom(options ?? {}, data ?? []);
  if (data === undefined) return Matrix.zeros(engine, type, rows, second);
  if (options?.format !== undefined) return decoded(new Matrix(engine, type, rows, second), data, options.format);
  return Matrix.from(engine, type, rows, second, data);
}

function typeFrom(options: TypeOption, data: Numbers): Real {
  checkOptions("options", options);
  const { format, type = format === undefined ? typeOf(data) : "f32" } = options;
  checkReal("type", type);
  return type;
}
