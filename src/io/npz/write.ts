/**
 * .npz, written: local header and .npy of each array, then the directory.
 * @module
 */
import { checkBoolean, checkOptions, describe } from "../../core/check.ts";
import { ArgumentRangeError } from "../../core/errors.ts";
import { npyParts } from "../npy/npy.ts";
import type { TransferOptions } from "../pace.ts";
import { entriesOf, type TensorInputs } from "../names.ts";
import { pieces, collect, transfer } from "../sink.ts";
import type { Bytes } from "../source.ts";
import { tensorOf } from "../tensor/tensor.ts";
import { crc32 } from "../../core/crc32.ts";
import { deflate } from "./deflate.ts";
import { directory, localHeader, MOST_BYTES, MOST_MEMBERS, type Written } from "./record.ts";

/** How to write. */
export interface NpzWriteOptions extends TransferOptions {
  /** Deflate the arrays, as NumPy's savez_compressed. Default false: stored, as savez. */
  compress?: boolean;
}

/** A member's bytes, ready to be packed. */
export interface Part {
  readonly name: string;
  readonly parts: readonly Uint8Array[];
}

/** The arrays as a .npz file. @throws ArgumentTypeError, ArgumentRangeError or ShapeError naming the array's part */
export async function writeNpz(arrays: TensorInputs, options: NpzWriteOptions = {}): Promise<Bytes> {
  return collect(streamNpz(arrays, options));
}

/** As `writeNpz`, by pieces of at most 1 MiB; of a deflated array, the packed bytes are held. */
export async function* streamNpz(
  arrays: TensorInputs,
  options: NpzWriteOptions = {},
): AsyncGenerator<Bytes, void, undefined> {
  const tensors = entriesOf("arrays", arrays).map(([name, input]) => {
    const path = `arrays[${JSON.stringify(name)}]`;
    return { path, name, tensor: tensorOf(path, input) };
  });
  const parts = function* (): Generator<Part> {
    for (const { path, name, tensor } of tensors)
      yield { name: `${name}.npy`, parts: npyParts(path, tensor, options).parts };
  };
  yield* zip(parts(), options);
}

/** Packs members. @throws ArgumentRangeError past the limits of an archive without zip64 */
export async function* zip(members: Iterable<Part>, options: NpzWriteOptions): AsyncGenerator<Bytes, void, undefined> {
  checkOptions("options", options);
  const { compress = false } = options;
  checkBoolean("compress", compress);
  yield* transfer(packed(members, compress), options);
}

async function* packed(members: Iterable<Part>, compress: boolean): AsyncGenerator<Bytes, void, undefined> {
  const written: Written[] = [];
  let offset = 0;
  for (const { name, parts } of members) {
    const size = lengthOf(parts);
    const crc = parts.reduce((sum, part) => crc32(part, sum), 0);
    const packed = compress ? await held(deflate(pieces(...parts))) : parts;
    const member = {
      name: new TextEncoder().encode(name),
      method: compress ? 8 : 0,
      crc,
      size,
      packed: lengthOf(packed),
      offset,
    };
    checkLimits(name, member, written.length);
    const header = localHeader(member);
    yield header;
    yield* pieces(...packed);
    written.push(member);
    offset += header.length + member.packed;
  }
  if (offset > MOST_BYTES) throw tooLarge("arrays", offset);
  yield directory(written, offset);
}

function checkLimits(name: string, { name: bytes, size, packed, offset }: Written, before: number): void {
  if (bytes.length > 0xffff) throw new ArgumentRangeError("arrays", "names of at most 65535 bytes", describe(name));
  if (before === MOST_MEMBERS) throw new ArgumentRangeError("arrays", `at most ${MOST_MEMBERS} arrays`, "more");
  if (Math.max(size, packed, offset) > MOST_BYTES)
    throw tooLarge(`arrays[${JSON.stringify(name)}]`, Math.max(size, offset));
}

const tooLarge = (name: string, bytes: number) =>
  new ArgumentRangeError(name, `an archive of less than 4 GiB, as zip without zip64 has it`, `${bytes} bytes`);

const lengthOf = (parts: readonly Uint8Array[]): number => parts.reduce((sum, part) => sum + part.length, 0);

async function held(from: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const parts: Uint8Array[] = [];
  for await (const part of from) parts.push(part);
  return parts;
}
