// Sorts 32-bit words: by insertion where there are few, else by digits of eight bits from the lowest up.

import { starts } from "./starts";

const FEW: usize = 40;

/** words: n of them, each below 2^bits, sorted on return; spare: n words of scratch; counts: 256 words. */
export function sortWords(words: usize, spare: usize, counts: usize, n: usize, bits: u32): void {
  if (n <= FEW) return insert(words, n);
  let from = words, to = spare;
  for (let shift: u32 = 0; shift < bits; shift += 8) {
    memory.fill(counts, 0, 1024);
    for (let at = from, end = from + n * 4; at < end; at += 4) {
      const count = counts + (load<u32>(at) >> shift & 255) * 4;
      store<u32>(count, load<u32>(count) + 1);
    }
    starts(counts, 256);
    for (let at = from, end = from + n * 4; at < end; at += 4) {
      const word = load<u32>(at), count = counts + (word >> shift & 255) * 4, place: usize = load<u32>(count);
      store<u32>(to + place * 4, word);
      store<u32>(count, <u32>place + 1);
    }
    const swap = from;
    from = to;
    to = swap;
  }
  if (from != words) memory.copy(words, from, n * 4);
}

function insert(words: usize, n: usize): void {
  const end = words + n * 4;
  for (let at = words + 4; at < end; at += 4) {
    const word = load<u32>(at);
    let to = at;
    for (; to > words && load<u32>(to - 4) > word; to -= 4) store<u32>(to, load<u32>(to - 4));
    store<u32>(to, word);
  }
}
