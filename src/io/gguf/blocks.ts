/**
 * Blocks of weights, as ggml defines them (ggml-common.h, ggml-quants.c), as codes with tables, scales and offsets.
 *
 * Q4_0: 32 weights d (q - 8): d f16, 16 bytes, weight j in the low half of byte j, weight j + 16 in the high half.
 * Q4_1: 32 weights d q + m: d and m f16, then as Q4_0.   Q8_0: 32 weights d q: d f16, 32 signed bytes.
 * Q4_K: 256 weights, eight groups of 32, d s_g q - e m_g: d and e f16; s and m, 6 bits each, in 12 bytes; 128 bytes, of
 * each 32 of which the low halves are one group and the high halves the next.
 * @module
 */
import { fromHalf } from "../tensor/half.ts";

/** The types that are read. */
export type BlockType = "F32" | "F16" | "BF16" | "Q8_0" | "Q4_0" | "Q4_1" | "Q4_K";

/** Weights and bytes of a block. */
export const blocks: Readonly<Record<BlockType, readonly [weights: number, bytes: number]>> = {
  F32: [1, 4],
  F16: [1, 2],
  BF16: [1, 2],
  Q8_0: [32, 34],
  Q4_0: [32, 18],
  Q4_1: [32, 20],
  Q4_K: [256, 144],
};

/** A matrix of codes, as `lw.lut` takes it: weight = table[code] * scale + offset, both for each 32 columns of a row. */
export interface GgufCodes {
  rows: number;
  cols: number;
  bits: 4 | 8;
  /** One a byte, row-major. */
  codes: Uint8Array<ArrayBuffer>;
  /** The numbers that the codes stand for: 0 to 15, -8 to 7, or -128 to 127. */
  tables: Float32Array<ArrayBuffer>;
  groupSize: 32;
  scale: Float32Array<ArrayBuffer>;
  offset?: Float32Array<ArrayBuffer>;
}

/** Unpacks blocks. */
export function codesOf(
  bytes: Uint8Array,
  type: "Q8_0" | "Q4_0" | "Q4_1" | "Q4_K",
  rows: number,
  cols: number,
): GgufCodes {
  const codes = new Uint8Array(rows * cols);
  const scale = new Float32Array(codes.length / 32);
  const base = { rows, cols, codes, groupSize: 32, scale } as const;
  if (type === "Q8_0") {
    for (let g = 0; g < scale.length; g++) {
      scale[g] = half(bytes, g * 34);
      for (let j = 0; j < 32; j++) codes[g * 32 + j] = (bytes[g * 34 + 2 + j] as number) ^ 128;
    }
    return { ...base, bits: 8, tables: Float32Array.from({ length: 256 }, (_, c) => c - 128) };
  }
  const plain = Float32Array.from({ length: 16 }, (_, c) => c);
  if (type === "Q4_0") {
    for (let g = 0; g < scale.length; g++) {
      scale[g] = half(bytes, g * 18);
      halves(codes, g * 32, 16, bytes, g * 18 + 2);
    }
    return { ...base, bits: 4, tables: plain.map((c) => c - 8) };
  }
  const offset = new Float32Array(scale.length);
  if (type === "Q4_1")
    for (let g = 0; g < scale.length; g++) {
      scale[g] = half(bytes, g * 20);
      offset[g] = half(bytes, g * 20 + 2);
      halves(codes, g * 32, 16, bytes, g * 20 + 4);
    }
  else
    for (let b = 0; b * 8 < scale.length; b++) {
      const at = b * 144;
      const [d, e] = [half(bytes, at), half(bytes, at + 2)];
      for (let g = 0; g < 8; g++) {
        const [s, m] = sixBits(bytes, at + 4, g);
        scale[b * 8 + g] = d * s;
        offset[b * 8 + g] = -e * m;
      }
      for (let p = 0; p < 4; p++) halves(codes, b * 256 + p * 64, 32, bytes, at + 16 + p * 32);
    }
  return { ...base, bits: 4, tables: plain, offset };
}

const half = (bytes: Uint8Array, at: number): number =>
  fromHalf(Uint16Array.of((bytes[at] as number) | ((bytes[at + 1] as number) << 8)))[0] as number;

/** `n` bytes: their low halves, then their high halves. */
function halves(codes: Uint8Array, to: number, n: number, bytes: Uint8Array, from: number): void {
  for (let j = 0; j < n; j++) {
    const pair = bytes[from + j] as number;
    codes[to + j] = pair & 15;
    codes[to + n + j] = pair >> 4;
  }
}

/** Scale and minimum of group g: those of groups 4 to 7 have their two high bits above those of groups 0 to 3. */
function sixBits(bytes: Uint8Array, at: number, g: number): [scale: number, min: number] {
  const byte = (i: number) => bytes[at + i] as number;
  if (g < 4) return [byte(g) & 63, byte(g + 4) & 63];
  return [(byte(g + 4) & 15) | ((byte(g - 4) >> 6) << 4), (byte(g + 4) >> 4) | ((byte(g) >> 6) << 4)];
}
