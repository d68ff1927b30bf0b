// Numbers i with given chances, from a table of cells: cell c is number c for its first part, alias_c for the rest.
// Walker, An Efficient Method for Generating Discrete Random Variables, ACM TOMS 3 (1977) 253-256.

import { below, unit } from "../core/philox";

/** out: count u32; words: 4 x count u32; parts: n f64; aliases: n u32. */
export function random_alias_u32(out: usize, words: usize, count: usize, parts: usize, aliases: usize, n: u32): void {
  for (const end = out + count * 4; out < end; out += 4, words += 16) {
    const cell = below(words, n);
    store<u32>(out, unit(words + 8) < load<f64>(parts + cell * 8) ? cell : load<u32>(aliases + cell * 4));
  }
}
