// Counting sort's middle step: from how many there are of each to where each begins.

/** counts: n words; each becomes the sum of those before it. */
export function starts(counts: usize, n: usize): void {
  let start: u32 = 0;
  for (let count = counts, end = counts + n * 4; count < end; count += 4) {
    const here = load<u32>(count);
    store<u32>(count, start);
    start += here;
  }
}
