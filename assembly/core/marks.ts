// A row of C = A*B gathered in an array of sums, one for each column of B, and a mark beside each that is met. Marks are read
// back in order, so that nothing is sorted. A mark is a byte: a store that reads nothing, so that columns close after one
// another do not wait for each other, as they do where they share a word of bits (3 times slower at 5 % of 2048 columns).

/** Marks looked at together. */
const BLOCK: usize = 64;

/** A column that was met; its top bit is what is read. */
const MARK: u8 = 0x80;

/** One bit for each mark of a block. */
// @ts-ignore: decorator
@inline function marksOf(block: usize): u64 {
  const a = v128.load(block), b = v128.load(block, 16), c = v128.load(block, 32), d = v128.load(block, 48);
  if (!v128.any_true(v128.or(v128.or(a, b), v128.or(c, d)))) return 0;
  const low = <u32>i8x16.bitmask(a) | <u32>i8x16.bitmask(b) << 16, high = <u32>i8x16.bitmask(c) | <u32>i8x16.bitmask(d) << 16;
  return <u64>low | <u64>high << 32;
}

/** Takes the marks of a block away. */
// @ts-ignore: decorator
@inline function clear(block: usize): void {
  const zero = i8x16.splat(0);
  v128.store(block, zero);
  v128.store(block, zero, 16);
  v128.store(block, zero, 32);
  v128.store(block, zero, 48);
}

/** Columns from the first to the last that the row meets; it meets one. */
export function width(aIndices: usize, p: usize, end: usize, bIndptr: usize, bIndices: usize): usize {
  let first: u32 = u32.MAX_VALUE, last: u32 = 0;
  for (; p < end; p++) {
    const row = bIndptr + <usize>load<u32>(aIndices + p * 4) * 4, from: usize = load<u32>(row), to: usize = load<u32>(row, 4);
    if (from == to) continue;
    first = min(first, load<u32>(bIndices + from * 4));
    last = max(last, load<u32>(bIndices + to * 4 - 4));
  }
  return <usize>(last - first) + 1;
}

/** Adds one row into the sums, a mark for each. Returns its first column. */
export function addMarked<T>(
  marks: usize, sums: usize, aIndices: usize, aValues: usize, p: usize, end: usize,
  bIndptr: usize, bIndices: usize, bValues: usize,
): usize {
  const size = sizeof<T>();
  let first = u32.MAX_VALUE;
  for (; p < end; p++) {
    const row = bIndptr + <usize>load<u32>(aIndices + p * 4) * 4, a = load<T>(aValues + p * size);
    const from: usize = load<u32>(row), stop = bIndices + <usize>load<u32>(row, 4) * 4;
    let q = bIndices + from * 4, v = bValues + from * size;
    if (q < stop) first = min(first, load<u32>(q));
    for (; q < stop; q += 4, v += size) {
      const j: usize = load<u32>(q), sum = sums + j * size;
      store<u8>(marks + j, MARK);
      store<T>(sum, load<T>(sum) + a * load<T>(v));
    }
  }
  return <usize>first;
}

/** Moves the sums out in the order of their columns; marks and sums are zero afterwards. */
export function takeMarked<T>(indices: usize, values: usize, first: usize, count: usize, marks: usize, sums: usize): void {
  const size = sizeof<T>(), stop = indices + count * 4;
  for (let start = first & ~(BLOCK - 1); indices < stop; start += BLOCK) {
    let columns = marksOf(marks + start);
    if (columns == 0) continue;
    clear(marks + start);
    for (; columns != 0; columns &= columns - 1) {
      const j = start + <usize>ctz<u64>(columns), sum = sums + j * size;
      store<u32>(indices, <u32>j);
      store<T>(values, load<T>(sum));
      store<T>(sum, 0);
      indices += 4;
      values += size;
    }
  }
}
