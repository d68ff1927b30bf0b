/**
 * The members of a zip archive, read one by one, their size and CRC checked.
 * @module
 */
import { FormatError } from "../errors.ts";
import { checkTransfer, Pace, type TransferOptions } from "../pace.ts";
import { ByteReader } from "../reader.ts";
import { chunksOf, type Source, sizeOf, slices, type Whole, wholeOf } from "../source.ts";
import { crc32 } from "../../core/crc32.ts";
import { inflate } from "./deflate.ts";
import { type Member, readDirectory, viewOf } from "./directory.ts";

const LOCAL = 0x04034b50;

/** An open archive. */
export class Archive {
  private constructor(
    private readonly whole: Whole,
    /** The members by name, in the order in which they lie. */
    readonly members: ReadonlyMap<string, Member>,
    private readonly options: TransferOptions,
  ) {}

  /** Reads the directory. A stream is held whole, since the directory comes last. @throws FormatError */
  static async open(source: Source, options: TransferOptions): Promise<Archive> {
    checkTransfer(options);
    const { signal } = options;
    signal?.throwIfAborted();
    const given = wholeOf(source);
    const whole = given ?? (await heldOf(source, options));
    const members = await readDirectory(whole, sizeOf(whole) as number);
    // The progress of a stream is that of its coming in.
    const rest = given ? options : signal ? { signal } : {};
    return new Archive(whole, new Map(members.map((member) => [member.name, member])), rest);
  }

  /**
   * The bytes of some members, one after another, each handed to `parse`. Progress counts their bytes in the archive.
   *
   * @param most  bytes that the deflated ones may inflate to together
   * @throws FormatError; what `parse` throws, a FormatError with the member's name
   */
  async read<T>(
    names: Iterable<string>,
    most: number,
    parse: (reader: ByteReader) => Promise<T>,
  ): Promise<Map<string, T>> {
    const members = [...names].map((name) => this.members.get(name) as Member);
    const inflated = members.reduce((sum, { method, size }) => sum + (method === 8 ? size : 0), 0);
    if (inflated > most)
      throw new FormatError("npz", {}, `at most ${most} bytes once inflated (maxBytes)`, `${inflated}`);
    const total = members.reduce((sum, { packed }) => sum + packed, 0);
    const pace = new Pace(this.options, total);
    const found = new Map<string, T>();
    for (const member of members) found.set(member.name, await this.#parse(member, pace, parse));
    return found;
  }

  async #parse<T>(member: Member, pace: Pace, parse: (reader: ByteReader) => Promise<T>): Promise<T> {
    const entry = member.name;
    const isThere = member.method === 0;
    try {
      return await parse(new ByteReader(this.#content(member, pace), "npz", isThere ? member.size : undefined));
    } catch (error) {
      if (!(error instanceof FormatError) || error.entry === entry) throw error;
      const { offset, expected, got } = error;
      const Kind = error.constructor as typeof FormatError;
      throw new Kind("npz", offset === undefined ? { entry } : { entry, offset }, expected, got, { cause: error });
    }
  }

  async *#content(member: Member, pace: Pace): AsyncGenerator<Uint8Array, void, undefined> {
    const { name: entry, method, packed, size, crc } = member;
    const start = await this.#start(member);
    const raw = paced(slices(this.whole, start, start + packed), pace);
    let length = 0;
    let sum = 0;
    for await (const piece of method === 8 ? inflate(raw, entry) : raw) {
      length += piece.length;
      if (length > size) throw new FormatError("npz", { entry }, `${size} bytes`, "more");
      sum = crc32(piece, sum);
      yield piece;
    }
    if (length < size) throw new FormatError("npz", { entry }, `${size} bytes`, `${length}`);
    if (sum !== crc) throw new FormatError("npz", { entry }, `bytes of CRC ${hex(crc)}`, hex(sum));
  }

  /** Where the member's bytes start: after its local header, which must agree with the directory. */
  async #start({ name: entry, offset, packed, method, limit }: Member): Promise<number> {
    const wrong = (expected: string, got: string) => new FormatError("npz", { entry, offset }, expected, got);
    const head = await viewOf(this.whole, offset, offset + 30);
    if (head.getUint32(0, true) !== LOCAL) throw wrong("a local header", "other bytes");
    if (head.getUint16(8, true) !== method) throw wrong(`method ${method}`, `${head.getUint16(8, true)}`);
    const nameEnd = offset + 30 + head.getUint16(26, true);
    const start = nameEnd + head.getUint16(28, true);
    if (start + packed > limit) throw wrong(`a member that ends by ${limit}`, `${start + packed}`);
    const name = new TextDecoder().decode(await viewOf(this.whole, offset + 30, nameEnd));
    if (name !== entry) throw wrong("the directory's name", JSON.stringify(name));
    return start;
  }
}

async function heldOf(source: Source, options: TransferOptions): Promise<Whole> {
  const reader = new ByteReader(chunksOf(source, options), "npz");
  try {
    return await reader.rest();
  } finally {
    await reader.close();
  }
}

async function* paced(from: AsyncGenerator<Uint8Array>, pace: Pace): AsyncGenerator<Uint8Array, void, undefined> {
  for await (const piece of from) {
    await pace.passed(piece.length);
    yield piece;
  }
}

const hex = (crc: number) => `0x${crc.toString(16).padStart(8, "0")}`;
