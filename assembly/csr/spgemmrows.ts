// The rows' lengths in C = A*B, all three in compressed sparse rows.
// Gustavson, Two Fast Algorithms for Sparse Matrices: Multiplication and Permuted Transposition, ACM TOMS 4 (1978) 250-269.

import { countHashed } from "../core/hash";
import { countStamped } from "../core/stamps";
import { room, stampsAt } from "./spgemmwork";

/** indptr: m + 1 words, out. work and bits: see workspace. Returns the number of entries of C, which may be 2^32 or more. */
export function csr_spgemmrows_u32(
  indptr: usize, aIndptr: usize, aIndices: usize, bIndptr: usize, bIndices: usize, work: usize, m: usize, n: usize,
  bits: u32,
): f64 {
  const stamps = stampsAt(work, n, bits);
  if (bits == 0) memory.fill(stamps, 0xff, room(n, bits) * 4);
  let total: f64 = 0;
  store<u32>(indptr, 0);
  for (let i: usize = 0; i < m; i++) {
    const p: usize = load<u32>(aIndptr + i * 4), end: usize = load<u32>(aIndptr + i * 4, 4);
    const count = bits == 0
      ? countStamped(stamps, <u32>i, aIndices, p, end, bIndptr, bIndices)
      : countHashed(stamps, aIndices, p, end, bIndptr, bIndices);
    total += <f64>count;
    store<u32>(indptr + i * 4, load<u32>(indptr + i * 4) + <u32>count, 4);
  }
  return total;
}
