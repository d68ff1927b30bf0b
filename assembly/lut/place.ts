// The layout of core/codes from and to the plain one: rows of ceil(n width / 8) bytes, code j in bits j width and up, the
// lowest bit of a byte first. Width 8 is a byte a code.

import { code, rowBytes, setCode } from "../core/codes";

/** codes: m rows in the layout of core/codes, from plain rows of `width` bits a code. False where a code needs more than `bits`. */
export function lut_place_u8(codes: usize, plain: usize, m: usize, n: usize, bits: usize, width: usize): bool {
  const row = rowBytes(n, bits), line = (n * width + 7) / 8, mask = (<usize>1 << width) - 1;
  let all: usize = 0;
  memory.fill(codes, 0, m * row);
  for (let i: usize = 0; i < m; i++) {
    for (let j: usize = 0; j < n; j++) {
      const at = j * width, from = plain + i * line + at / 8;
      let value = <usize>load<u8>(from) >> (at & 7);
      if ((at & 7) + width > 8) value |= <usize>load<u8>(from, 1) << (8 - (at & 7));
      all |= value & mask;
      setCode(codes + i * row, j, bits, value & mask);
    }
  }
  return all >> bits == 0;
}

/** The way back; `plain` is written whole. */
export function lut_take_u8(plain: usize, codes: usize, m: usize, n: usize, bits: usize, width: usize): void {
  const row = rowBytes(n, bits), line = (n * width + 7) / 8;
  memory.fill(plain, 0, m * line);
  for (let i: usize = 0; i < m; i++) {
    for (let j: usize = 0; j < n; j++) {
      const at = j * width, to = plain + i * line + at / 8, value = code(codes + i * row, j, bits) << (at & 7);
      store<u8>(to, load<u8>(to) | <u8>value);
      if ((at & 7) + width > 8) store<u8>(to, <u8>(value >> 8), 1);
    }
  }
}
