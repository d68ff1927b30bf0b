// The heap of the main instance: AssemblyScript's TLSF, aligned to 64 bytes.
// The word before the aligned address holds the address TLSF knows.

/** An aligned block of `size` bytes. Traps, with the heap unchanged, where memory cannot grow. */
export function heap_alloc_u8(size: usize): usize {
  const base = heap.alloc(size + 64);
  const aligned = (base + 64) & ~63;
  store<usize>(aligned - 4, base);
  return aligned;
}

/** Gives back a block of heap_alloc_u8. */
export function heap_free_u8(aligned: usize): void {
  heap.free(load<usize>(aligned - 4));
}
