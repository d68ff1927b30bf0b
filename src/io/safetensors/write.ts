/**
 * Safetensors, written: header, then the tensors by falling size of element, so that each lies at a multiple of its size.
 * @module
 */
import { describe } from "../../core/check.ts";
import { ArgumentRangeError, ArgumentTypeError } from "../../core/errors.ts";
import { entriesOf, type TensorInputs } from "../names.ts";
import type { TransferOptions } from "../pace.ts";
import { collect, pieces, transfer } from "../sink.ts";
import type { Bytes } from "../source.ts";
import { bytesOf, encode } from "../tensor/elements.ts";
import { type Tensor, tensorOf } from "../tensor/tensor.ts";
import { DTYPES, LONGEST } from "./header.ts";

/** How to write. */
export interface SafetensorsWriteOptions extends TransferOptions {
  /** Notes for the file: `__metadata__`. */
  metadata?: ReadonlyMap<string, string> | Readonly<Record<string, string>>;
}

/** The tensors as a safetensors file. @throws ArgumentTypeError, ArgumentRangeError or ShapeError naming the tensor's part */
export async function writeSafetensors(tensors: TensorInputs, options: SafetensorsWriteOptions = {}): Promise<Bytes> {
  return collect(streamSafetensors(tensors, options));
}

/** As `writeSafetensors`, by pieces of at most 1 MiB. */
export async function* streamSafetensors(
  tensors: TensorInputs,
  options: SafetensorsWriteOptions = {},
): AsyncGenerator<Bytes, void, undefined> {
  const entries = entriesOf("tensors", tensors).map(([name, input]): [string, Tensor] => {
    if (name === "__metadata__")
      throw new ArgumentRangeError("tensors", "a name other than __metadata__", describe(name));
    return [name, tensorOf(`tensors[${JSON.stringify(name)}]`, input)];
  });
  entries.sort(([, a], [, b]) => bytesOf[b.type] - bytesOf[a.type]);
  const header = headerBytes(entries, notesOf(options.metadata));
  const total = entries.reduce((sum, [, { data, type }]) => sum + data.length * bytesOf[type], header.length);
  yield* transfer(partsOf(header, entries, options), options, total);
}

function* partsOf(
  header: Bytes,
  entries: [string, Tensor][],
  options: TransferOptions,
): Generator<Bytes, void, undefined> {
  yield header;
  for (const [, { data, type }] of entries) yield* pieces(encode(data, type, options.lw));
}

function notesOf(metadata: SafetensorsWriteOptions["metadata"]): [string, string][] {
  const notes = metadata === undefined ? [] : entriesOf("metadata", metadata);
  for (const [key, note] of notes)
    if (typeof note !== "string")
      throw new ArgumentTypeError(`metadata[${JSON.stringify(key)}]`, "a string", describe(note));
  return notes;
}

function headerBytes(entries: [string, Tensor][], notes: [string, string][]): Bytes {
  const members =
    notes.length === 0 ? [] : [member("__metadata__", `{${notes.map(([k, v]) => member(k, JSON.stringify(v)))}}`)];
  let offset = 0;
  for (const [name, { type, shape, data }] of entries) {
    const end = offset + data.length * bytesOf[type];
    members.push(member(name, JSON.stringify({ dtype: DTYPES.get(type), shape, data_offsets: [offset, end] })));
    offset = end;
  }
  const json = new TextEncoder().encode(`{${members}}`);
  const length = Math.ceil(json.length / 8) * 8;
  if (length > LONGEST) throw new ArgumentRangeError("tensors", `a header of at most ${LONGEST} bytes`, `${length}`);
  const out = new Uint8Array(8 + length).fill(0x20);
  new DataView(out.buffer).setBigUint64(0, BigInt(length), true);
  out.set(json, 8);
  return out;
}

const member = (key: string, json: string) => `${JSON.stringify(key)}:${json}`;
