// Ascending order of floats by their bits, a byte a pass from the lowest: n steps a pass and no comparisons.
// Knuth, The Art of Computer Programming 3 (1998), section 5.2.5. A negative float's bits are inverted, a positive
// one's sign bit is set; then the order of the bits is the order of the numbers.

/** a: n numbers, no NaN, sorted in place; spare: n numbers; counts: 256 u32. */
export function radixSort<T>(a: usize, spare: usize, counts: usize, n: usize): void {
  if (sizeof<T>() == 4) sortBits<u32>(a, spare, counts, n);
  else sortBits<u64>(a, spare, counts, n);
}

function sortBits<K>(a: usize, spare: usize, counts: usize, n: usize): void {
  const size = sizeof<K>(), top = <K>(8 * sizeof<K>() - 1), signBit = <K>1 << top;
  for (let i: usize = 0; i < n; i++) {
    const v = load<K>(a + i * size);
    store<K>(a + i * size, v ^ ((<K>0 - (v >> top)) | signBit));
  }
  for (let shift: K = 0; shift < top; shift += 8) {
    scatter<K>(spare, a, counts, n, shift);
    const swap = a;
    a = spare;
    spare = swap;
  }
  for (let i: usize = 0; i < n; i++) {
    const v = load<K>(a + i * size);
    store<K>(a + i * size, v ^ (((v >> top) - 1) | signBit));
  }
}

/** One pass: out = the keys in order of the byte at `shift`, equal ones as they were. */
function scatter<K>(out: usize, a: usize, counts: usize, n: usize, shift: K): void {
  const size = sizeof<K>();
  memory.fill(counts, 0, 1024);
  for (let i: usize = 0; i < n; i++) {
    const at = counts + <usize>(load<K>(a + i * size) >> shift & 255) * 4;
    store<u32>(at, load<u32>(at) + 1);
  }
  let start: u32 = 0;
  for (let b: usize = 0; b < 1024; b += 4) {
    const count = load<u32>(counts + b);
    store<u32>(counts + b, start);
    start += count;
  }
  for (let i: usize = 0; i < n; i++) {
    const v = load<K>(a + i * size), at = counts + <usize>(v >> shift & 255) * 4, place = load<u32>(at);
    store<u32>(at, place + 1);
    store<K>(out + <usize>place * size, v);
  }
}
