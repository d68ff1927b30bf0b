// Loads of whole vectors in four streams, as a product of four rows reads: the read bandwidth at the size of a block.
// One stream alone reads memory at half the speed of four on the machine this was tried on (Zen 3).

/** Reads `size` bytes (a multiple of 256) `passes` times over; bits common to all, so that nothing can be dropped. */
export function probe_read_u8(from: usize, size: usize, passes: usize): u32 {
  const stride = size / 4;
  let a = i32x4.splat(-1), b = a, c = a, d = a;
  for (; passes > 0; passes--) {
    for (let p = from, end = from + stride; p < end; p += 64) {
      const q = p + stride, r = q + stride, s = r + stride;
      a = line(p, a);
      b = line(q, b);
      c = line(r, c);
      d = line(s, d);
    }
  }
  return i32x4.extract_lane(v128.and(v128.and(a, b), v128.and(c, d)), 0);
}

/** 64 bytes of one stream. */
// @ts-ignore: decorator
@inline function line(p: usize, bits: v128): v128 {
  bits = v128.and(bits, v128.load(p));
  bits = v128.and(bits, v128.load(p, 16));
  bits = v128.and(bits, v128.load(p, 32));
  return v128.and(bits, v128.load(p, 48));
}
