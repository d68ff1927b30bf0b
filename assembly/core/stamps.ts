// A row of C = A*B gathered in an array of sums, one for each column of B, and a stamp beside each: the last row to meet the
// column. Columns come in the order in which they are met.

/** Distinct columns of row i: those whose stamp is not yet i. */
export function countStamped(stamps: usize, i: u32, aIndices: usize, p: usize, end: usize, bIndptr: usize, bIndices: usize): usize {
  let count: usize = 0;
  for (; p < end; p++) {
    const row = bIndptr + <usize>load<u32>(aIndices + p * 4) * 4, stop = bIndices + <usize>load<u32>(row, 4) * 4;
    for (let q = bIndices + <usize>load<u32>(row) * 4; q < stop; q += 4) {
      const stamp = stamps + <usize>load<u32>(q) * 4;
      count += <usize>(load<u32>(stamp) != i);
      store<u32>(stamp, i);
    }
  }
  return count;
}

/** Adds row i into the sums, and lists its columns: those whose stamp is not yet i. */
export function listStamped<T>(
  list: usize, stamps: usize, i: u32, sums: usize, aIndices: usize, aValues: usize, p: usize, end: usize,
  bIndptr: usize, bIndices: usize, bValues: usize,
): void {
  const size = sizeof<T>();
  for (; p < end; p++) {
    const row = bIndptr + <usize>load<u32>(aIndices + p * 4) * 4, a = load<T>(aValues + p * size);
    const from: usize = load<u32>(row), stop = bIndices + <usize>load<u32>(row, 4) * 4;
    let v = bValues + from * size;
    for (let q = bIndices + from * 4; q < stop; q += 4, v += size) {
      const j = load<u32>(q), stamp = stamps + <usize>j * 4, sum = sums + <usize>j * size;
      const product = a * load<T>(v);
      if (load<u32>(stamp) == i) store<T>(sum, load<T>(sum) + product);
      else {
        store<u32>(stamp, i);
        store<T>(sum, product);
        store<u32>(list, j);
        list += 4;
      }
    }
  }
}

/** Moves the sums of the listed columns out; they are zero afterwards. */
export function takeListed<T>(indices: usize, values: usize, list: usize, count: usize, sums: usize): void {
  const size = sizeof<T>();
  for (let q: usize = 0; q < count; q++) {
    const j = load<u32>(list + q * 4), sum = sums + <usize>j * size;
    store<u32>(indices + q * 4, j);
    store<T>(values + q * size, load<T>(sum));
    store<T>(sum, 0);
  }
}
