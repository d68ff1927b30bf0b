// The rules of compressed sparse rows: starts from 0 to nnz that never decrease, columns below n that ascend within a row.

/** Whether indptr (m + 1 words) and indices (nnz words) keep the rules. */
export function csr_check_u32(indptr: usize, indices: usize, m: usize, n: usize, nnz: usize): bool {
  if (load<u32>(indptr) != 0 || <usize>load<u32>(indptr + m * 4) != nnz) return false;
  for (let i: usize = 0; i < m; i++) {
    const start: usize = load<u32>(indptr + i * 4), end: usize = load<u32>(indptr + i * 4, 4);
    if (end < start || end > nnz) return false;
    if (start == end) continue;
    let previous = load<u32>(indices + start * 4), rising = true;
    for (let q = indices + start * 4 + 4, stop = indices + end * 4; q < stop; q += 4) {
      const j = load<u32>(q);
      rising = rising & (j > previous);
      previous = j;
    }
    if (!rising || <usize>previous >= n) return false;
  }
  return true;
}
