/**
 * Bytes taken in order from a sequence of pieces. Memory is taken as bytes arrive, never on a header's word.
 * @module
 */
import { type Format, FormatError } from "./errors.ts";
import { PIECE } from "./pace.ts";
import type { Bytes } from "./source.ts";

const EMPTY = new Uint8Array(0);
const FIRST = 1 << 16;

/** Reads forward. Close it in the end, whatever happened. */
export class ByteReader {
  #chunk: Uint8Array = EMPTY;
  #at = 0;
  #offset = 0;

  /**
   * @param chunks  none of them empty
   * @param total   bytes in all, if they are known to be there
   */
  constructor(
    private readonly chunks: AsyncGenerator<Uint8Array, void, undefined>,
    private readonly format: Format,
    private readonly total?: number,
  ) {}

  /** Bytes taken so far. */
  get offset(): number {
    return this.#offset;
  }

  /** The next `length` bytes, in memory of their own. @throws FormatError if there are fewer */
  async take(length: number, what: string): Promise<Bytes> {
    const start = this.#offset;
    const short = (got: number) =>
      new FormatError(this.format, { offset: start }, `${length} bytes of ${what}`, `${got}`);
    if (this.total !== undefined && length > this.total - start) throw short(this.total - start);
    let out = new Uint8Array(this.total === undefined ? Math.min(length, FIRST) : length);
    for (let filled = 0; filled < length; ) {
      if (!(await this.#pull())) throw short(filled);
      const some = this.#chunk.subarray(this.#at, this.#at + length - filled);
      out = withRoom(out, filled, filled + some.length, length);
      out.set(some, filled);
      filled += some.length;
      this.#at += some.length;
      this.#offset += some.length;
    }
    return out;
  }

  /** Passes over `length` bytes. @throws FormatError if there are fewer */
  async skip(length: number, what: string): Promise<void> {
    for (const end = this.#offset + length; this.#offset < end; )
      await this.take(Math.min(PIECE, end - this.#offset), what);
  }

  /** All that is left. */
  async rest(): Promise<Bytes> {
    let out = new Uint8Array(this.total === undefined ? FIRST : this.total - this.#offset);
    let filled = 0;
    while (await this.#pull()) {
      const some = this.#chunk.subarray(this.#at);
      out = withRoom(out, filled, filled + some.length, Number.MAX_SAFE_INTEGER);
      out.set(some, filled);
      filled += some.length;
      this.#at = this.#chunk.length;
      this.#offset += some.length;
    }
    return filled === out.length ? out : out.slice(0, filled);
  }

  /** @throws FormatError if anything is left */
  async end(): Promise<void> {
    if (await this.#pull())
      throw new FormatError(this.format, { offset: this.#offset }, "the end of the file", "further bytes");
  }

  /** Gives up the source. */
  async close(): Promise<void> {
    await this.chunks.return();
  }

  async #pull(): Promise<boolean> {
    if (this.#at < this.#chunk.length) return true;
    const { done, value } = await this.chunks.next();
    if (done) return false;
    this.#chunk = value;
    this.#at = 0;
    return true;
  }
}

/** `out` with room for `needed` bytes, by doubling, but never more than `most`. */
function withRoom(out: Bytes, filled: number, needed: number, most: number): Bytes {
  if (needed <= out.length) return out;
  const larger = new Uint8Array(Math.min(most, Math.max(2 * out.length, needed)));
  larger.set(out.subarray(0, filled));
  return larger;
}
