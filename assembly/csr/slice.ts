// Part of a matrix in compressed sparse rows: rows and columns from one to before another; the diagonal.

/** The first entry from p on, before end, in column j or after. The columns ascend. */
function lowerBound(indices: usize, p: usize, end: usize, j: usize): usize {
  while (p < end) {
    const middle = (p + end) >> 1;
    if (<usize>load<u32>(indices + middle * 4) < j) p = middle + 1;
    else end = middle;
  }
  return p;
}

/** Rows i to i + m - 1, columns j to stop - 1: the starts of the part's rows. Returns the number of its entries. */
export function csr_slicerows_u32(
  out: usize, indptr: usize, indices: usize, i: usize, m: usize, j: usize, stop: usize,
): usize {
  let count: usize = 0;
  store<u32>(out, 0);
  for (let r: usize = 0; r < m; r++) {
    const row = indptr + (i + r) * 4, p: usize = load<u32>(row), end: usize = load<u32>(row, 4);
    count += lowerBound(indices, p, end, stop) - lowerBound(indices, p, end, j);
    store<u32>(out + r * 4, <u32>count, 4);
  }
  return count;
}

/** The entries of that part, its columns counted from j. outIndptr: as csr_slicerows_u32 left it. */
function slice<T>(
  outIndptr: usize, outIndices: usize, outValues: usize, indptr: usize, indices: usize, values: usize,
  i: usize, m: usize, j: usize,
): void {
  const size = sizeof<T>();
  for (let r: usize = 0; r < m; r++) {
    const row = indptr + (i + r) * 4, from = lowerBound(indices, load<u32>(row), load<u32>(row, 4), j);
    const to: usize = load<u32>(outIndptr + r * 4), n = <usize>load<u32>(outIndptr + r * 4, 4) - to;
    for (let p: usize = 0; p < n; p++) {
      store<u32>(outIndices + (to + p) * 4, load<u32>(indices + (from + p) * 4) - <u32>j);
      store<T>(outValues + (to + p) * size, load<T>(values + (from + p) * size));
    }
  }
}

/** out_i = A_ii for the first n rows. */
function diagonal<T>(out: usize, indptr: usize, indices: usize, values: usize, n: usize): void {
  for (let i: usize = 0; i < n; i++) {
    const end: usize = load<u32>(indptr + i * 4, 4), p = lowerBound(indices, load<u32>(indptr + i * 4), end, i);
    const stored = p < end && <usize>load<u32>(indices + p * 4) == i;
    store<T>(out + i * sizeof<T>(), stored ? load<T>(values + p * sizeof<T>()) : <T>0);
  }
}

export function csr_slice_f32(
  outIndptr: usize, outIndices: usize, outValues: usize, indptr: usize, indices: usize, values: usize,
  i: usize, m: usize, j: usize,
): void { slice<f32>(outIndptr, outIndices, outValues, indptr, indices, values, i, m, j); }
export function csr_slice_f64(
  outIndptr: usize, outIndices: usize, outValues: usize, indptr: usize, indices: usize, values: usize,
  i: usize, m: usize, j: usize,
): void { slice<f64>(outIndptr, outIndices, outValues, indptr, indices, values, i, m, j); }
export function csr_diagonal_f32(out: usize, indptr: usize, indices: usize, values: usize, n: usize): void {
  diagonal<f32>(out, indptr, indices, values, n);
}
export function csr_diagonal_f64(out: usize, indptr: usize, indices: usize, values: usize, n: usize): void {
  diagonal<f64>(out, indptr, indices, values, n);
}
