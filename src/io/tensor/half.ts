/**
 * 16-bit floats by their bits.
 *
 * f16:  (-1)^s * 2^(e-15) * (1 + m/1024), e of 5 bits;  IEEE 754-2008, binary16.
 * bf16: the upper half of an f32.
 * @module
 */
import type { HalfFloats } from "../pace.ts";

/** By plain loops; what is at hand where no instance is. */
export const loops: HalfFloats = {
  decode: (codes, format) => (format === "f16" ? fromHalf(codes) : fromBrain(codes)),
  encode: (numbers, format) => (format === "f16" ? toHalf(numbers) : toBrain(numbers)),
};

/** The values of 16-bit floats; exact. */
export function fromHalf(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const out = new Float32Array(halves.length);
  const bits = new Uint32Array(out.buffer);
  for (let i = 0; i < halves.length; i++) {
    const h = halves[i] as number;
    const sign = (h & 0x8000) << 16;
    if ((h & 0x7c00) === 0x7c00) bits[i] = sign | 0x7f800000 | ((h & 0x3ff) << 13);
    else {
      bits[i] = sign | ((h & 0x7fff) << 13);
      out[i] = (out[i] as number) * 2 ** 112; // from the exponent's bias of 15 to that of 127
    }
  }
  return out;
}

/** The nearest 16-bit floats, ties to even. */
export function toHalf(values: Float32Array): Uint16Array<ArrayBuffer> {
  const out = new Uint16Array(values.length);
  const copy = values.slice();
  const bits = new Uint32Array(copy.buffer);
  for (let i = 0; i < out.length; i++) {
    const b = bits[i] as number;
    out[i] = ((b >>> 16) & 0x8000) | magnitude(b & 0x7fffffff, Math.abs(copy[i] as number));
  }
  return out;
}

function magnitude(bits: number, size: number): number {
  if (Number.isNaN(size)) return 0x7e00 | ((bits >>> 13) & 0x3ff);
  if (size >= 65520) return 0x7c00; // halfway from the largest, 65504, to 2^16
  if (size >= 2 ** -14) return (bits - (112 << 23) + 0xfff + ((bits >>> 13) & 1)) >>> 13;
  const steps = size * 2 ** 24; // in units of the smallest subnormal
  return steps + 2 ** 52 - 2 ** 52;
}

/** The values of bfloat16; exact. */
export function fromBrain(halves: Uint16Array): Float32Array<ArrayBuffer> {
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = (halves[i] as number) << 16;
  return new Float32Array(bits.buffer);
}

/** The nearest bfloat16, ties to even. */
export function toBrain(values: Float32Array): Uint16Array<ArrayBuffer> {
  const out = new Uint16Array(values.length);
  const copy = values.slice();
  const bits = new Uint32Array(copy.buffer);
  for (let i = 0; i < out.length; i++) {
    const b = bits[i] as number;
    const isNumber = (b & 0x7fffffff) <= 0x7f800000;
    out[i] = isNumber ? (b + 0x7fff + ((b >>> 16) & 1)) >>> 16 : (b >>> 16) | 0x40;
  }
  return out;
}
