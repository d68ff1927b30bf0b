// New vectors = coefficients * old vectors, by two products: of the rows with entries in the first part, and in the second.

import { gemm } from "../gemm";
import { Frame, LOWER, UPPER } from "./frame";

/** Columns of the coefficients: rows of the first part, of both, of the second. Returns how many of each, 20 bits apart. */
export function arrange(f: Frame, k: usize): u64 {
  let counts: u64 = 0;
  for (let i: usize = 0; i < k; i++) counts += <u64>1 << 20 * <u64>load<u8>(f.kinds + load<u32>(f.rows + 4 * i));
  let next = (counts & 0xfffff) << 20 | ((counts & 0xfffff) + (counts >> 20 & 0xfffff)) << 40;
  for (let i: usize = 0; i < k; i++) {
    const kind = 20 * <u64>load<u8>(f.kinds + load<u32>(f.rows + 4 * i));
    store<u32>(f.places + 4 * i, <u32>(next >> kind & 0xfffff));
    next += <u64>1 << kind;
  }
  return counts;
}

/**
 * Rows lo to lo + n of q, ld apart: the k combinations of the rows of poles, then the dead rows. Columns lo to cut are the
 * first part, cut to high the second.
 */
export function combine<T>(
  f: Frame, q: usize, ld: usize, lo: usize, cut: usize, high: usize, n: usize, k: usize, counts: u64,
): void {
  const size = sizeof<T>(), dense = <usize>(counts >> 20 & 0xfffff), top = <usize>(counts & 0xfffff) + dense;
  const skip = top - dense, bottom = k - skip, left = (cut - lo) * size, right = (high - cut) * size;
  const lower = f.copies + top * left, rest = lower + bottom * right;
  for (let i: usize = 0; i < k; i++) {
    const row = <usize>load<u32>(f.rows + 4 * i), place = <usize>load<u32>(f.places + 4 * i), kind = load<u8>(f.kinds + row);
    const from = q + (row * ld + lo) * size;
    if (kind != LOWER) memory.copy(f.copies + place * left, from, left);
    if (kind != UPPER) memory.copy(lower + (place - skip) * right, from + left, right);
  }
  for (let i: usize = 0; i < n - k; i++) {
    memory.copy(rest + i * (left + right), q + (<usize>load<u32>(f.dead + 4 * i) * ld + lo) * size, left + right);
  }
  const out = q + (lo * ld + lo) * size;
  gemm<T>(out, f.coefficients, f.copies, f.free, k, cut - lo, top, ld, k, 1, cut - lo, 1, 1, 0);
  gemm<T>(out + left, f.coefficients + skip * size, lower, f.free, k, high - cut, bottom, ld, k, 1, high - cut, 1, 1, 0);
  for (let i: usize = 0; i < n - k; i++) {
    memory.copy(out + (k + i) * ld * size, rest + i * (left + right), left + right);
  }
}
