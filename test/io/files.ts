// Fixtures, and the same bytes as every kind of source.
import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import type { Source } from "../../src/io/index.ts";
import { FormatError } from "../../src/io/index.ts";

/** Where NumPy and SciPy of two generations have written the same arrays. */
export const folders = ["scipy-1.10", "scipy-1.17"] as const;

const base = new URL("../fixtures/io/", import.meta.url);

/** The bytes of a fixture. */
export const fixture = (folder: string, name: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(`${folder}/${name}`, base)));

/** A fixture's JSON. */
export const json = <T>(folder: string, name: string): T =>
  JSON.parse(new TextDecoder().decode(fixture(folder, `${name}.json`)));

/** An array as make.py writes it. */
export interface Expected {
  type?: string;
  shape: number[];
  values: (number | string)[];
}

/** Elements of a fixture as what a typed array of `like` gives. */
export const elements = (values: (number | string)[], like: ArrayLike<number | bigint>): (number | bigint)[] =>
  values.map((value) => {
    if (like instanceof BigInt64Array || like instanceof BigUint64Array) return BigInt(value);
    const special: Record<string, number> = { nan: NaN, inf: Infinity, "-inf": -Infinity, "-0.0": -0 };
    return typeof value === "string" ? (special[value] as number) : value;
  });

export const text = (string: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(string);
export const string = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

/** Bytes as an asynchronous iterable of pieces of one size. */
export async function* chopped(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

/** Bytes as two pieces. */
export async function* split(bytes: Uint8Array, at: number): AsyncGenerator<Uint8Array> {
  yield bytes.subarray(0, at);
  yield bytes.subarray(at);
}

/** The same bytes as every kind of source. */
export const sources = (bytes: Uint8Array<ArrayBuffer>): Record<string, Source> => ({
  Uint8Array: bytes,
  "a view into a larger buffer": new Uint8Array([1, 2, 3, ...bytes, 4]).subarray(3, 3 + bytes.length),
  ArrayBuffer: bytes.slice().buffer,
  Buffer: Buffer.from(bytes),
  Blob: new Blob([bytes]),
  ReadableStream: new Blob([bytes]).stream(),
  "a fetch body": new Response(bytes).body as ReadableStream<Uint8Array>,
  "a Node stream": Readable.from(chopped(bytes, 7)),
  "pieces of one byte": chopped(bytes, 1),
  "pieces with empty ones between": (async function* () {
    for await (const piece of chopped(bytes, 5)) yield* [new Uint8Array(0), piece, new Uint8Array(0)];
  })(),
});

/** What a promise is rejected with; fails if it is not. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("it was not rejected");
}

/** The FormatError that a promise is rejected with. */
export async function formatError(promise: Promise<unknown>): Promise<FormatError> {
  const error = await rejection(promise);
  if (!(error instanceof FormatError)) throw error;
  return error;
}

/** Several byte arrays as one. */
export function joined(...parts: ArrayLike<number>[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
