// Where a code of 2, 3, 4 or 8 bits lies. 16 bytes hold column b (mod 16) of consecutive runs of 16 columns, so that a mask
// and a shift give 16 codes side by side. Rows start at multiples of 16 bytes; unused bits are 0.
//   8 bits: byte b is column b.
//   4 bits: 32 columns in 16 bytes, the run r in bits 4r and up.
//   2 bits: 64 columns in 16 bytes, the run r in bits 2r and up.
//   3 bits: 128 columns in 48 bytes: the two low bits as above in 32 bytes, then the high bit of run r in bit r.

/** Bytes of one row of n codes. */
// @ts-ignore: decorator
@inline export function rowBytes(n: usize, bits: usize): usize {
  if (bits == 8) return (n + 15) & ~15;
  if (bits == 4) return (n + 31) / 32 * 16;
  return bits == 2 ? (n + 63) / 64 * 16 : (n + 127) / 128 * 48;
}

/** The code of column j in the row at `row`. */
// @ts-ignore: decorator
@inline export function code(row: usize, j: usize, bits: usize): usize {
  if (bits == 8) return load<u8>(row + j);
  if (bits == 4) return <usize>load<u8>(row + (j >> 5) * 16 + (j & 15)) >> ((j & 16) >> 2) & 15;
  const low = <usize>load<u8>(pairsAt(row, j, bits) + (j & 15)) >> (j >> 3 & 6) & 3;
  return bits == 2 ? low : low | (<usize>load<u8>(row + (j >> 7) * 48 + 32 + (j & 15)) >> (j >> 4 & 7) & 1) << 2;
}

/** Sets the code of column j; its bits must hold zero. */
export function setCode(row: usize, j: usize, bits: usize, value: usize): void {
  if (bits == 8) return store<u8>(row + j, <u8>value);
  if (bits == 4) return put(row + (j >> 5) * 16 + (j & 15), value << ((j & 16) >> 2));
  put(pairsAt(row, j, bits) + (j & 15), (value & 3) << (j >> 3 & 6));
  if (bits == 3) put(row + (j >> 7) * 48 + 32 + (j & 15), value >> 2 << (j >> 4 & 7));
}

/** The codes of columns j to j + 31, j a multiple of 32, two a byte: the first 16 in the low halves. Not for 8 bits. */
// @ts-ignore: decorator
@inline export function nibbles(row: usize, j: usize, bits: usize): v128 {
  if (bits == 4) return v128.load(row + j / 2);
  const pairs = i16x8.shr_u(v128.load(pairsAt(row, j, bits)), <i32>(j >> 3 & 4));
  const low = v128.and(pairs, i8x16.splat(3)), high = i16x8.shl(v128.and(pairs, i8x16.splat(12)), 2);
  const both = v128.or(low, high);
  if (bits == 2) return both;
  const tops = i16x8.shr_u(v128.load(row + (j >> 7) * 48, 32), <i32>(j >> 4 & 6));
  const first = i16x8.shl(v128.and(tops, i8x16.splat(1)), 2), second = i16x8.shl(v128.and(tops, i8x16.splat(2)), 5);
  return v128.or(both, v128.or(first, second));
}

/** `nibbles` of a number of bits known when compiled. */
export class Two { @inline codes(row: usize, j: usize): v128 { return nibbles(row, j, 2); } }
export class Three { @inline codes(row: usize, j: usize): v128 { return nibbles(row, j, 3); } }
export class Four { @inline codes(row: usize, j: usize): v128 { return nibbles(row, j, 4); } }

/** Where the 16 bytes lie that hold the two low bits of column j. */
// @ts-ignore: decorator
@inline function pairsAt(row: usize, j: usize, bits: usize): usize {
  return row + (bits == 2 ? (j >> 6) * 16 : (j >> 7) * 48 + (j >> 6 & 1) * 16);
}

// @ts-ignore: decorator
@inline function put(at: usize, value: usize): void { store<u8>(at, load<u8>(at) | <u8>value); }
