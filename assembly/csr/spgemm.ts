// C = A*B in compressed sparse rows, rows sorted, into the rows that csr_spgemmrows_u32 measured: row i of C is the sum of the
// rows of B that row i of A names, times its entries. An entry that cancels to zero stays stored. Gustavson (1978).

import { bitsFor, listHashed, takeHashed } from "../core/hash";
import { addMarked, takeMarked, width } from "../core/marks";
import { sortWords } from "../core/sort";
import { listStamped, takeListed } from "../core/stamps";
import { listAt, marksAt, room, spareAt, stampsAt, sumsAt } from "./spgemmwork";

/** Rows of up to so many entries are sorted; longer ones are, where marks are further apart on average than SPARSE. */
const SHORT: usize = 32, SPARSE: usize = 64;

/** indptr: as csr_spgemmrows_u32 left it; indices, values: its entries, out. work and bits: see workspace. */
function numeric<T>(
  indptr: usize, indices: usize, values: usize, aIndptr: usize, aIndices: usize, aValues: usize,
  bIndptr: usize, bIndices: usize, bValues: usize, work: usize, m: usize, n: usize, bits: u32,
): void {
  const size = sizeof<T>(), list = listAt(work), spare = spareAt(work, n, bits), columnBits = 32 - clz<u32>(<u32>n);
  const stamps = stampsAt(work, n, bits), sums = sumsAt(work, n, bits), marks = marksAt<T>(work, n, bits);
  if (bits == 0) {
    memory.fill(stamps, 0xff, room(n, bits) * 4);
    memory.fill(sums, 0, room(n, bits) * (size + 1));
  }
  for (let i: usize = 0; i < m; i++) {
    const p: usize = load<u32>(aIndptr + i * 4), end: usize = load<u32>(aIndptr + i * 4, 4);
    const out: usize = load<u32>(indptr + i * 4), count = <usize>load<u32>(indptr + i * 4, 4) - out;
    const toIndices = indices + out * 4, toValues = values + out * size;
    if (bits != 0) {
      const slots = bitsFor(count);
      listHashed<T>(toIndices, stamps, slots, sums, aIndices, aValues, p, end, bIndptr, bIndices, bValues);
      sortWords(toIndices, spare, work, count, columnBits);
      takeHashed<T>(toValues, toIndices, count, stamps, slots, sums);
    } else if (count <= SHORT || width(aIndices, p, end, bIndptr, bIndices) > count * SPARSE) {
      listStamped<T>(list, stamps, <u32>i, sums, aIndices, aValues, p, end, bIndptr, bIndices, bValues);
      sortWords(list, spare, work, count, columnBits);
      takeListed<T>(toIndices, toValues, list, count, sums);
    } else {
      const first = addMarked<T>(marks, sums, aIndices, aValues, p, end, bIndptr, bIndices, bValues);
      takeMarked<T>(toIndices, toValues, first, count, marks, sums);
    }
  }
}

export function csr_spgemm_f32(
  indptr: usize, indices: usize, values: usize, aIndptr: usize, aIndices: usize, aValues: usize,
  bIndptr: usize, bIndices: usize, bValues: usize, work: usize, m: usize, n: usize, bits: u32,
): void {
  numeric<f32>(indptr, indices, values, aIndptr, aIndices, aValues, bIndptr, bIndices, bValues, work, m, n, bits);
}
export function csr_spgemm_f64(
  indptr: usize, indices: usize, values: usize, aIndptr: usize, aIndices: usize, aValues: usize,
  bIndptr: usize, bIndices: usize, bValues: usize, work: usize, m: usize, n: usize, bits: u32,
): void {
  numeric<f64>(indptr, indices, values, aIndptr, aIndices, aValues, bIndptr, bIndices, bValues, work, m, n, bits);
}
