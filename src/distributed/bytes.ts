/**
 * A dictionary as bytes, bit for bit: the length of a head in JSON, the head ended by spaces, then X and p in f64 and copies in 32 bits.
 * @module
 */
import { checkDictionary, type Dictionary } from "../methods/kernel-methods/squeak/dictionary.ts";

/** The dictionary in one ArrayBuffer. @internal */
export function saveDictionary(dictionary: Dictionary): ArrayBuffer {
  const { X, p, copies, ...rest } = dictionary;
  const text = new TextEncoder().encode(JSON.stringify(rest));
  const first = 8 + Math.ceil(text.length / 8) * 8;
  const bytes = new Uint8Array(first + X.byteLength + p.byteLength + copies.byteLength);
  bytes.fill(32, 8, first);
  bytes.set(text, 8);
  new DataView(bytes.buffer).setUint32(0, first, true);
  let at = first;
  for (const { buffer, byteOffset, byteLength } of [X, p, copies]) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  return bytes.buffer;
}

/** The dictionary again. @internal */
export function loadDictionary(saved: Uint8Array): Dictionary {
  const bytes = saved.slice();
  const first = new DataView(bytes.buffer).getUint32(0, true);
  const rest = JSON.parse(new TextDecoder().decode(bytes.subarray(8, first)));
  const X = new Float64Array(bytes.buffer.slice(first, first + rest.size * rest.dim * 8));
  const p = new Float64Array(bytes.buffer.slice(first + X.byteLength, first + X.byteLength + rest.size * 8));
  const copies = new Int32Array(bytes.buffer.slice(first + X.byteLength + p.byteLength));
  const dictionary = { ...rest, X, p, copies };
  checkDictionary("dictionary", dictionary);
  return dictionary;
}
