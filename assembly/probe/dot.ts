// c_i = dot(c_i, x) + y in twelve independent chains: the register peak of small-integer dot products.
// Relaxed: 16 products of bytes, summed in pairs to 16 bits. Otherwise 8 products of 16 bits, in pairs to 32 bits.

import { fused } from "../core/lane";

/** n steps of 12*16 products (12*8 if not relaxed); one lane of the sum, so that nothing can be dropped. */
export function probe_dot_u8(n: usize, x: u32, y: u32): u32 {
  const a = i8x16.splat(<i8>x), b = i8x16.splat(<i8>y);
  let c0 = a, c1 = b, c2 = a, c3 = b, c4 = a, c5 = b, c6 = a, c7 = b, c8 = a, c9 = b, c10 = a, c11 = b;
  for (; n > 0; n--) {
    c0 = step(c0, a, b); c1 = step(c1, a, b); c2 = step(c2, a, b); c3 = step(c3, a, b);
    c4 = step(c4, a, b); c5 = step(c5, a, b); c6 = step(c6, a, b); c7 = step(c7, a, b);
    c8 = step(c8, a, b); c9 = step(c9, a, b); c10 = step(c10, a, b); c11 = step(c11, a, b);
  }
  const low = i32x4.add(i32x4.add(c0, c1), i32x4.add(c2, c3));
  const middle = i32x4.add(i32x4.add(c4, c5), i32x4.add(c6, c7));
  const high = i32x4.add(i32x4.add(c8, c9), i32x4.add(c10, c11));
  return i32x4.extract_lane(i32x4.add(i32x4.add(low, middle), high), 0);
}

// @ts-ignore: decorator
@inline function step(c: v128, a: v128, b: v128): v128 {
  return fused()
    ? i16x8.add(i16x8.relaxed_dot_i8x16_i7x16_s(c, a), b)
    : i32x4.add(i32x4.dot_i16x8_s(c, a), b);
}
