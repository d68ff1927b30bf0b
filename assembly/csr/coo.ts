// Compressed sparse rows from entries in any order, several to a place: sorted by column, a digit of 11 bits at a time, then
// by row, each pass keeping the order of the one before; equal places then lie side by side, and are summed in the order
// in which they came.

import { starts } from "../core/starts";

const DIGIT: u32 = 11, BUCKETS: usize = 1 << 11;

/** Bytes of workspace for n entries of T: their sorted copy, and the buckets of a digit. */
// @ts-ignore: decorator
@inline function workBytes<T>(n: usize): usize { return BUCKETS * 4 + n * (8 + sizeof<T>()) + 8; }

/**
 * rows, cols (words) and values: n entries of an m x k matrix, in any order. On return the first words of cols and values hold
 * the columns and values of the compressed rows and indptr their m + 1 starts. Returns the number of entries left.
 */
function coo<T>(indptr: usize, rows: usize, cols: usize, values: usize, work: usize, n: usize, m: usize, k: usize): usize {
  let fromRows = rows, fromCols = cols, from = values;
  let to = work + BUCKETS * 4, toRows = to + n * sizeof<T>(), toCols = toRows + n * 4;
  for (let shift: u32 = 0, top = <u32>max(k, 1) - 1; shift < 32 && top >> shift != 0; shift += DIGIT) {
    byColumn<T>(toRows, toCols, to, fromRows, fromCols, from, n, work, shift);
    const r = fromRows, c = fromCols, v = from;
    fromRows = toRows; fromCols = toCols; from = to;
    toRows = r; toCols = c; to = v;
  }
  byRow<T>(indptr, toCols, to, fromRows, fromCols, from, n, m);
  return merge<T>(indptr, cols, values, toCols, to, m);
}

/** One digit of the columns. counts: BUCKETS words. */
function byColumn<T>(
  toRows: usize, toCols: usize, to: usize, rows: usize, cols: usize, values: usize, n: usize, counts: usize, shift: u32,
): void {
  const size = sizeof<T>(), mask: u32 = <u32>BUCKETS - 1;
  memory.fill(counts, 0, BUCKETS * 4);
  for (let p: usize = 0; p < n; p++) {
    const count = counts + <usize>(load<u32>(cols + p * 4) >> shift & mask) * 4;
    store<u32>(count, load<u32>(count) + 1);
  }
  starts(counts, BUCKETS);
  for (let p: usize = 0; p < n; p++) {
    const j = load<u32>(cols + p * 4), next = counts + <usize>(j >> shift & mask) * 4, place: usize = load<u32>(next);
    store<u32>(next, <u32>place + 1);
    store<u32>(toRows + place * 4, load<u32>(rows + p * 4));
    store<u32>(toCols + place * 4, j);
    store<T>(to + place * size, load<T>(values + p * size));
  }
}

/** The rows, whose starts go to indptr. */
function byRow<T>(indptr: usize, toCols: usize, to: usize, rows: usize, cols: usize, values: usize, n: usize, m: usize): void {
  const size = sizeof<T>();
  memory.fill(indptr, 0, (m + 1) * 4);
  for (let p: usize = 0; p < n; p++) {
    const count = indptr + <usize>load<u32>(rows + p * 4) * 4;
    store<u32>(count, load<u32>(count, 4) + 1, 4);
  }
  starts(indptr + 4, m); // word i + 1: the start of row i, moving to its end, the start of row i + 1
  for (let p: usize = 0; p < n; p++) {
    const next = indptr + <usize>load<u32>(rows + p * 4) * 4, place: usize = load<u32>(next, 4);
    store<u32>(next, <u32>place + 1, 4);
    store<u32>(toCols + place * 4, load<u32>(cols + p * 4));
    store<T>(to + place * size, load<T>(values + p * size));
  }
}

/** Sums the entries of each place; may be in place, as no entry moves back. */
function merge<T>(indptr: usize, toCols: usize, to: usize, cols: usize, values: usize, m: usize): usize {
  const size = sizeof<T>();
  let count: usize = 0, p: usize = 0;
  for (let i: usize = 0; i < m; i++) {
    for (const end: usize = load<u32>(indptr + i * 4, 4); p < end; count++) {
      const j = load<u32>(cols + p * 4);
      let total = load<T>(values + p++ * size);
      for (; p < end && load<u32>(cols + p * 4) == j; p++) total += load<T>(values + p * size);
      store<u32>(toCols + count * 4, j);
      store<T>(to + count * size, total);
    }
    store<u32>(indptr + i * 4, <u32>count, 4);
  }
  return count;
}

export function csr_coo_f32(
  indptr: usize, rows: usize, cols: usize, values: usize, work: usize, n: usize, m: usize, k: usize,
): usize { return coo<f32>(indptr, rows, cols, values, work, n, m, k); }
export function csr_coo_f64(
  indptr: usize, rows: usize, cols: usize, values: usize, work: usize, n: usize, m: usize, k: usize,
): usize { return coo<f64>(indptr, rows, cols, values, work, n, m, k); }
export function csr_coowork_f32(n: usize): usize { return workBytes<f32>(n); }
export function csr_coowork_f64(n: usize): usize { return workBytes<f64>(n); }
