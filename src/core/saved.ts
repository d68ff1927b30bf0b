/**
 * Named arrays and a small header in one ArrayBuffer, checked to the last byte when it is read again.
 *
 * 0: magic, 8 bytes; 8: version, u32; 12: bytes of the header, u32; 16: bytes in all, f64; 24: CRC-32 of all but itself, u32;
 * 28: zero, u32; 32: the header, JSON in UTF-8 ended by spaces; then each array from a multiple of 64 on, zeros between. Little-endian,
 * as linear memory is, so that arrays are copied as they are.
 * @module
 */
import { describe } from "./check.ts";
import { crc32 } from "./crc32.ts";
import { ArgumentTypeError, SavedFormatError } from "./errors.ts";

const MAGIC = Uint8Array.of(0x89, 0x4c, 0x57, 0x53, 0x0d, 0x0a, 0x1a, 0x0a);
const VERSION = 1;
const START = 32;
const CRC = 24;

const types = {
  f32: Float32Array,
  f64: Float64Array,
  i32: Int32Array,
  u32: Uint32Array,
  u8: Uint8Array,
} as const;

/** What an array in a record may be. */
export type SavedArray =
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Uint8Array<ArrayBuffer>;

/** A value of the header. Numbers keep all their bits but the sign of -0; they are finite. */
export type SavedValue =
  | number
  | string
  | boolean
  | null
  | readonly SavedValue[]
  | { readonly [name: string]: SavedValue };

/** What is saved: its kind, a few plain values, and arrays by name. */
export interface SavedRecord {
  readonly kind: string;
  readonly values: { readonly [name: string]: SavedValue };
  readonly arrays: { readonly [name: string]: SavedArray };
}

/** A buffer as it was written, or a view of it, such as Node's readFile gives. */
export type SavedBytes = ArrayBuffer | Uint8Array;

/** Where an array lies, as the header has it. */
interface Entry {
  readonly name: string;
  readonly type: keyof typeof types;
  readonly length: number;
}

const aligned = (bytes: number): number => Math.ceil(bytes / 64) * 64;

/** The record as one ArrayBuffer; arrays are copied, bit by bit. */
export function packRecord({ kind, values, arrays }: SavedRecord): ArrayBuffer {
  const entries = Object.entries(arrays).map(([name, array]): Entry => {
    const type = Object.entries(types).find(([, Type]) => array instanceof Type)?.[0];
    if (type === undefined)
      throw new ArgumentTypeError(name, "a typed array of f32, f64, i32, u32 or u8", describe(array));
    return { name, type: type as keyof typeof types, length: array.length };
  });
  checkValues("values", values);
  const text = new TextEncoder().encode(JSON.stringify({ kind, values, arrays: entries }));
  const first = aligned(START + text.length);
  const total = Object.values(arrays).reduce((end, { byteLength }) => aligned(end) + byteLength, first);
  const buffer = new ArrayBuffer(total);
  const [bytes, head] = [new Uint8Array(buffer), new DataView(buffer)];
  bytes.set(MAGIC);
  head.setUint32(8, VERSION, true);
  head.setUint32(12, first - START, true);
  head.setFloat64(16, total, true);
  bytes.fill(32, START, first);
  bytes.set(text, START);
  let at = first;
  for (const array of Object.values(arrays)) {
    at = aligned(at);
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += array.byteLength;
  }
  head.setUint32(CRC, sumOf(bytes), true);
  return buffer;
}

/**
 * The record that was packed, in arrays of its own. Nothing of it is used before the checksum has been found right.
 * @param kind  what it must be, one or any of several
 * @throws SavedFormatError with the reason; ArgumentTypeError for what is no buffer
 */
export function unpackRecord(saved: SavedBytes, kind: string | readonly string[]): SavedRecord {
  const bytes = bytesOf(saved);
  checkWhole(bytes);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(12, true);
  const record = parsed(bytes.subarray(START, START + length));
  const arrays: Record<string, SavedArray> = {};
  let at = START + length;
  for (const { name, type, length: count } of record.arrays) {
    at = aligned(at);
    const Type = types[type];
    const end = at + count * Type.BYTES_PER_ELEMENT;
    if (end > bytes.length) throw new SavedFormatError("content", `${end} bytes for "${name}"`, `${bytes.length}`);
    arrays[name] = new Type(bytes.slice(at, end).buffer);
    at = end;
  }
  if (at !== bytes.length) throw new SavedFormatError("content", `arrays of ${bytes.length} bytes`, `${at}`);
  const kinds = typeof kind === "string" ? [kind] : kind;
  if (!kinds.includes(record.kind)) throw new SavedFormatError("kind", kinds.join(" or "), record.kind);
  return { kind: record.kind, values: record.values, arrays };
}

