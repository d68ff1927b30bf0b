// B = A' in compressed sparse rows: entries are dealt out by column, in the order of their rows, so B's rows are sorted.
// Gustavson, ACM TOMS 4 (1978) 250-269 (permuted transposition).

import { starts } from "../core/starts";

/** A: m x n; B: n x m, as many entries. */
function transpose<T>(
  bIndptr: usize, bIndices: usize, bValues: usize, indptr: usize, indices: usize, values: usize, m: usize, n: usize,
): void {
  const shift = alignof<T>(), stop = indices + <usize>load<u32>(indptr + m * 4) * 4;
  memory.fill(bIndptr, 0, (n + 1) * 4);
  for (let q = indices; q < stop; q += 4) {
    const count = bIndptr + <usize>load<u32>(q) * 4;
    store<u32>(count, load<u32>(count, 4) + 1, 4);
  }
  starts(bIndptr + 4, n); // word j + 1: the start of row j, moving to its end, the start of row j + 1
  for (let i: usize = 0; i < m; i++) {
    const end: usize = load<u32>(indptr + i * 4, 4);
    for (let p: usize = load<u32>(indptr + i * 4); p < end; p++) {
      const next = bIndptr + <usize>load<u32>(indices + p * 4) * 4, place: usize = load<u32>(next, 4);
      store<u32>(next, <u32>place + 1, 4);
      store<u32>(bIndices + place * 4, <u32>i);
      store<T>(bValues + (place << shift), load<T>(values + (p << shift)));
    }
  }
}

export function csr_transpose_f32(
  bIndptr: usize, bIndices: usize, bValues: usize, indptr: usize, indices: usize, values: usize, m: usize, n: usize,
): void { transpose<f32>(bIndptr, bIndices, bValues, indptr, indices, values, m, n); }
export function csr_transpose_f64(
  bIndptr: usize, bIndices: usize, bValues: usize, indptr: usize, indices: usize, values: usize, m: usize, n: usize,
): void { transpose<f64>(bIndptr, bIndices, bValues, indptr, indices, values, m, n); }
