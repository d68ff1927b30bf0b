/**
 * Bytes from any place of a source. Memory and Blobs are read where asked; a stream is read forward and kept from the
 * place below which nothing is wanted any more.
 * @module
 */
import { type Format, FormatError } from "../errors.ts";
import { Pace, type TransferOptions } from "../pace.ts";
import { type Bytes, chunksOf, type Source, sizeOf, slices, type Whole, wholeOf } from "../source.ts";

/** A source to read from in any order. */
export interface Access {
  /** Bytes in all, where known. */
  readonly size: number | undefined;
  /** Bytes `start` to `end`, by pieces. @throws FormatError if the source ends before */
  read(start: number, end: number, what: string): AsyncGenerator<Uint8Array, void, undefined>;
  /** Nothing before `start` is wanted any more. */
  release(start: number): void;
  /** Whether bytes follow after `start`. */
  isLonger(start: number): Promise<boolean>;
  /** Gives up the source. */
  close(): Promise<void>;
}

/** Opens a source. @throws ArgumentTypeError if it is none */
export function accessOf(source: Source, format: Format, options: TransferOptions): Access {
  const whole = wholeOf(source);
  return whole
    ? new WholeAccess(whole, sizeOf(source) as number, format, options)
    : new StreamAccess(chunksOf(source, options), format);
}

/** Bytes `start` to `end` as one array, made once they are known to be there. */
export async function bytesAt(access: Access, start: number, end: number, what: string): Promise<Bytes> {
  let out: Bytes | undefined;
  let at = 0;
  for await (const part of access.read(start, end, what)) {
    out ??= new Uint8Array(end - start);
    out.set(part, at);
    at += part.length;
  }
  return out ?? new Uint8Array(0);
}

const short = (format: Format, start: number, end: number, what: string, size: number) =>
  new FormatError(format, { offset: start }, `${end - start} bytes of ${what}`, `${Math.max(0, size - start)}`);

class WholeAccess implements Access {
  readonly #pace: Pace;

  constructor(
    private readonly whole: Whole,
    readonly size: number,
    private readonly format: Format,
    private readonly options: TransferOptions,
  ) {
    this.#pace = new Pace(options, size);
    options.signal?.throwIfAborted();
  }

  async *read(start: number, end: number, what: string): AsyncGenerator<Uint8Array, void, undefined> {
    if (end > this.size) throw short(this.format, start, end, what, this.size);
    for await (const piece of slices(this.whole, start, end)) {
      await this.#pace.passed(piece.length);
      yield piece;
    }
  }

  release(): void {}

  async isLonger(start: number): Promise<boolean> {
    this.options.signal?.throwIfAborted();
    return this.size > start;
  }

  async close(): Promise<void> {}
}

class StreamAccess implements Access {
  readonly size = undefined;
  #held: Uint8Array[] = [];
  /** Where the held pieces start and end in the source. */
  #start = 0;
  #end = 0;
  /** Below this nothing is kept. */
  #floor = 0;

  constructor(
    private readonly chunks: AsyncGenerator<Uint8Array, void, undefined>,
    private readonly format: Format,
  ) {}

  async *read(start: number, end: number, what: string): AsyncGenerator<Uint8Array, void, undefined> {
    let isOver = false;
    while (this.#end < end && !isOver) isOver = !(await this.#pull());
    if (this.#end < end) throw short(this.format, start, end, what, this.#end); // another read may have pulled the last
    let at = this.#start;
    for (const piece of [...this.#held]) {
      const from = Math.max(0, start - at);
      const to = Math.min(piece.length, end - at);
      if (from < to) yield piece.subarray(from, to);
      at += piece.length;
    }
  }

  release(start: number): void {
    this.#floor = Math.max(this.#floor, start);
    let first = 0;
    for (; first < this.#held.length; first++) {
      const { length } = this.#held[first] as Uint8Array;
      if (this.#start + length > this.#floor) break;
      this.#start += length;
    }
    this.#held.splice(0, first);
  }

  async isLonger(start: number): Promise<boolean> {
    let isOver = false;
    while (this.#end <= start && !isOver) isOver = !(await this.#pull());
    return this.#end > start;
  }

  async close(): Promise<void> {
    await this.chunks.return();
  }

  async #pull(): Promise<boolean> {
    const { done, value } = await this.chunks.next();
    if (done) return false;
    this.#held.push(value);
    this.#end += value.length;
    this.release(this.#floor);
    return true;
  }
}
