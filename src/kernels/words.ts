/**
 * Arrays of 32-bit words for the structure of sparse factors, side by side in one block.
 * @module
 */
import type { Engine } from "./engine.ts";

/** Where arrays of these lengths lie from `address` on, and how many words they take together. */
export function layout<K extends string>(
  address: number,
  lengths: Readonly<Record<K, number>>,
): [at: Record<K, number>, words: number] {
  const at = {} as Record<K, number>;
  let words = 0;
  for (const [name, length] of Object.entries(lengths) as [K, number][]) {
    at[name] = address + words * 4;
    words += length;
  }
  return [at, words];
}

/** Runs `body` with such arrays, to be given back when it ends. */
export function scratch<K extends string, R>(
  engine: Engine,
  lengths: Readonly<Record<K, number>>,
  body: (at: Record<K, number>) => R,
): R {
  const block = engine.memory.alloc(layout(0, lengths)[1] * 4);
  try {
    return body(layout(block.address, lengths)[0]);
  } finally {
    engine.memory.free(block);
  }
}

/** A fresh view of words. */
export const wordsAt = (engine: Engine, address: number, length: number): Uint32Array<ArrayBuffer> =>
  new Uint32Array(engine.memory.wasm.buffer as ArrayBuffer, address, length);
