/**
 * Where bytes come from: memory, a Blob, a stream or any asynchronous iterable, made into one sequence of pieces.
 * @module
 */
import { describe } from "../core/check.ts";
import { ArgumentTypeError } from "../core/errors.ts";
import { PIECE, Pace, type TransferOptions } from "./pace.ts";

/** What every reader takes: a file's bytes, a Blob or File, a fetch body, a Node stream. */
export type Source = Uint8Array | ArrayBuffer | Blob | ReadableStream<Uint8Array> | AsyncIterable<Uint8Array>;

/** Bytes in memory of their own. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Bytes that can be read from any place. */
export type Whole = Uint8Array | Blob;

interface Pieces {
  next(): Promise<IteratorResult<unknown, unknown>>;
  return?(): Promise<unknown>;
}

/** The source itself, if it can be read from any place; else nothing. */
export function wholeOf(source: Source): Whole | undefined {
  if (source instanceof Uint8Array) return source;
  if (source instanceof ArrayBuffer) return new Uint8Array(source);
  return isBlob(source) ? source : undefined;
}

/** Bytes of a source, where that is known before reading it. */
export function sizeOf(source: Source): number | undefined {
  const whole = wholeOf(source);
  return whole instanceof Uint8Array ? whole.length : whole?.size;
}

/**
 * The pieces of a source, none of them empty. Leaving the loop early, an error or an abort cancels the source.
 *
 * @throws ArgumentTypeError if the source is none, or yields something other than Uint8Array; the signal's reason
 */
export async function* chunksOf(source: Source, options: TransferOptions): AsyncGenerator<Uint8Array, void, undefined> {
  const pace = new Pace(options, sizeOf(source));
  const pieces = piecesOf(source);
  let ended = false;
  try {
    for (;;) {
      const { done, value } = await pace.until(() => pieces.next());
      if (done) {
        ended = true;
        return;
      }
      if (!(value instanceof Uint8Array))
        throw new ArgumentTypeError("source", "pieces of Uint8Array", describe(value));
      await pace.passed(value.length);
      if (value.length > 0) yield value;
    }
  } finally {
    if (!ended) stop(pieces);
  }
}

/** Bytes `start` to `end` of a source that can be read from any place, by pieces. */
export async function* slices(whole: Whole, start: number, end: number): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = start; at < end; at += PIECE) {
    const stop = Math.min(at + PIECE, end);
    yield whole instanceof Uint8Array
      ? whole.subarray(at, stop)
      : new Uint8Array(await whole.slice(at, stop).arrayBuffer());
  }
}

function piecesOf(source: Source): Pieces {
  const whole = wholeOf(source);
  if (whole) return slices(whole, 0, sizeOf(source) as number);
  if (typeof source === "object" && source !== null) {
    if ("getReader" in source) {
      const reader = source.getReader();
      return { next: () => reader.read() as Promise<IteratorResult<unknown>>, return: () => reader.cancel() };
    }
    if (Symbol.asyncIterator in source) return source[Symbol.asyncIterator]();
  }
  const kinds = "a Uint8Array, ArrayBuffer, Blob, ReadableStream or asynchronous iterable of bytes";
  throw new ArgumentTypeError("source", kinds, describe(source));
}

/** Tells the source that no more is wanted. Not awaited: a source that is stuck must not hold up the error. */
function stop(pieces: Pieces): void {
  Promise.resolve(pieces.return?.()).catch(() => {});
}

function isBlob(source: unknown): source is Blob {
  return (
    typeof source === "object" && source !== null && "slice" in source && "size" in source && "arrayBuffer" in source
  );
}
