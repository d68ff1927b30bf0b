/**
 * GGUF: the weights of a model in one file, read one by one.
 * @module
 */
import { ArgumentRangeError } from "../../core/errors.ts";
import { UnsupportedFormatError } from "../errors.ts";
import { checkNames } from "../names.ts";
import type { TransferOptions } from "../pace.ts";
import { type Access, accessOf, bytesAt } from "../safetensors/access.ts";
import type { Source } from "../source.ts";
import { decode } from "../tensor/elements.ts";
import { type BlockType, codesOf, type GgufCodes } from "./blocks.ts";
import { Cursor } from "./cursor.ts";
import { type GgufEntry, type GgufHeader, type GgufValue, readHeader } from "./header.ts";

/** A tensor of numbers, or of codes: `lw.matrix` or `lw.vector` takes the first, `lw.lut` the second. */
export type GgufTensor =
  | {
      readonly type: "F32" | "F16" | "BF16";
      readonly shape: readonly number[];
      readonly data: Float32Array<ArrayBuffer>;
    }
  | {
      readonly type: "Q8_0" | "Q4_0" | "Q4_1" | "Q4_K";
      readonly shape: readonly number[];
      /** All axes but the last are its rows. */
      readonly codes: GgufCodes;
    };

/** Which tensors to read. */
export interface GgufReadOptions extends TransferOptions {
  /** Their names; by default all. */
  names?: readonly string[];
}

/** What a file holds. */
export interface GgufContent {
  readonly tensors: Map<string, GgufTensor>;
  readonly metadata: ReadonlyMap<string, GgufValue>;
}

/** An open file: its header is read, its tensors are read when asked for. */
export class GgufFile {
  /** Of the format: 2 or 3. */
  readonly version: number;
  /** The tensors' types, shapes and places. */
  readonly entries: ReadonlyMap<string, GgufEntry>;
  /** The file's own notes. */
  readonly metadata: ReadonlyMap<string, GgufValue>;

  /** Use `openGguf`. @internal */
  constructor(
    private readonly access: Access,
    header: GgufHeader,
    private readonly options: TransferOptions,
  ) {
    this.version = header.version;
    this.entries = header.entries;
    this.metadata = header.metadata;
  }

  /**
   * Reads one tensor.
   * @throws ArgumentRangeError if there is none of this name; FormatError if the file ends before it does;
   * UnsupportedFormatError for a type other than F32 F16 BF16 Q8_0 Q4_0 Q4_1 Q4_K
   */
  async read(name: string): Promise<GgufTensor> {
    const entry = this.entries.get(name);
    if (!entry) throw new ArgumentRangeError("name", "the name of a tensor in the file", JSON.stringify(name));
    const { type, shape, offset, bytes } = entry;
    if (typeof type === "number")
      throw new UnsupportedFormatError(
        "gguf",
        { entry: name },
        "F32, F16, BF16, Q8_0, Q4_0, Q4_1 or Q4_K",
        `type ${type}`,
      );
    const read = await bytesAt(this.access, offset, offset + bytes, `tensor ${JSON.stringify(name)}`);
    if (isPlain(type)) {
      const kind = ({ F32: "f32", F16: "f16", BF16: "bf16" } as const)[type];
      const data = decode(read, kind, false, "gguf", offset, this.options.lw);
      return { type, shape, data: data as Float32Array<ArrayBuffer> };
    }
    const cols = shape.at(-1) ?? 1;
    const rows = shape.slice(0, -1).reduce((product, size) => product * size, 1);
    return { type, shape, codes: codesOf(read, type, rows, cols) };
  }

  /** Gives up the source. */
  close(): Promise<void> {
    return this.access.close();
  }
}

const isPlain = (type: BlockType): type is "F32" | "F16" | "BF16" =>
  type === "F32" || type === "F16" || type === "BF16";

/**
 * Reads the header. A file in memory or a Blob is then read only where a tensor is asked for; of a stream, what has passed is
 * held until the file is closed. @throws FormatError
 */
export async function openGguf(source: Source, options: TransferOptions = {}): Promise<GgufFile> {
  const access = accessOf(source, "gguf", options);
  try {
    return new GgufFile(access, await readHeader(new Cursor(access)), options);
  } catch (error) {
    await access.close();
    throw error;
  }
}

/** Reads all tensors, or those of `names`. */
export async function readGguf(source: Source, options: GgufReadOptions = {}): Promise<GgufContent> {
  const file = await openGguf(source, options);
  try {
    const wanted = checkNames(options.names, file.entries.keys());
    const tensors = new Map<string, GgufTensor>();
    for (const name of wanted) tensors.set(name, await file.read(name));
    return { tensors, metadata: file.metadata };
  } finally {
    await file.close();
  }
}
