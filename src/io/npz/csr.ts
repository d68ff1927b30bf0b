/**
 * A sparse matrix in .npz, laid out as by SciPy's save_npz: format, shape, data, indices, indptr.
 *
 * scipy.sparse.save_npz and load_npz, https://docs.scipy.org/doc/scipy/reference/generated/scipy.sparse.save_npz.html
 * @module
 */
import { type Floats, typeOf } from "../../core/types.ts";
import { FormatError, UnsupportedFormatError } from "../errors.ts";
import { headerBytes, readHeader } from "../npy/header.ts";
import { npyParts } from "../npy/npy.ts";
import type { ByteReader } from "../reader.ts";
import { collect } from "../sink.ts";
import type { Bytes, Source } from "../source.ts";
import { canonical } from "../sparse/compress.ts";
import { type CsrLike, type CsrRecord, checkCsr, faultOf } from "../sparse/record.ts";
import { numbersOf, type Tensor, type TensorInput } from "../tensor/tensor.ts";
import { type NpzOptions, openNpz } from "./read.ts";
import { type NpzWriteOptions, type Part, zip } from "./write.ts";

const FORMATS = ["csc", "bsr", "coo", "dia", "lil", "dok"];

/**
 * Reads a matrix that SciPy saved by rows, sorted and duplicates summed. f32 values stay f32, others become f64.
 *
 * @throws FormatError if the file is broken or the structure does not hold; UnsupportedFormatError for a layout other than csr
 */
export async function readNpzCsr(source: Source, options: NpzOptions = {}): Promise<CsrRecord> {
  const file = await openNpz(source, options);
  const missing = ["format", "shape", "data", "indices", "indptr"].find((name) => !file.names.includes(name));
  if (missing !== undefined)
    throw new FormatError("npz", { entry: `${missing}.npy` }, "a member of SciPy's csr layout", "none");
  const [format] = (await file.archive.read(["format.npy"], Infinity, readText)).values();
  if (format !== "csr") {
    const Kind = FORMATS.includes(format as string) ? UnsupportedFormatError : FormatError;
    throw new Kind("npz", { entry: "format.npy" }, "csr (in Python: A.tocsr())", JSON.stringify(format));
  }
  const parts = await file.readAll(["shape", "data", "indices", "indptr"]);
  return recordOf(...shapeOf(parts.get("shape") as Tensor), parts);
}

/** The matrix as SciPy's load_npz reads it. @throws SparseStructureError and other argument errors */
export async function writeNpzCsr(matrix: CsrLike, options: NpzWriteOptions = {}): Promise<Bytes> {
  return collect(streamNpzCsr(matrix, options));
}

/** As `writeNpzCsr`, by pieces of at most 1 MiB. The matrix is copied first. */
export async function* streamNpzCsr(
  matrix: CsrLike,
  options: NpzWriteOptions = {},
): AsyncGenerator<Bytes, void, undefined> {
  checkCsr(matrix);
  const { rows, cols, indptr, indices, values } = matrix;
  const isSmall = Math.max(rows, cols, indices.length) < 2 ** 31;
  const integers = (numbers: ArrayLike<number>): TensorInput =>
    isSmall ? new Int32Array(numbers) : BigInt64Array.from(Array.from(numbers, BigInt));
  const part = (name: string, input: TensorInput): Part => ({
    name: `${name}.npy`,
    parts: npyParts(name, input).parts,
  });
  const members = [
    part("indices", integers(indices)),
    part("indptr", integers(indptr)),
    { name: "format.npy", parts: [headerBytes({ descr: "|S3", shape: [] }), new TextEncoder().encode("csr")] },
    part("shape", BigInt64Array.of(BigInt(rows), BigInt(cols))),
    part("data", typeOf(values) === "f32" ? new Float32Array(values) : new Float64Array(values)),
  ];
  yield* zip(members, options);
}

function recordOf(rows: number, cols: number, parts: Map<string, Tensor>): CsrRecord {
  const [data, indices, indptr] = [lineOf("data", parts), lineOf("indices", parts), lineOf("indptr", parts)];
  if (indptr.length !== rows + 1) throw wrong("indptr", `${rows + 1} row starts`, `${indptr.length}`);
  if (indices.length !== data.length)
    throw wrong("indices", `${data.length} columns, one an entry`, `${indices.length}`);
  const fault = faultOf(rows, cols, indptr, indices);
  if (fault) throw wrong(fault.part.split("[")[0] as string, `${fault.part}: ${fault.expected}`, fault.got);
  const values: Floats = data instanceof Float32Array ? data : new Float64Array(data);
  const compressed = canonical({ indptr: new Uint32Array(indptr), indices: new Uint32Array(indices), values });
  return { rows, cols, ...compressed, type: typeOf(values) };
}

function lineOf(name: string, parts: Map<string, Tensor>): ReturnType<typeof numbersOf> {
  const tensor = parts.get(name) as Tensor;
  if (tensor.shape.length !== 1) throw wrong(name, "one axis", `${tensor.shape.length}`);
  return numbers(name, tensor);
}

function shapeOf(tensor: Tensor): [number, number] {
  const sizes = numbers("shape", tensor);
  const [rows = 0, cols = 0] = sizes;
  if (sizes.length !== 2 || !isSize(rows) || !isSize(cols))
    throw wrong("shape", "two integers from 0 to 2^32 - 1", Array.from(sizes).join(", ") || "none");
  return [rows, cols];
}

const isSize = (size: number): boolean => Number.isInteger(size) && size >= 0 && size <= 0xffffffff;

function numbers(name: string, tensor: Tensor): ReturnType<typeof numbersOf> {
  try {
    return numbersOf(tensor);
  } catch (cause) {
    throw new FormatError(
      "npz",
      { entry: `${name}.npy` },
      "integers that a double holds exactly",
      (cause as Error).message,
      { cause },
    );
  }
}

const wrong = (name: string, expected: string, got: string) =>
  new FormatError("npz", { entry: `${name}.npy` }, expected, got);

/** A single string: bytes ("|S3") or UTF-32 ("<U3"), which NumPy pads with zeros. */
async function readText(reader: ByteReader): Promise<string> {
  try {
    const { descr, shape } = await readHeader(reader);
    const [, order, kind, digits] = /^([<>|])([SU])(\d{1,2})$/.exec(descr) ?? [];
    if (kind === undefined || shape.length !== 0)
      throw new FormatError("npy", { offset: 0 }, "a single string", `${descr} of ${shape.length} axes`);
    const width = kind === "S" ? 1 : 4;
    const bytes = await reader.take(width * Number(digits), "a string");
    await reader.end();
    const low = order === ">" ? width - 1 : 0;
    return String.fromCharCode(...bytes.filter((byte, i) => i % width === low && byte !== 0));
  } finally {
    await reader.close();
  }
}
