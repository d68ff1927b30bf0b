// t_j of a row of codes as whole numbers in 16 bits, by a swizzle for each byte of the 16 entries.

import { zip8high, zip8low } from "./byteplanes";
import { nibbles } from "./codes";
import { swizzle } from "./lane";

/** out: n numbers of 16 bits, n a multiple of 32; planes: low bytes, then high bytes. */
export function lookUp16(out: usize, row: usize, planes: usize, n: usize, bits: usize): void {
  const mask = i8x16.splat(15), low = v128.load(planes), high = v128.load(planes, 16);
  for (let j: usize = 0; j < n; j += 32, out += 64) {
    const both = nibbles(row, j, bits);
    let c = v128.and(both, mask), l = swizzle(low, c), h = swizzle(high, c);
    v128.store(out, zip8low(l, h));
    v128.store(out, zip8high(l, h), 16);
    c = v128.and(i16x8.shr_u(both, 4), mask); l = swizzle(low, c); h = swizzle(high, c);
    v128.store(out, zip8low(l, h), 32);
    v128.store(out, zip8high(l, h), 48);
  }
}
