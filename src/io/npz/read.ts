/**
 * NumPy's .npz: a zip archive of .npy members, stored or deflated.
 * @module
 */
import { checkNonNegative, checkOptions } from "../../core/check.ts";
import { ArgumentRangeError } from "../../core/errors.ts";
import { checkNames } from "../names.ts";
import { parseNpy } from "../npy/npy.ts";
import type { TransferOptions } from "../pace.ts";
import type { Source } from "../source.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { Archive } from "./archive.ts";

/** What guards against an archive that inflates beyond measure. */
export interface NpzOptions extends TransferOptions {
  /** Bytes that the deflated arrays of one call may inflate to, together. Default 2^30. */
  maxBytes?: number;
}

/** Which arrays to read. */
export interface NpzReadOptions extends NpzOptions {
  /** Their names, without ".npy"; by default all. */
  names?: readonly string[];
}

const SUFFIX = ".npy";

/** An open archive: its directory is read, its arrays are read when asked for. */
export class NpzFile {
  /** The arrays' names, without ".npy", in the order of the file. Members that are no .npy are left out. */
  readonly names: readonly string[];

  /** Use `openNpz`. @internal */
  constructor(
    /** @internal */
    readonly archive: Archive,
    private readonly maxBytes: number,
    private readonly options: TransferOptions,
  ) {
    const members = [...archive.members.keys()].filter((name) => name.endsWith(SUFFIX));
    this.names = members.map((name) => name.slice(0, -SUFFIX.length));
  }

  /** Reads one array. @throws ArgumentRangeError if there is none of this name; FormatError */
  async read(name: string): Promise<Tensor> {
    if (!this.names.includes(name))
      throw new ArgumentRangeError("name", "the name of an array in the archive", JSON.stringify(name));
    return (await this.readAll([name])).get(name) as Tensor;
  }

  /** Reads some arrays, or all. @throws as `read` */
  async readAll(names?: readonly string[]): Promise<Map<string, Tensor>> {
    const wanted = [...checkNames(names, this.names)].map((name) => name + SUFFIX);
    const found = await this.archive.read(wanted, this.maxBytes, (reader) => parseNpy(reader, this.options));
    return new Map([...found].map(([name, tensor]) => [name.slice(0, -SUFFIX.length), tensor]));
  }
}

/** Reads the directory of an archive. A stream is held whole. @throws FormatError; UnsupportedFormatError for encryption or another method */
export async function openNpz(source: Source, options: NpzOptions = {}): Promise<NpzFile> {
  checkOptions("options", options);
  const { maxBytes = 2 ** 30 } = options;
  checkNonNegative("maxBytes", maxBytes);
  return new NpzFile(await Archive.open(source, options), maxBytes, options);
}

/** Reads all arrays, or those of `names`. @throws as `NpzFile.read` */
export async function readNpz(source: Source, options: NpzReadOptions = {}): Promise<Map<string, Tensor>> {
  return (await openNpz(source, options)).readAll(options.names);
}
