/**
 * The header of safetensors: a length of 8 bytes, little-endian, and a JSON object of name -> { dtype, shape, data_offsets }.
 *
 * https://github.com/huggingface/safetensors, README, "Format". Offsets count from the end of the header; together the
 * tensors cover the rest of the file without holes or overlaps.
 * @module
 */
import { describe } from "../../core/check.ts";
import { FormatError, UnsupportedFormatError } from "../errors.ts";
import { bytesOf, type ElementType } from "../tensor/elements.ts";
import { sizeOfShape } from "../tensor/tensor.ts";
import { parseUnique } from "./json.ts";

/** A tensor that is in the file but not read yet. */
export interface SafetensorsEntry {
  readonly type: ElementType;
  readonly shape: readonly number[];
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Bytes of the elements. */
  readonly bytes: number;
}

/** What a header says. */
export interface SafetensorsHeader {
  /** The tensors by name, in the order in which they lie in the file. */
  readonly entries: ReadonlyMap<string, SafetensorsEntry>;
  /** The file's own notes: `__metadata__`. */
  readonly metadata: ReadonlyMap<string, string>;
  /** Bytes of the file. */
  readonly size: number;
}

/** The longest header that the format allows. */
export const LONGEST = 100_000_000;

// biome-ignore format: one family a line
const TYPES = new Map<unknown, ElementType>([
  ["F64", "f64"], ["F32", "f32"], ["F16", "f16"], ["BF16", "bf16"],
  ["I64", "i64"], ["I32", "i32"], ["I16", "i16"], ["I8", "i8"],
  ["U64", "u64"], ["U32", "u32"], ["U16", "u16"], ["U8", "u8"], ["BOOL", "bool"],
]);
/** The format's name of each type. */
export const DTYPES = new Map([...TYPES].map(([dtype, type]) => [type, dtype as string]));
const FOREIGN = /^(F8_\w+|F6_\w+|F4\w*|C64|C128)$/;

/**
 * Checks a header.
 *
 * @param bytes  the JSON
 * @param start  where the elements start in the file
 * @throws FormatError, UnsupportedFormatError for a dtype that is not read
 */
export function parseHeader(bytes: Uint8Array, start: number): SafetensorsHeader {
  const found = parseUnique(bytes, 8);
  const metadata = new Map<string, string>();
  const entries: [string, SafetensorsEntry][] = [];
  for (const [name, value] of found)
    if (name === "__metadata__") for (const note of notesOf(value)) metadata.set(...note);
    else entries.push([name, entryOf(name, value, start)]);
  entries.sort(([, a], [, b]) => a.offset - b.offset || a.bytes - b.bytes);
  let size = start;
  for (const [entry, { offset, bytes: length }] of entries) {
    if (offset !== size)
      throw new FormatError(
        "safetensors",
        { entry },
        `data_offsets from ${size - start}: no hole, no overlap`,
        `${offset - start}`,
      );
    size += length;
  }
  return { entries: new Map(entries), metadata, size };
}

function entryOf(entry: string, value: unknown, start: number): SafetensorsEntry {
  const wrong = (expected: string, got: unknown) => new FormatError("safetensors", { entry }, expected, describe(got));
  if (!(value instanceof Map)) throw wrong("an object of dtype, shape and data_offsets", value);
  for (const key of value.keys())
    if (key !== "dtype" && key !== "shape" && key !== "data_offsets") throw wrong("dtype, shape and data_offsets", key);
  const dtype = value.get("dtype");
  const type = TYPES.get(dtype);
  if (type === undefined) {
    const Kind = typeof dtype === "string" && FOREIGN.test(dtype) ? UnsupportedFormatError : FormatError;
    throw new Kind("safetensors", { entry }, `a dtype of ${[...DTYPES.values()].join(", ")}`, describe(dtype));
  }
  const shape = value.get("shape");
  if (!isSizes(shape)) throw wrong("a shape of integers from 0 to 2^53 - 1", shape);
  const offsets = value.get("data_offsets");
  if (!isSizes(offsets) || offsets.length !== 2)
    throw wrong("data_offsets of two integers from 0 to 2^53 - 1", offsets);
  const [from = 0, to = 0] = offsets;
  const bytes = sizeOfShape(shape) * bytesOf[type];
  if (to - from !== bytes)
    throw new FormatError(
      "safetensors",
      { entry },
      `${bytes} bytes for shape [${shape.join(", ")}] of ${dtype}`,
      `${to - from}`,
    );
  return { type, shape, offset: start + from, bytes };
}

function notesOf(value: unknown): [string, string][] {
  const wrong = (got: unknown) =>
    new FormatError("safetensors", { entry: "__metadata__" }, "an object of strings", describe(got));
  if (!(value instanceof Map)) throw wrong(value);
  for (const note of value.values()) if (typeof note !== "string") throw wrong(note);
  return [...value];
}

const isSizes = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0 && !Object.is(size, -0));
