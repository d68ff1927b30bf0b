/**
 * bfloat16: the upper half of a float's bits.
 * @module
 */
import type { Floats } from "../core/types.ts";

/** Rounds finite numbers, as floats, to the nearest bfloat16 in place, ties to even. */
export function roundBfloat16(numbers: Floats): void {
  const singles = numbers instanceof Float32Array ? numbers : Float32Array.from(numbers);
  const bits = new Uint32Array(singles.buffer, singles.byteOffset, singles.length);
  for (let i = 0; i < bits.length; i++) {
    const b = bits[i] as number;
    bits[i] = (b + 0x7fff + ((b >>> 16) & 1)) & 0xffff0000;
  }
  if (numbers !== singles) numbers.set(singles);
}
