/**
 * Raw deflate by the host's own streams, so that the package carries no codec.
 *
 * RFC 1951; WHATWG Compression Streams (Node 20, Deno, Bun, workerd and browsers have "deflate-raw").
 * @module
 */
import { FormatError } from "../errors.ts";
import type { Bytes } from "../source.ts";

/** Deflate never packs more than this many bytes into one. */
export const MOST_PACKED = 1032;

/** The bytes that were packed. @throws FormatError if they are no deflate stream; whatever `packed` throws */
export function inflate(packed: AsyncIterable<Uint8Array>, entry: string): AsyncGenerator<Uint8Array, void, undefined> {
  return through(
    new DecompressionStream("deflate-raw"),
    packed,
    (cause) =>
      new FormatError("npz", { entry }, "a deflate stream", (cause as Error)?.message || "something else", { cause }),
  );
}

/** The bytes, packed. */
export function deflate(bytes: AsyncIterable<Bytes> | Iterable<Bytes>): AsyncGenerator<Uint8Array, void, undefined> {
  return through(new CompressionStream("deflate-raw"), bytes, (cause) => cause);
}

async function* through(
  codec: CompressionStream | DecompressionStream,
  input: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  explain: (cause: unknown) => unknown,
): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = (codec.readable as ReadableStream<Uint8Array>).getReader();
  const feed = new Feed(codec.writable as WritableStream<Uint8Array>, input);
  try {
    for (;;) {
      const { done, value } = await Promise.race([reader.read(), feed.broken]);
      if (done) break;
      yield value;
    }
  } catch (cause) {
    throw feed.failure ? feed.failure.reason : explain(cause);
  } finally {
    reader.cancel().catch(() => {});
  }
}

/** Writes the input to a codec at the codec's pace, and keeps the input's own failure apart from the codec's. */
class Feed {
  failure: { reason: unknown } | undefined;
  /** Rejects where writing fails, so that a codec whose other end stays silent does not hold up the reader; else never settles. */
  readonly broken: Promise<never>;

  constructor(writable: WritableStream<Uint8Array>, input: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    this.broken = this.#run(writable.getWriter(), input).then(() => new Promise<never>(() => {}));
    this.broken.catch(() => {});
  }

  async #run(writer: WritableStreamDefaultWriter<Uint8Array>, input: AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    for await (const piece of this.#watched(input, writer)) await writer.write(piece);
    await writer.close();
  }

  async *#watched(
    input: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    writer: WritableStreamDefaultWriter<Uint8Array>,
  ) {
    try {
      yield* input;
    } catch (reason) {
      this.failure = { reason };
      writer.abort(reason).catch(() => {});
      throw reason;
    }
  }
}
