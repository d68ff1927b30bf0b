/**
 * The header of .npy: magic, version, length, and a Python dict of descr, fortran_order and shape.
 *
 * NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays", and numpy.lib.format (versions 1.0, 2.0, 3.0).
 * https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 * @module
 */
import { describe } from "../../core/check.ts";
import { FormatError } from "../errors.ts";
import type { ByteReader } from "../reader.ts";
import type { Bytes } from "../source.ts";
import { PythonReader, type PythonValue } from "./python.ts";

/** What a header says. */
export interface NpyHeader {
  /** The element type as NumPy writes it, such as "<f8". */
  readonly descr: string;
  readonly isFortran: boolean;
  readonly shape: readonly number[];
}

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
/** NumPy's own headers are far smaller; only records of many fields come near. */
const LONGEST = 1 << 20;
/** As NumPy. */
export const MOST_AXES = 64;

/** Reads the header and stops before the elements. @throws FormatError */
export async function readHeader(reader: ByteReader): Promise<NpyHeader> {
  const start = await reader.take(8, "magic and version");
  const wrong = MAGIC.findIndex((byte, i) => start[i] !== byte);
  if (wrong >= 0) throw new FormatError("npy", { offset: wrong }, "the magic \\x93NUMPY", `byte ${start[wrong]}`);
  const [major = 0, minor = 0] = start.subarray(6);
  if (major < 1 || major > 3 || minor !== 0)
    throw new FormatError("npy", { offset: 6 }, "version 1.0, 2.0 or 3.0", `${major}.${minor}`);
  const width = major === 1 ? 2 : 4;
  const size = await reader.take(width, "header length");
  const length = size.reduceRight((sum, byte) => sum * 256 + byte, 0);
  if (length > LONGEST)
    throw new FormatError("npy", { offset: 8 }, `a header of at most ${LONGEST} bytes`, `${length}`);
  const offset = reader.offset;
  return parseHeader(textOf(await reader.take(length, "header"), major, offset), offset);
}

/** A header of version 1.0, padded so that the elements start at a multiple of 64 bytes. */
export function headerBytes({ descr, shape }: { descr: string; shape: readonly number[] }): Bytes {
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  const dict = `{'descr': '${descr}', 'fortran_order': False, 'shape': ${tuple}, }`;
  const end = Math.ceil((10 + dict.length + 1) / 64) * 64;
  const out = new Uint8Array(end).fill(0x20);
  out.set([...MAGIC, 1, 0, (end - 10) % 256, Math.floor((end - 10) / 256)]);
  out.set(new TextEncoder().encode(dict), 10);
  out[end - 1] = 0x0a;
  return out;
}

function textOf(bytes: Bytes, major: number, offset: number): string {
  const foreign = major < 3 ? bytes.findIndex((byte) => byte > 127) : -1;
  if (foreign >= 0) throw new FormatError("npy", { offset: offset + foreign }, "ASCII", `byte ${bytes[foreign]}`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new FormatError("npy", { offset }, "a header of UTF-8", "other bytes", { cause });
  }
}

function parseHeader(text: string, offset: number): NpyHeader {
  const dict = new PythonReader(text, offset).dict(["descr", "fortran_order", "shape"]);
  const wrong = (key: string, expected: string, got: PythonValue | undefined) =>
    new FormatError("npy", { offset, entry: key }, expected, describe(got));
  const descr = dict.get("descr");
  if (typeof descr !== "string") throw wrong("descr", "an element type as a string", descr);
  const isFortran = dict.get("fortran_order");
  if (typeof isFortran !== "boolean") throw wrong("fortran_order", "True or False", isFortran);
  const shape = dict.get("shape");
  if (!Array.isArray(shape)) throw wrong("shape", "a tuple of sizes", shape);
  if (shape.length > MOST_AXES) throw wrong("shape", `at most ${MOST_AXES} axes`, shape);
  return { descr, isFortran, shape };
}