/** What `load` makes of a record; an error of an argument means that what it holds cannot be. */
export function fromRecord<R>(record: SavedRecord, load: (record: SavedRecord) => R): R {
  try {
    return load(record);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    throw new SavedFormatError("content", `a ${record.kind}`, error.message, { cause: error });
  }
}

/** The values and arrays of a part, each name after "part.". */
export function nested(part: string, { kind, values, arrays }: SavedRecord): Pick<SavedRecord, "values" | "arrays"> {
  const named = Object.entries(arrays).map(([name, array]) => [`${part}.${name}`, array] as const);
  return { values: { [part]: { kind, values } }, arrays: Object.fromEntries(named) };
}

/** The part again. @throws ArgumentTypeError if there is none */
export function partOf(record: SavedRecord, part: string): SavedRecord {
  const held = record.values[part] as { kind?: unknown; values?: unknown } | undefined;
  if (typeof held?.kind !== "string" || !isObject(held.values))
    throw new ArgumentTypeError(part, "a part", describe(held));
  const mine = Object.entries(record.arrays).filter(([name]) => name.startsWith(`${part}.`));
  return {
    kind: held.kind,
    values: held.values as SavedRecord["values"],
    arrays: Object.fromEntries(mine.map(([name, array]) => [name.slice(part.length + 1), array])),
  };
}

/** An array of a record, of the type that is expected. @throws ArgumentTypeError */
export function arrayIn<T extends keyof typeof types>(
  { arrays }: SavedRecord,
  name: string,
  type: T,
): InstanceType<(typeof types)[T]> & SavedArray {
  const array = arrays[name];
  if (!(array instanceof types[type])) throw new ArgumentTypeError(name, `an array of ${type}`, describe(array));
  return array as InstanceType<(typeof types)[T]> & SavedArray;
}

function bytesOf(saved: unknown): Uint8Array<ArrayBuffer> {
  if (saved instanceof ArrayBuffer) return new Uint8Array(saved);
  // Not as it is: slice of Node's Buffer makes no copy.
  if (saved instanceof Uint8Array)
    return new Uint8Array(saved.buffer as ArrayBuffer, saved.byteOffset, saved.byteLength);
  throw new ArgumentTypeError("buffer", "an ArrayBuffer or a Uint8Array", describe(saved));
}

/** CRC-32 of all bytes but its own four. */
const sumOf = (bytes: Uint8Array): number => crc32(bytes.subarray(CRC + 4), crc32(bytes.subarray(0, CRC)));

/** Magic, version, length and checksum. */
function checkWhole(bytes: Uint8Array<ArrayBuffer>): void {
  const magic = bytes.subarray(0, 8);
  if (magic.some((byte, i) => byte !== MAGIC[i]))
    throw new SavedFormatError("foreign", "the magic bytes of lanewise", `[${magic.join(" ")}]`);
  if (bytes.length < START) throw new SavedFormatError("truncated", `${START} bytes at least`, `${bytes.length}`);
  const head = new DataView(bytes.buffer, bytes.byteOffset);
  const version = head.getUint32(8, true);
  if (version !== VERSION) throw new SavedFormatError("version", `version ${VERSION}`, `${version}`);
  const total = head.getFloat64(16, true);
  if (total !== bytes.length) throw new SavedFormatError("truncated", `${total} bytes`, `${bytes.length}`);
  const [sum, said] = [sumOf(bytes), head.getUint32(CRC, true)];
  if (sum !== said) throw new SavedFormatError("checksum", said.toString(16), sum.toString(16));
}

/** The header, its form checked. */
function parsed(text: Uint8Array): { kind: string; values: SavedRecord["values"]; arrays: Entry[] } {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text));
  } catch (cause) {
    throw new SavedFormatError("content", "a header of JSON", "none", { cause });
  }
  const { kind, values, arrays } = (isObject(header) ? header : {}) as Record<string, unknown>;
  const good = ({ name, type, length }: Partial<Entry>) =>
    typeof name === "string" && Object.hasOwn(types, type ?? "") && Number.isSafeInteger(length) && Number(length) >= 0;
  if (
    typeof kind !== "string" ||
    !isObject(values) ||
    !Array.isArray(arrays) ||
    !arrays.every((e) => isObject(e) && good(e))
  )
    throw new SavedFormatError("content", "kind, values and arrays", describe(header));
  return { kind, values: values as SavedRecord["values"], arrays: arrays as Entry[] };
}

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Numbers are finite: JSON has no others. */
function checkValues(name: string, value: SavedValue): void {
  if (typeof value === "number" && !Number.isFinite(value))
    throw new ArgumentTypeError(name, "finite numbers", describe(value));
  if (typeof value === "object" && value !== null)
    for (const [key, inner] of Object.entries(value)) checkValues(`${name}.${key}`, inner);
}
