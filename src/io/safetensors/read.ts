/**
 * Safetensors: named tensors in one file, read one by one.
 * @module
 */
import { ArgumentRangeError } from "../../core/errors.ts";
import { FormatError } from "../errors.ts";
import { checkNames } from "../names.ts";
import type { TransferOptions } from "../pace.ts";
import type { Source } from "../source.ts";
import { decode } from "../tensor/elements.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type Access, accessOf, bytesAt } from "./access.ts";
import { LONGEST, parseHeader, type SafetensorsEntry, type SafetensorsHeader } from "./header.ts";

/** Which tensors to read. */
export interface SafetensorsReadOptions extends TransferOptions {
  /** Their names; by default all. */
  names?: readonly string[];
}

/** What a file holds. */
export interface SafetensorsContent {
  readonly tensors: Map<string, Tensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** An open file: its header is read, its tensors are read when asked for. */
export class SafetensorsFile {
  /** The tensors' types, shapes and places, in the order of the file. */
  readonly entries: ReadonlyMap<string, SafetensorsEntry>;
  /** The file's own notes: `__metadata__`. */
  readonly metadata: ReadonlyMap<string, string>;

  /** Use `openSafetensors`. @internal */
  constructor(
    private readonly access: Access,
    header: SafetensorsHeader,
    private readonly options: TransferOptions,
  ) {
    this.entries = header.entries;
    this.metadata = header.metadata;
  }

  /** Reads one tensor. @throws ArgumentRangeError if there is none of this name; FormatError if the file ends before it does */
  async read(name: string): Promise<Tensor> {
    const entry = this.entries.get(name);
    if (!entry) throw new ArgumentRangeError("name", "the name of a tensor in the file", JSON.stringify(name));
    const { type, shape, offset, bytes } = entry;
    const data = await bytesAt(this.access, offset, offset + bytes, `tensor ${JSON.stringify(name)}`);
    return { type, shape, data: decode(data, type, false, "safetensors", offset, this.options.lw) } as Tensor;
  }

  /** Gives up the source. */
  close(): Promise<void> {
    return this.access.close();
  }
}

/**
 * Reads the header. A file in memory or a Blob is then read only where a tensor is asked for; of a stream, what has passed is
 * held until the file is closed.
 *
 * @throws FormatError; UnsupportedFormatError for a dtype other than F64 F32 F16 BF16 I64..I8 U64..U8 BOOL
 */
export async function openSafetensors(source: Source, options: TransferOptions = {}): Promise<SafetensorsFile> {
  const access = accessOf(source, "safetensors", options);
  try {
    const header = await readHeader(access);
    if (access.size !== undefined && access.size !== header.size) throw wrongSize(header.size, `${access.size}`);
    return new SafetensorsFile(access, header, options);
  } catch (error) {
    await access.close();
    throw error;
  }
}

/** Reads all tensors, or those of `names`, in one pass; nothing else is held. Of a stream, what follows the last is not read. */
export async function readSafetensors(
  source: Source,
  options: SafetensorsReadOptions = {},
): Promise<SafetensorsContent> {
  const access = accessOf(source, "safetensors", options);
  try {
    const header = await readHeader(access);
    const { entries, metadata, size } = header;
    if (access.size !== undefined && access.size !== size) throw wrongSize(size, `${access.size}`);
    const wanted = checkNames(options.names, entries.keys());
    const file = new SafetensorsFile(access, header, options);
    const tensors = new Map<string, Tensor>();
    for (const [name, { offset }] of entries) {
      if (!wanted.has(name)) continue;
      access.release(offset);
      tensors.set(name, await file.read(name));
    }
    access.release(size);
    if (wanted.size === entries.size && (await access.isLonger(size))) throw wrongSize(size, "more");
    return { tensors, metadata };
  } finally {
    await access.close();
  }
}

async function readHeader(access: Access): Promise<SafetensorsHeader> {
  const size = new DataView((await bytesAt(access, 0, 8, "header length")).buffer).getBigUint64(0, true);
  if (size > LONGEST)
    throw new FormatError("safetensors", { offset: 0 }, `a header of at most ${LONGEST} bytes`, `${size}`);
  const start = 8 + Number(size);
  return parseHeader(await bytesAt(access, 8, start, "header"), start);
}

const wrongSize = (expected: number, got: string) =>
  new FormatError("safetensors", { offset: expected }, `a file of ${expected} bytes`, got);
