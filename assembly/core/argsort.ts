// The order in which n floats ascend, equal ones as they lie: places sorted by the bits of the floats, a byte a pass.
// Knuth, The Art of Computer Programming 3 (1998), section 5.2.5; keys as in radix.ts.

import { starts } from "./starts";

/** order: n u32 out; spare: n u32; counts: 256 u32; a: n numbers, no NaN. */
export function argsort<T>(order: usize, spare: usize, counts: usize, a: usize, n: usize): void {
  if (sizeof<T>() == 4) passes<u32>(order, spare, counts, a, n);
  else passes<u64>(order, spare, counts, a, n);
}

function passes<K>(order: usize, spare: usize, counts: usize, a: usize, n: usize): void {
  for (let i: usize = 0; i < n; i++) store<u32>(order + i * 4, <u32>i);
  // An even number of passes: the result is back where it began.
  for (let shift: K = 0; shift < <K>(8 * sizeof<K>()); shift += 8) {
    memory.fill(counts, 0, 1024);
    for (let i: usize = 0; i < n; i++) {
      const at = counts + <usize>digit<K>(a, i, shift) * 4;
      store<u32>(at, load<u32>(at) + 1);
    }
    starts(counts, 256);
    for (let i: usize = 0; i < n; i++) {
      const place = load<u32>(order + i * 4), at = counts + <usize>digit<K>(a, place, shift) * 4, to = load<u32>(at);
      store<u32>(spare + <usize>to * 4, place);
      store<u32>(at, to + 1);
    }
    const swap = order;
    order = spare;
    spare = swap;
  }
}

/** The byte at `shift` of the key of number i. */
// @ts-ignore: decorator
@inline function digit<K>(a: usize, i: usize, shift: K): K {
  const v = load<K>(a + i * sizeof<K>()), top = <K>(8 * sizeof<K>() - 1);
  return (v ^ ((<K>0 - (v >> top)) | (<K>1 << top))) >> shift & 255;
}
