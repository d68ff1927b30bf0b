/**
 * Where bytes go: one array, an asynchronous iterable or a ReadableStream.
 * @module
 */
import { Pace, PIECE, type TransferOptions } from "./pace.ts";
import type { Bytes } from "./source.ts";

/** The bytes of typed arrays in pieces of at most 1 MiB, copied so that later changes do not show. */
export function* pieces(...arrays: ArrayBufferView[]): Generator<Bytes, void, undefined> {
  for (const array of arrays) {
    const { byteLength, byteOffset } = array;
    for (let at = 0; at < byteLength; at += PIECE)
      yield new Uint8Array(array.buffer, byteOffset + at, Math.min(PIECE, byteLength - at)).slice();
  }
}

/** Passes pieces on, with progress and abort. */
export async function* transfer(
  from: Iterable<Bytes> | AsyncIterable<Bytes>,
  options: TransferOptions,
  total?: number,
): AsyncGenerator<Bytes, void, undefined> {
  const pace = new Pace(options, total);
  options.signal?.throwIfAborted();
  for await (const piece of from) {
    yield piece;
    await pace.passed(piece.length);
  }
}

/** All pieces as one array. */
export async function collect(from: AsyncIterable<Bytes>): Promise<Bytes> {
  const parts: Bytes[] = [];
  let length = 0;
  for await (const part of from) {
    parts.push(part);
    length += part.length;
  }
  const out = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** What a `stream...` function yields, as a ReadableStream: for a fetch body, a Response or a pipe. */
export function readableStream(from: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = from[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await iterator.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
