/**
 * Small floats in plain arrays: what model files hold.
 * @module
 */
import { checkBoolean, checkChoice, checkEntries, checkNumbers, checkOptions, describe } from "../core/check.ts";
import { ArgumentTypeError, ShapeError } from "../core/errors.ts";
import type { Floats, Numbers, Real } from "../core/types.ts";
import {
  codeArrayOf,
  decodeInto,
  decodeNumbers,
  encodeArray,
  encodeNumbers,
  type FloatCodes,
  type FloatFormat,
} from "../kernels/cast.ts";
import type { Engine } from "../kernels/engine.ts";
import { filled, settled } from "../kernels/storage.ts";
import { Matrix } from "./matrix.ts";
import { Vector } from "./vector.ts";

/** What becomes of numbers larger than a format has. */
export interface EncodeOptions {
  /** They and infinities become the largest number instead of infinity (e4m3: NaN). Default false. */
  saturate?: boolean;
}

const names = Object.keys(codeArrayOf) as FloatFormat[];

/**
 * The codes of the numbers nearest to those of x, ties to even: each is rounded once, from f64 too. For numbers outside linear
 * memory there is `lw.encode`.
 */
export function encodeFloats<F extends FloatFormat>(
  x: Vector | Matrix,
  format: F,
  options: EncodeOptions = {},
): FloatCodes[F] {
  if (!(x instanceof Vector || x instanceof Matrix))
    throw new ArgumentTypeError("x", "a Vector or a Matrix", describe(x));
  return encodeArray(x, format, saturates(format, options));
}

/** The same of numbers outside linear memory. */
export function encodePlain<F extends FloatFormat>(
  engine: Engine,
  numbers: Numbers,
  format: F,
  options: EncodeOptions = {},
): FloatCodes[F] {
  checkNumbers("numbers", numbers);
  const source = settled(engine, numbers);
  checkEntries("numbers", source);
  return encodeNumbers(engine, source, format, saturates(format, options));
}

function saturates(format: FloatFormat, options: EncodeOptions): boolean {
  checkChoice("format", format, names);
  checkOptions("options", options);
  const { saturate = false } = options;
  checkBoolean("saturate", saturate);
  return saturate;
}

/** The numbers that codes stand for. */
export function decodeFloats(
  engine: Engine,
  codes: Uint16Array | Uint8Array,
  format: FloatFormat,
  type: Real = "f32",
): Floats {
  return decodeNumbers(engine, type, codesOf(engine, codes, format), format);
}

/** A fresh array, filled with the numbers that codes stand for. @throws ShapeError unless there are as many */
export function decoded<A extends Vector | Matrix>(out: A, codes: unknown, format: FloatFormat): A {
  return filled(out, () => {
    const source = codesOf(out.engine, codes, format);
    const count = out instanceof Vector ? out.length : out.rows * out.cols;
    if (source.length !== count) throw new ShapeError("data", `${count} codes`, `${source.length}`);
    decodeInto(out, source, format);
  });
}

function codesOf(engine: Engine, codes: unknown, format: FloatFormat): Uint16Array | Uint8Array {
  checkChoice("format", format, names);
  const kind = codeArrayOf[format];
  if (!(codes instanceof kind)) throw new ArgumentTypeError("codes", `a ${kind.name}`, describe(codes));
  return codes.buffer === engine.memory.wasm.buffer ? codes.slice() : codes;
}
