// Loads and stores of whole vectors, back to back: the copy bandwidth at the size of a block.

/** Copies `size` bytes (a multiple of 64) `passes` times over. */
export function probe_copy_u8(out: usize, from: usize, size: usize, passes: usize): void {
  for (; passes > 0; passes--) {
    for (let p = from, q = out, end = from + size; p < end; p += 64, q += 64) {
      const a = v128.load(p), b = v128.load(p, 16), c = v128.load(p, 32), d = v128.load(p, 48);
      v128.store(q, a);
      v128.store(q, b, 16);
      v128.store(q, c, 32);
      v128.store(q, d, 48);
    }
  }
}
