/**
 * The header of GGUF: notes of many types by key, then name, shape, type and place of each tensor. Little-endian.
 *
 * https://github.com/ggml-org/ggml/blob/master/docs/gguf.md, versions 2 and 3. Offsets count from the first multiple of the
 * alignment after the header.
 * @module
 */
import { FormatError, UnsupportedFormatError } from "../errors.ts";
import { sizeOfShape } from "../tensor/tensor.ts";
import { type BlockType, blocks } from "./blocks.ts";
import type { Cursor } from "./cursor.ts";

/** A note of a file. Integers of 64 bits are bigint. */
export type GgufValue = number | bigint | boolean | string | GgufValue[];

/** A tensor that is in the file but not read yet. */
export interface GgufEntry {
  /** The type as the file has it, or its number if it is not read here. */
  readonly type: BlockType | number;
  /** Row-major: the last axis lies along memory. */
  readonly shape: readonly number[];
  /** Bytes from the start of the file. */
  readonly offset: number;
  /** Bytes of the blocks; 0 for a type that is not read here. */
  readonly bytes: number;
}

/** What a header says. */
export interface GgufHeader {
  readonly version: number;
  readonly entries: ReadonlyMap<string, GgufEntry>;
  readonly metadata: ReadonlyMap<string, GgufValue>;
}

const MAGIC = 0x46554747;
const DEEPEST = 4;
const TYPES: ReadonlyMap<number, BlockType> = new Map([
  [0, "F32"],
  [1, "F16"],
  [2, "Q4_0"],
  [3, "Q4_1"],
  [8, "Q8_0"],
  [12, "Q4_K"],
  [30, "BF16"],
]);

/** Reads and checks a header. @throws FormatError, UnsupportedFormatError for another version */
export async function readHeader(cursor: Cursor): Promise<GgufHeader> {
  const magic = await cursor.u32("magic");
  if (magic !== MAGIC) throw cursor.wrong(4, '"GGUF"', `0x${magic.toString(16)}`);
  const version = await cursor.u32("version");
  if (version !== 2 && version !== 3)
    throw new UnsupportedFormatError("gguf", { offset: 4 }, "version 2 or 3", `${version}`);
  const tensors = await cursor.size("number of tensors");
  const notes = await cursor.size("number of notes");
  const metadata = new Map<string, GgufValue>();
  for (let i = 0; i < notes; i++) {
    const key = await cursor.text("key");
    if (metadata.has(key)) throw cursor.wrong(0, "each key once", `${JSON.stringify(key.slice(0, 40))} again`);
    metadata.set(key, await noteOf(cursor, await cursor.u32("type of a note"), 0));
  }
  const places: { name: string; type: number; shape: number[]; offset: number }[] = [];
  const names = new Set<string>();
  for (let i = 0; i < tensors; i++) {
    const name = await cursor.text("name of a tensor");
    if (names.has(name)) throw cursor.wrong(0, "each name once", `${JSON.stringify(name.slice(0, 40))} again`);
    names.add(name);
    const axes = await cursor.u32("number of axes");
    if (axes > 4) throw cursor.wrong(4, "at most 4 axes", `${axes}`);
    const shape: number[] = [];
    for (let a = 0; a < axes; a++) shape.unshift(await cursor.size("size of an axis"));
    const type = await cursor.u32("type of a tensor");
    places.push({ name, type, shape, offset: await cursor.size("offset of a tensor") });
  }
  const start = aligned(cursor, metadata.get("general.alignment"));
  return { version, metadata, entries: entriesOf(places, start.first, start.alignment) };
}

function aligned(cursor: Cursor, value: GgufValue | undefined): { first: number; alignment: number } {
  const alignment = value ?? 32;
  if (
    typeof alignment !== "number" ||
    !Number.isInteger(alignment) ||
    alignment < 1 ||
    (alignment & (alignment - 1)) !== 0
  )
    throw new FormatError("gguf", { entry: "general.alignment" }, "a power of two", String(alignment));
  return { first: Math.ceil(cursor.at / alignment) * alignment, alignment };
}

function entriesOf(
  places: readonly { name: string; type: number; shape: number[]; offset: number }[],
  start: number,
  alignment: number,
): Map<string, GgufEntry> {
  const entries = new Map<string, GgufEntry>();
  const sorted: { name: string; from: number; to: number }[] = [];
  for (const { name, type, shape, offset } of places) {
    const known = TYPES.get(type);
    if (offset % alignment !== 0)
      throw new FormatError("gguf", { entry: name }, `an offset that is a multiple of ${alignment}`, `${offset}`);
    let bytes = 0;
    if (known) {
      const [per, size] = blocks[known];
      const row = shape.at(-1) ?? 1;
      if (row % per !== 0)
        throw new FormatError("gguf", { entry: name }, `rows of a multiple of ${per} for ${known}`, `${row}`);
      bytes = (sizeOfShape(shape) / per) * size;
      sorted.push({ name, from: start + offset, to: start + offset + bytes });
    }
    entries.set(name, { type: known ?? type, shape, offset: start + offset, bytes });
  }
  sorted.sort((a, b) => a.from - b.from || a.to - b.to);
  for (const [i, { name, from }] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before && from < before.to)
      throw new FormatError(
        "gguf",
        { entry: name },
        `an offset from ${before.to - start}: no overlap`,
        `${from - start}`,
      );
  }
  return entries;
}

async function noteOf(cursor: Cursor, type: number, depth: number): Promise<GgufValue> {
  if (type === 8) return cursor.text("a string");
  if (type === 9) {
    if (depth === DEEPEST) throw cursor.wrong(4, `at most ${DEEPEST} levels of arrays`, "more");
    const inner = await cursor.u32("type of an array");
    const length = await cursor.size("length of an array");
    const out: GgufValue[] = [];
    for (let i = 0; i < length; i++) out.push(await noteOf(cursor, inner, depth + 1));
    return out;
  }
  return cursor.scalar(type);
}
