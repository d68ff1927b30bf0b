// A transform of length n of s sequences side by side, pass by pass between two buffers of planes.
// A program is u32s: the number of passes, then radix, m and where its table starts, in bytes from the program, of each.

import { first4, last4 } from "./butterflyends";
import { pass2, pass3, pass4, pass5 } from "./butterfly";
import { join, split } from "./planes";
import { passOdd } from "./butterflyodd";
import { planeOf } from "./put";

/** The code of a first pass of radix 4 that reads interleaved numbers. */
const FIRST4: u32 = 1;

/** Bytes that a pass of the greatest radix, 13, works in: 52 vectors. */
export const SCRATCH: usize = 832;

/**
 * From x, planes h bytes apart, by way of `other`; both are overwritten. work: SCRATCH bytes. Returns which of the two holds
 * the result. Passes `from` to `to` of the program.
 */
export function stages<T>(x: usize, other: usize, h: usize, s: usize, program: usize, from: u32, to: u32, work: usize): usize {
  for (let e = program + 4 + 12 * <usize>from, end = program + 4 + 12 * <usize>to; e < end; e += 12) {
    const r = <usize>load<u32>(e), m = <usize>load<u32>(e, 4), w = program + <usize>load<u32>(e, 8);
    if (r == 4) pass4<T>(other, x, h, m, s, w);
    else if (r == 2) pass2<T>(other, x, h, m, s, w);
    else if (r == 3) pass3<T>(other, x, h, m, s, w);
    else if (r == 5) pass5<T>(other, x, h, m, s, w);
    else passOdd<T>(other, x, h, r, m, s, w, work);
    const swap = x; x = other; other = swap;
    s *= r;
  }
  return x;
}

/** out = re Re(F x) + i im Im(F x), x counting with its imaginary parts times `sign`: n interleaved numbers. work: see rows. */
export function row<T>(out: usize, x: usize, n: usize, program: usize, sign: T, re: T, im: T, work: usize): void {
  const h = planeOf<T>(n), a = work + SCRATCH, b = a + 2 * h;
  const passes = load<u32>(program);
  let from: u32 = 0, s: usize = 1;
  if (passes > 0 && load<u32>(program, 4) == FIRST4) {
    first4<T>(a, x, h, n / 4, program + <usize>load<u32>(program, 12), sign);
    from = 1; s = 4;
  } else split<T>(a, x, h, 1, n, n, sign);
  const fused = passes > from + 1 && load<u32>(program + 12 * <usize>passes - 8) == 4 && n >= 64;
  const done = stages<T>(a, b, h, s, program, from, fused ? passes - 1 : passes, work);
  if (fused) last4<T>(out, done, h, n / 4, re, im);
  else join<T>(out, done, h, 1, n, n, re, im);
}
