// 16 floats as four vectors of bytes (all first bytes, all second bytes, ...): one swizzle a plane looks up 16 codes at once,
// and interleaving the four results gives the floats.

// Byte b of each of 16 floats, from the four vectors that hold them.
// @ts-ignore: decorator
@inline export function plane0(t0: v128, t1: v128, t2: v128, t3: v128): v128 {
  const left = v128.shuffle<u8>(t0, t1, 0, 4, 8, 12, 16, 20, 24, 28, 0, 4, 8, 12, 16, 20, 24, 28);
  const right = v128.shuffle<u8>(t2, t3, 0, 4, 8, 12, 16, 20, 24, 28, 0, 4, 8, 12, 16, 20, 24, 28);
  return v128.shuffle<u64>(left, right, 0, 2);
}
// @ts-ignore: decorator
@inline export function plane1(t0: v128, t1: v128, t2: v128, t3: v128): v128 {
  const left = v128.shuffle<u8>(t0, t1, 1, 5, 9, 13, 17, 21, 25, 29, 1, 5, 9, 13, 17, 21, 25, 29);
  const right = v128.shuffle<u8>(t2, t3, 1, 5, 9, 13, 17, 21, 25, 29, 1, 5, 9, 13, 17, 21, 25, 29);
  return v128.shuffle<u64>(left, right, 0, 2);
}
// @ts-ignore: decorator
@inline export function plane2(t0: v128, t1: v128, t2: v128, t3: v128): v128 {
  const left = v128.shuffle<u8>(t0, t1, 2, 6, 10, 14, 18, 22, 26, 30, 2, 6, 10, 14, 18, 22, 26, 30);
  const right = v128.shuffle<u8>(t2, t3, 2, 6, 10, 14, 18, 22, 26, 30, 2, 6, 10, 14, 18, 22, 26, 30);
  return v128.shuffle<u64>(left, right, 0, 2);
}
// @ts-ignore: decorator
@inline export function plane3(t0: v128, t1: v128, t2: v128, t3: v128): v128 {
  const left = v128.shuffle<u8>(t0, t1, 3, 7, 11, 15, 19, 23, 27, 31, 3, 7, 11, 15, 19, 23, 27, 31);
  const right = v128.shuffle<u8>(t2, t3, 3, 7, 11, 15, 19, 23, 27, 31, 3, 7, 11, 15, 19, 23, 27, 31);
  return v128.shuffle<u64>(left, right, 0, 2);
}

// Interleave the low or the high halves of two vectors, byte by byte or pair by pair.
// @ts-ignore: decorator
@inline export function zip8low(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23);
}
// @ts-ignore: decorator
@inline export function zip8high(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31);
}
// @ts-ignore: decorator
@inline export function zip16low(a: v128, b: v128): v128 { return v128.shuffle<u16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11); }
// @ts-ignore: decorator
@inline export function zip16high(a: v128, b: v128): v128 { return v128.shuffle<u16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15); }
