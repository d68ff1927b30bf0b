// How much work a row of C = A*B is.

/** Products that a row of C sums, for entries p to end of A: no fewer than it has entries. */
export function products(aIndices: usize, p: usize, end: usize, bIndptr: usize): usize {
  let total: u32 = 0;
  for (; p < end; p++) {
    const row = bIndptr + <usize>load<u32>(aIndices + p * 4) * 4;
    total += load<u32>(row, 4) - load<u32>(row);
  }
  return total;
}
