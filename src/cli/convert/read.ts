/**
 * Files read into arrays by name. Of files that hold several, only those asked for are read.
 * @module
 */
import { openAsBlob, statSync } from "node:fs";
import { basename } from "node:path";
import {
  csrParts,
  lutParts,
  openGguf,
  openNpz,
  openSafetensors,
  readMatrixMarket,
  readNpy,
  readNpzCsr,
  type Source,
  type Tensor,
  type TransferOptions,
} from "../../io/index.ts";
import { UsageError } from "../usage.ts";
import type { Content, Item } from "./content.ts";
import { type FileFormat, STREAM } from "./formats.ts";

/** Members of SciPy's save_npz. */
const SCIPY = ["data", "format", "indices", "indptr", "shape"];

/** Where bytes come from: a file that is read where it is asked for, or stdin. @throws Error where there is no such file */
export async function sourceOf(path: string): Promise<{ source: Source; bytes?: number }> {
  if (path === STREAM) return { source: process.stdin };
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) throw new Error(`"${path}": there is no such file`);
  if (found.isDirectory()) throw new Error(`"${path}" is a folder, not a file`);
  if (!found.isFile()) throw new Error(`"${path}" is no plain file: give it to stdin and "-" as its name`);
  return { source: await openAsBlob(path), bytes: found.size };
}

/** The name for an array that has none in its file. */
export const stemOf = (path: string): string => (path === STREAM ? "array" : basename(path).replace(/\.[^.]*$/, ""));

/**
 * Reads a file.
 *
 * @param names  arrays to read of a file that holds several; of one that holds one, what to call it
 * @throws FormatError; UsageError where a name is not in the file
 */
export async function readContent(
  source: Source,
  format: FileFormat,
  path: string,
  names: readonly string[] | undefined,
  options: TransferOptions,
): Promise<Content> {
  if (format === "safetensors") return readTensors(source, names, options);
  if (format === "gguf") return readModel(source, names, options);
  const notes = new Map<string, string>();
  if (format === "npz") {
    const held = Symbol.asyncIterator in source ? await collected(source, options) : source;
    const unbounded = { ...options, maxBytes: Number.MAX_SAFE_INTEGER };
    const file = await openNpz(held, unbounded);
    if ([...file.names].sort().join() !== SCIPY.join()) {
      const read = await file.readAll(chosen(names, file.names));
      return { items: new Map([...read].map(([name, tensor]) => [name, dense(tensor)])), notes };
    }
    const matrix = await readNpzCsr(held, unbounded);
    return { items: new Map([[only(names, path), { kind: "sparse", matrix }]]), notes };
  }
  const name = only(names, path);
  if (format === "npy") return { items: new Map([[name, dense(await readNpy(source, options))]]), notes };
  const read = await readMatrixMarket(source, options);
  if (read.layout === "coordinate") return { items: new Map([[name, { kind: "sparse", matrix: read }]]), notes };
  const { shape, data } = read;
  return { items: new Map([[name, dense({ type: "f64", shape, data })]]), notes };
}

/** A stream's bytes: an archive has its directory at the end. */
async function collected(stream: AsyncIterable<Uint8Array>, { signal }: TransferOptions): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of stream) {
    signal?.throwIfAborted();
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

async function readTensors(
  source: Source,
  names: readonly string[] | undefined,
  options: TransferOptions,
): Promise<Content> {
  const file = await openSafetensors(source, options);
  try {
    const groups = new Map<string, "lut" | "csr">();
    const parts = new Set<string>();
    for (const [name, note] of file.metadata) {
      const format = layoutOf(note);
      const first = format && `${name}.${format === "lut" ? "codes" : "indptr"}`;
      if (!format || !first || !file.entries.has(first)) continue;
      groups.set(name, format);
      for (const part of PARTS[format]) parts.add(`${name}.${part}`);
    }
    const all = [...groups.keys(), ...[...file.entries.keys()].filter((name) => !parts.has(name))];
    const items = new Map<string, Item>();
    for (const name of chosen(names, all)) {
      const format = groups.get(name);
      if (!format) {
        items.set(name, dense(await file.read(name)));
        continue;
      }
      const tensors = new Map<string, Tensor>();
      for (const part of PARTS[format].map((end) => `${name}.${end}`))
        if (file.entries.has(part)) tensors.set(part, await file.read(part));
      const content = { tensors, metadata: file.metadata };
      if (format === "csr") items.set(name, { kind: "sparse", matrix: csrParts(content, name) });
      else items.set(name, codes(lutParts(content, name)));
    }
    return { items, notes: new Map([...file.metadata].filter(([name]) => !groups.has(name))) };
  } finally {
    await file.close();
  }
}

/** The tensors that one matrix becomes. */
const PARTS = { lut: ["codes", "tables", "scale", "offset"], csr: ["indptr", "indices", "values"] } as const;

/** What a note says of the tensors of its name, if it does. */
function layoutOf(note: string): "lut" | "csr" | undefined {
  try {
    const { format } = Object(JSON.parse(note));
    return format === "lut" || format === "csr" ? format : undefined;
  } catch {
    return undefined;
  }
}

async function readModel(
  source: Source,
  names: readonly string[] | undefined,
  options: TransferOptions,
): Promise<Content> {
  const file = await openGguf(source, options);
  try {
    const items = new Map<string, Item>();
    for (const name of chosen(names, [...file.entries.keys()])) {
      const read = await file.read(name);
      if ("codes" in read) items.set(name, codes(read.codes, read.shape));
      else {
        const type = ({ F32: "f32", F16: "f16", BF16: "bf16" } as const)[read.type];
        items.set(name, dense({ type, shape: read.shape, data: read.data }));
      }
    }
    return { items, notes: new Map() };
  } finally {
    await file.close();
  }
}

const dense = (tensor: Tensor): Item => ({ kind: "dense", tensor });
const codes = (
  parts: (Item & { kind: "codes" })["parts"],
  shape: readonly number[] = [parts.rows, parts.cols],
): Item => ({
  kind: "codes",
  parts,
  shape,
});

/** The names asked for, or all. @throws UsageError for one that is not there */
function chosen(names: readonly string[] | undefined, all: readonly string[]): string[] {
  if (names === undefined) return [...all];
  for (const name of names)
    if (!all.includes(name))
      throw new UsageError(`option "--name": the file holds ${listed(all)}, not ${JSON.stringify(name)}`);
  return [...new Set(names)];
}

/** What to call the one array of a file. @throws UsageError for two names */
function only(names: readonly string[] | undefined, path: string): string {
  if (names !== undefined && names.length > 1)
    throw new UsageError(`option "--name": the file holds one array, so expected one name, got ${names.length}`);
  return names?.[0] ?? stemOf(path);
}

/** Names for a message. */
export const listed = (names: readonly string[]): string => {
  const shown = names.slice(0, 8).map((name) => JSON.stringify(name));
  return names.length > 8 ? `${shown.join(", ")} and ${names.length - 8} more` : shown.join(", ") || "nothing";
};
