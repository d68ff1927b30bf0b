/**
 * CRC-32 of zip and PNG: the remainder by x^32 + x^26 + x^23 + x^22 + x^16 + x^12 + x^11 + x^10 + x^8 + x^7 + x^5 + x^4
 * + x^2 + x + 1, bits reversed, four bytes a step.
 *
 * ISO 3309; Kounavis and Berry, "Novel Table Lookup-Based Algorithms for High-Performance CRC Generation",
 * IEEE Transactions on Computers 57 (2008) 1550-1560 (slicing).
 * @module
 */

const POLYNOMIAL = 0xedb88320;

/** T[k * 256 + b]: the remainder of byte b followed by k zero bytes. */
const T = new Int32Array(4 * 256);
for (let b = 0; b < 256; b++) {
  let r = b;
  for (let bit = 0; bit < 8; bit++) r = r & 1 ? (r >>> 1) ^ POLYNOMIAL : r >>> 1;
  T[b] = r;
}
for (let i = 256; i < T.length; i++) {
  const r = T[i - 256] as number;
  T[i] = (r >>> 8) ^ (T[r & 255] as number);
}

/** The CRC of what came before, followed by `bytes`. */
export function crc32(bytes: Uint8Array, before = 0): number {
  let r = ~before;
  let i = 0;
  for (const end = bytes.length - 3; i < end; i += 4) {
    r ^=
      (bytes[i] as number) |
      ((bytes[i + 1] as number) << 8) |
      ((bytes[i + 2] as number) << 16) |
      ((bytes[i + 3] as number) << 24);
    r =
      (T[768 + (r & 255)] as number) ^
      (T[512 + ((r >>> 8) & 255)] as number) ^
      (T[256 + ((r >>> 16) & 255)] as number) ^
      (T[r >>> 24] as number);
  }
  for (; i < bytes.length; i++) r = (r >>> 8) ^ (T[(r ^ (bytes[i] as number)) & 255] as number);
  return ~r >>> 0;
}
