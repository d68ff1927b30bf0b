/**
 * NumPy's .npy: one array.
 *
 * Versions 1.0, 2.0 and 3.0; floats of 2, 4 and 8 bytes, integers of 1 to 8, bool; either byte order; C and Fortran order.
 * @module
 */
import { ArgumentRangeError } from "../../core/errors.ts";
import { FormatError, UnsupportedFormatError } from "../errors.ts";
import { checkTransfer, type TransferOptions } from "../pace.ts";
import { ByteReader } from "../reader.ts";
import { collect, pieces, transfer } from "../sink.ts";
import { type Bytes, chunksOf, type Source, sizeOf } from "../source.ts";
import { bytesOf, decode, type ElementType, encode } from "../tensor/elements.ts";
import { rowMajor } from "../tensor/order.ts";
import { sizeOfShape, type Tensor, type TensorInput, tensorOf } from "../tensor/tensor.ts";
import { headerBytes, MOST_AXES, readHeader } from "./header.ts";

// biome-ignore format: one family a line
const TYPES: Record<string, ElementType> = {
  f8: "f64", f4: "f32", f2: "f16",
  i8: "i64", i4: "i32", i2: "i16", i1: "i8",
  u8: "u64", u4: "u32", u2: "u16", u1: "u8", b1: "bool",
};
const CODES = new Map(Object.entries(TYPES).map(([code, type]) => [type, code]));

/** Kinds of NumPy that are no plain numbers, or wider than 8 bytes. */
const FOREIGN = /^[<>|=][A-Za-z]\d*(\[.*\])?$/;

/**
 * Reads one array, row-major whatever the file's order. The file is not held: memory is that of the array, twice while a
 * stream of unknown length is read or Fortran order turned.
 *
 * @throws FormatError if the file is broken; UnsupportedFormatError for complex, object, string, record and date arrays
 */
export function readNpy(source: Source, options: TransferOptions = {}): Promise<Tensor> {
  return parseNpy(new ByteReader(chunksOf(source, options), "npy", sizeOf(source)), options);
}

/** Reads one array to the end of a reader, and closes it. */
export async function parseNpy(reader: ByteReader, options: TransferOptions): Promise<Tensor> {
  try {
    const { descr, isFortran, shape } = await readHeader(reader);
    const { type, isBig } = elementOf(descr);
    const { offset } = reader;
    const length = sizeOfShape(shape) * bytesOf[type];
    const bytes = await reader.take(length, `elements (shape [${shape.join(", ")}] of ${descr})`);
    await reader.end();
    const data = decode(bytes, type, isBig, "npy", offset, options.lw);
    return { type, shape, data: isFortran ? rowMajor(data, shape) : data } as Tensor;
  } finally {
    await reader.close();
  }
}

/** The array as a .npy file. @throws ArgumentRangeError for bf16, which NumPy does not have */
export async function writeNpy(array: TensorInput, options: TransferOptions = {}): Promise<Bytes> {
  return collect(streamNpy(array, options));
}

/** As `writeNpy`, by pieces of at most 1 MiB. */
export async function* streamNpy(
  array: TensorInput,
  options: TransferOptions = {},
): AsyncGenerator<Bytes, void, undefined> {
  const { parts, total } = npyParts("array", array, options);
  yield* transfer(pieces(...parts), options, total);
}

/** Header and elements of a file. */
export function npyParts(
  name: string,
  input: TensorInput,
  options: TransferOptions = {},
): { parts: Uint8Array[]; total: number } {
  checkTransfer(options);
  const { type, shape, data } = tensorOf(name, input);
  if (shape.length > MOST_AXES)
    throw new ArgumentRangeError(`${name}.shape`, `at most ${MOST_AXES} axes`, `${shape.length}`);
  const code = CODES.get(type);
  if (code === undefined) throw new ArgumentRangeError(`${name}.type`, "a type that NumPy has", `"${type}"`);
  const parts = [
    headerBytes({ descr: (bytesOf[type] === 1 ? "|" : "<") + code, shape }),
    encode(data, type, options.lw),
  ];
  return { parts, total: parts.reduce((sum, part) => sum + part.length, 0) };
}

function elementOf(descr: string): { type: ElementType; isBig: boolean } {
  const type = TYPES[descr.slice(1)];
  const order = descr[0] as string;
  const place = { offset: 0, entry: "descr" };
  if (type && Object.hasOwn(TYPES, descr.slice(1)) && ("<>".includes(order) || (order === "|" && bytesOf[type] === 1)))
    return { type, isBig: order === ">" };
  const expected = "little- or big-endian floats, integers or bool, such as <f8, >i4 or |b1";
  const Kind = FOREIGN.test(descr) && !type ? UnsupportedFormatError : FormatError;
  throw new Kind("npy", place, expected, JSON.stringify(descr));
}
