// Where a 4-bit code lies: groups of 32 columns in 16 bytes, byte b holding column b (low half) and column b + 16 (high
// half), so that one mask and one shift give two full vectors of codes. Rows start at multiples of 16 bytes.

/** Columns a group. */
export const GROUP: usize = 32;

/** Bytes of one row of n codes. */
// @ts-ignore: decorator
@inline export function rowBytes(n: usize): usize { return (n + 31) / 32 * 16; }

/** The code of column j in the row at `row`. */
// @ts-ignore: decorator
@inline export function code(row: usize, j: usize): usize {
  const pair: usize = load<u8>(row + (j >> 5) * 16 + (j & 15));
  return (j & 16) != 0 ? pair >> 4 : pair & 15;
}

/** Sets the code of column j; the byte must hold zero there. */
// @ts-ignore: decorator
@inline export function setCode(row: usize, j: usize, value: usize): void {
  const at = row + (j >> 5) * 16 + (j & 15);
  store<u8>(at, load<u8>(at) | <u8>((j & 16) != 0 ? value << 4 : value));
}
