/**
 * Floats of 8 and 16 bits: to and from f32 and f64, rounded once to the nearest, of two equally near to the even one.
 * @module
 */
import { arrayOf, type Floats, type Numbers, type Real, sizeOf } from "../core/types.ts";
import type { Engine } from "./engine.ts";
import type { ArrayRef } from "./maps.ts";
import { aligned, type MatrixRef, type VectorRef } from "./storage.ts";

/**
 * f16: binary16 of IEEE 754; bf16: the upper half of an f32; e4m3 and e5m2: OFP8 of the Open Compute Project, the first without
 * infinities and with one NaN. Bits of exponent and mantissa, and the code of the largest number.
 */
export const floatFormats = {
  f16: { exponent: 5, mantissa: 10, most: 0x7bff },
  bf16: { exponent: 8, mantissa: 7, most: 0x7f7f },
  e4m3: { exponent: 4, mantissa: 3, most: 0x7e },
  e5m2: { exponent: 5, mantissa: 2, most: 0x7b },
} as const;

/** The name of a small float. */
export type FloatFormat = keyof typeof floatFormats;

/** What holds the codes of each format. */
export interface FloatCodes {
  f16: Uint16Array<ArrayBuffer>;
  bf16: Uint16Array<ArrayBuffer>;
  e4m3: Uint8Array<ArrayBuffer>;
  e5m2: Uint8Array<ArrayBuffer>;
}

/** What makes the array that holds the codes of a format. */
export const codeArrayOf = { f16: Uint16Array, bf16: Uint16Array, e4m3: Uint8Array, e5m2: Uint8Array } as const;

/** Numbers converted at a time: what is copied in and out stays in the second-level cache. */
const PIECE = 16384;

/** The arguments of the kernels that say which format it is. */
function shapeOf(format: FloatFormat): [exponent: number, mantissa: number, most: number] {
  const { exponent, mantissa, most } = floatFormats[format];
  return [exponent, mantissa, most];
}

/** The code of what is larger than all numbers: infinity, or NaN where there is none; saturated, the largest number. */
const beyondOf = (format: FloatFormat, saturate: boolean): number => floatFormats[format].most + (saturate ? 0 : 1);

const lengthOf = (x: Partial<VectorRef> & Partial<MatrixRef>): number =>
  x.length ?? (x.rows as number) * (x.cols as number);

/** The codes nearest to the elements of x. */
export function encodeArray<F extends FloatFormat>(x: ArrayRef, format: F, saturate: boolean): FloatCodes[F] {
  const codes = new codeArrayOf[format](lengthOf(x));
  const { memory, kernels } = x.engine;
  const [shape, beyond] = [shapeOf(format), beyondOf(format, saturate)];
  for (let from = 0; from < codes.length; from += PIECE) {
    const count = Math.min(PIECE, codes.length - from);
    const work = memory.workspace(count * codes.BYTES_PER_ELEMENT);
    kernels[x.type].cast_encode(work, x.ptr + from * sizeOf[x.type], count, ...shape, beyond);
    codes.set(new codeArrayOf[format](memory.wasm.buffer as ArrayBuffer, work, count), from);
  }
  return codes as FloatCodes[F];
}

/** The codes nearest to numbers outside linear memory. */
export function encodeNumbers<F extends FloatFormat>(
  engine: Engine,
  numbers: Numbers,
  format: F,
  saturate: boolean,
): FloatCodes[F] {
  const source =
    numbers instanceof Float32Array || numbers instanceof Float64Array ? numbers : Float64Array.from(numbers);
  const type: Real = source instanceof Float32Array ? "f32" : "f64";
  const codes = new codeArrayOf[format](source.length);
  const { memory, kernels } = engine;
  const [shape, beyond] = [shapeOf(format), beyondOf(format, saturate)];
  for (let from = 0; from < codes.length; from += PIECE) {
    const count = Math.min(PIECE, codes.length - from);
    const room = aligned(count * sizeOf[type]);
    const work = memory.workspace(room + count * 2);
    const buffer = memory.wasm.buffer as ArrayBuffer;
    new arrayOf[type](buffer, work, count).set(source.subarray(from, from + count));
    kernels[type].cast_encode(work + room, work, count, ...shape, beyond);
    codes.set(new codeArrayOf[format](buffer, work + room, count), from);
  }
  return codes as FloatCodes[F];
}

/** out = the numbers that the codes stand for; as many codes as out has elements */
export function decodeInto(out: ArrayRef, codes: Uint16Array | Uint8Array, format: FloatFormat): void {
  pieces(out.engine, out.type, codes, format, (from, work, count) =>
    out.engine.kernels[out.type].cast_decode(out.ptr + from * sizeOf[out.type], work, count, ...shapeOf(format)),
  );
}

/** The numbers that codes stand for, outside linear memory. */
export function decodeNumbers(
  engine: Engine,
  type: Real,
  codes: Uint16Array | Uint8Array,
  format: FloatFormat,
): Floats {
  const out = new arrayOf[type](codes.length);
  pieces(engine, type, codes, format, (from, work, count, room) => {
    engine.kernels[type].cast_decode(room, work, count, ...shapeOf(format));
    out.set(new arrayOf[type](engine.memory.wasm.buffer as ArrayBuffer, room, count), from);
  });
  return out;
}

/** Copies codes in piece by piece; `room` has space for as many numbers. */
function pieces(
  { memory }: Engine,
  type: Real,
  codes: Uint16Array | Uint8Array,
  format: FloatFormat,
  convert: (from: number, work: number, count: number, room: number) => void,
): void {
  for (let from = 0; from < codes.length; from += PIECE) {
    const count = Math.min(PIECE, codes.length - from);
    const bytes = aligned(count * 2);
    const work = memory.workspace(bytes + count * sizeOf[type]);
    const piece = new codeArrayOf[format](memory.wasm.buffer as ArrayBuffer, work, count);
    piece.set(codes.subarray(from, from + count));
    convert(from, work, count, work + bytes);
  }
}
