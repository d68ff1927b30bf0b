// A row of C = A*B gathered in a hash table of its columns: linear probing in 2^bits slots, EMPTY where there is none.
// Knuth, The Art of Computer Programming 3, section 6.4, algorithm L, with his multiplicative hashing.

import { products } from "./products";

const EMPTY: u32 = 0xffffffff;

/** Empties the table; by vectors, as memory.fill is a call into the host, too dear for the small tables of short rows. */
function empty(keys: usize, bits: u32): void {
  const none = i32x4.splat(-1);
  for (const end = keys + (<usize>4 << bits); keys < end; keys += 16) v128.store(keys, none);
}

/** The slot of `word`, or the empty slot where it belongs. */
// @ts-ignore: decorator
@inline function find(keys: usize, bits: u32, word: u32): usize {
  const mask: usize = (<usize>1 << bits) - 1;
  let slot = <usize>(word * 0x9e3779b1 >> (32 - bits));
  for (let key = load<u32>(keys + slot * 4); key != word && key != EMPTY; key = load<u32>(keys + slot * 4)) {
    slot = (slot + 1) & mask;
  }
  return slot;
}

/** Whether the slot holds nothing. */
// @ts-ignore: decorator
@inline function isEmpty(keys: usize, slot: usize): bool { return load<u32>(keys + slot * 4) == EMPTY; }

/** log2 of the slots for up to n words: at least 4, at most half full. */
// @ts-ignore: decorator
@inline export function bitsFor(n: usize): u32 { return 33 - clz<u32>(<u32>max(n, 1)); }

/** Distinct columns of one row, by a hash table. */
export function countHashed(keys: usize, aIndices: usize, p: usize, end: usize, bIndptr: usize, bIndices: usize): usize {
  const bits = bitsFor(products(aIndices, p, end, bIndptr));
  empty(keys, bits);
  let count: usize = 0;
  for (; p < end; p++) {
    const row = bIndptr + <usize>load<u32>(aIndices + p * 4) * 4, stop = bIndices + <usize>load<u32>(row, 4) * 4;
    for (let q = bIndices + <usize>load<u32>(row) * 4; q < stop; q += 4) {
      const column = load<u32>(q), slot = find(keys, bits, column);
      count += <usize>isEmpty(keys, slot);
      store<u32>(keys + slot * 4, column);
    }
  }
  return count;
}

/** Adds one row into a hash table, and lists its keys. */
export function listHashed<T>(
  list: usize, keys: usize, bits: u32, sums: usize, aIndices: usize, aValues: usize, p: usize, end: usize,
  bIndptr: usize, bIndices: usize, bValues: usize,
): void {
  const size = sizeof<T>();
  empty(keys, bits);
  for (; p < end; p++) {
    const row = bIndptr + <usize>load<u32>(aIndices + p * 4) * 4, a = load<T>(aValues + p * size);
    const stop: usize = load<u32>(row, 4);
    for (let q: usize = load<u32>(row); q < stop; q++) {
      const j = load<u32>(bIndices + q * 4), slot = find(keys, bits, j), sum = sums + slot * size;
      const product = a * load<T>(bValues + q * size);
      if (isEmpty(keys, slot)) {
        store<u32>(keys + slot * 4, j);
        store<T>(sum, product);
        store<u32>(list, j);
        list += 4;
      } else store<T>(sum, load<T>(sum) + product);
    }
  }
}

/** The sums of the listed keys. */
export function takeHashed<T>(values: usize, list: usize, count: usize, keys: usize, bits: u32, sums: usize): void {
  for (let q: usize = 0; q < count; q++) {
    store<T>(values + q * sizeof<T>(), load<T>(sums + find(keys, bits, load<u32>(list + q * 4)) * sizeof<T>()));
  }
}
