// Integers below a bound and permutations, from 64-bit words by multiplication: floor(word * bound / 2^64).
// Lemire, Fast Random Integer Generation in an Interval (2019), section 3, without rejection: the bias is <= bound/2^64.

import { below } from "../core/philox";

/** out: n u32 below `bound`; words: 2n u32. */
export function random_integers_u32(out: usize, words: usize, n: usize, bound: u32): void {
  for (let i: usize = 0; i < n; i++) store<u32>(out + i * 4, below(words + i * 8, bound));
}

/** out: 0..n-1 in random order (Fisher and Yates); words: 2n u32. */
export function random_permutation_u32(out: usize, words: usize, n: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const j: usize = below(words + i * 8, <u32>(i + 1));
    store<u32>(out + i * 4, load<u32>(out + j * 4));
    store<u32>(out + j * 4, <u32>i);
  }
}
