/**
 * Element types: their size, the typed array that holds them exactly, and their bytes in a file.
 * @module
 */
import { type Format, FormatError } from "../errors.ts";
import type { Bytes } from "../source.ts";
import type { HalfFloats } from "../pace.ts";
import { loops } from "./half.ts";

/** The typed array of each element type. 16-bit floats come as f32; `bool` is bytes of 0 and 1. */
export interface TensorArrays {
  f64: Float64Array<ArrayBuffer>;
  f32: Float32Array<ArrayBuffer>;
  f16: Float32Array<ArrayBuffer>;
  bf16: Float32Array<ArrayBuffer>;
  i64: BigInt64Array<ArrayBuffer>;
  i32: Int32Array<ArrayBuffer>;
  i16: Int16Array<ArrayBuffer>;
  i8: Int8Array<ArrayBuffer>;
  u64: BigUint64Array<ArrayBuffer>;
  u32: Uint32Array<ArrayBuffer>;
  u16: Uint16Array<ArrayBuffer>;
  u8: Uint8Array<ArrayBuffer>;
  bool: Uint8Array<ArrayBuffer>;
}

/** The type of an element as the file has it. */
export type ElementType = keyof TensorArrays;

/** What holds the elements of some type. */
export type TensorData = TensorArrays[ElementType];

// biome-ignore format: one family a line
/** Bytes of one element in a file. */
export const bytesOf: Record<ElementType, number> = {
  f64: 8, f32: 4, f16: 2, bf16: 2,
  i64: 8, i32: 4, i16: 2, i8: 1,
  u64: 8, u32: 4, u16: 2, u8: 1, bool: 1,
};

// biome-ignore format: one family a line
/** What the typed array of each element type is made by. */
export const holderOf = {
  f64: Float64Array, f32: Float32Array, f16: Float32Array, bf16: Float32Array,
  i64: BigInt64Array, i32: Int32Array, i16: Int16Array, i8: Int8Array,
  u64: BigUint64Array, u32: Uint32Array, u16: Uint16Array, u8: Uint8Array, bool: Uint8Array,
} as const;

const hostIsBig = new Uint8Array(new Uint16Array([1]).buffer)[0] === 0;

/** Elements from a file's bytes, which are taken over. @throws FormatError if a bool is neither 0 nor 1 */
export function decode(
  bytes: Bytes,
  type: ElementType,
  isBig: boolean,
  format: Format,
  offset: number,
  halves: HalfFloats = loops,
): TensorData {
  if (isBig !== hostIsBig) swap(bytes, bytesOf[type]);
  if (type === "f16" || type === "bf16") return halves.decode(new Uint16Array(bytes.buffer), type);
  if (type === "bool") {
    const wrong = bytes.findIndex((b) => b > 1);
    if (wrong >= 0) throw new FormatError(format, { offset: offset + wrong }, "a bool, 0 or 1", `${bytes[wrong]}`);
  }
  return new holderOf[type](bytes.buffer);
}

/** The little-endian bytes of elements; on most hosts a view of `data`. */
export function encode(data: TensorData, type: ElementType, halves: HalfFloats = loops): Uint8Array {
  const stored = type === "f16" || type === "bf16" ? halves.encode(data as Float32Array, type) : data;
  const bytes = new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength);
  return hostIsBig ? swap(bytes.slice(), bytesOf[type]) : bytes;
}

/** Reverses the bytes of each element, in place. */
function swap(bytes: Bytes, size: number): Bytes {
  if (size === 2) {
    const halves = new Uint16Array(bytes.buffer);
    for (let i = 0; i < halves.length; i++) halves[i] = swapped(halves[i] as number) >>> 16;
  } else if (size > 2) {
    const words = new Uint32Array(bytes.buffer);
    for (let i = 0; i < words.length; i++) words[i] = swapped(words[i] as number);
    if (size === 8)
      for (let i = 0; i < words.length; i += 2) {
        const low = words[i] as number;
        words[i] = words[i + 1] as number;
        words[i + 1] = low;
      }
  }
  return bytes;
}

const swapped = (word: number): number =>
  (word << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
