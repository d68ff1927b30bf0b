// The workspace of C = A*B, in bytes from its start: counts of the sort, two lists of the columns of the row in hand, and the
// accumulator. That is, for each of n columns, a stamp (the last row that met it), a sum and a mark, where B has at most
// WIDEST columns (bits = 0), else a hash table of 2^bits slots, at most half full with the products of any row of C.

import { bitsFor } from "../core/hash";
import { products } from "../core/products";

/** Up to so many columns the sums of a row lie in a dense array. */
const WIDEST: usize = 1 << 20;
const COUNTS: usize = 1024;

/** Columns, or slots, that the accumulator has room for; a multiple of the block of marks. */
// @ts-ignore: decorator
@inline export function room(n: usize, bits: u32): usize { return bits == 0 ? (n + 63) & ~63 : <usize>1 << bits; }

// @ts-ignore: decorator
@inline export function listAt(work: usize): usize { return work + COUNTS; }

// @ts-ignore: decorator
@inline export function spareAt(work: usize, n: usize, bits: u32): usize { return listAt(work) + (room(n, bits) + 64) * 4; }

/** Stamps, or the keys of the hash table. */
// @ts-ignore: decorator
@inline export function stampsAt(work: usize, n: usize, bits: u32): usize { return spareAt(work, n, bits) + (room(n, bits) + 64) * 4; }

// @ts-ignore: decorator
@inline export function sumsAt(work: usize, n: usize, bits: u32): usize { return stampsAt(work, n, bits) + room(n, bits) * 4; }

// @ts-ignore: decorator
@inline export function marksAt<T>(work: usize, n: usize, bits: u32): usize { return sumsAt(work, n, bits) + room(n, bits) * sizeof<T>(); }

/** log2 of the slots of the hash table for A*B, n columns; 0 where the accumulator is dense. */
export function csr_spgemmbits_u32(aIndptr: usize, aIndices: usize, bIndptr: usize, m: usize, n: usize): u32 {
  if (n <= WIDEST) return 0;
  let most: usize = 1;
  for (let i: usize = 0; i < m; i++) {
    most = max(most, products(aIndices, load<u32>(aIndptr + i * 4), load<u32>(aIndptr + i * 4, 4), bIndptr));
  }
  return bitsFor(most);
}

/** Bytes of workspace. */
export function csr_spgemmwork_f32(n: usize, bits: u32): usize { return marksAt<f32>(0, n, bits) + room(n, bits); }
export function csr_spgemmwork_f64(n: usize, bits: u32): usize { return marksAt<f64>(0, n, bits) + room(n, bits); }
