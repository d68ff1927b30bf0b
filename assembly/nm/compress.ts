// N:M sparsity: of every M numbers side by side, in a row or in a column, the N largest in magnitude are kept; of equal ones
// the first, and NaN counts as infinite. Mishra et al., Accelerating Sparse Deep Neural Networks (2021), section 3.
//
// Kept entries are stored in the order in which nm/mm reads them: by blocks of 256 rows, in a block by chunks of 128 columns,
// in a chunk row by row. The entries of one row of one chunk are a piece; starts[p] is the first of piece p. An entry's index
// is its column less the chunk's first, in 8 bits.

/** Columns of a chunk: its rows of X fill half a first-level cache, 128 x 8 vectors. */
export const CHUNK: usize = 128;

/** Rows of a block: as many rows of Y stay in the second-level cache from chunk to chunk. */
export const ROWS: usize = 256;

/** A: m x n, rows lda elements apart; groups of `group` in a column if `down`, else in a row. The sizes of out follow from these. */
function compress<T>(
  starts: usize, indices: usize, values: usize, a: usize, m: usize, n: usize, lda: usize, keep: usize, group: usize, down: bool,
): void {
  let e: usize = 0;
  for (let first: usize = 0; first < m; first += ROWS) {
    for (let c: usize = 0; c < n; c += CHUNK) {
      for (let i = first, end = min(first + ROWS, m); i < end; i++, starts += 4) {
        store<u32>(starts, <u32>e);
        for (let j = c; j < min(c + CHUNK, n); j++) {
          if (!kept<T>(a, i, j, m, n, lda, keep, group, down)) continue;
          store<u8>(indices + e, <u8>(j - c));
          store<T>(values + e * sizeof<T>(), load<T>(a + (i * lda + j) * sizeof<T>()));
          e++;
        }
      }
    }
  }
  store<u32>(starts, <u32>e);
}

/** Whether A_ij is among the `keep` first of its group. */
function kept<T>(a: usize, i: usize, j: usize, m: usize, n: usize, lda: usize, keep: usize, group: usize, down: bool): bool {
  const stride = (down ? lda : <usize>1) * sizeof<T>(), place = down ? i : j, before = place % group;
  const from = a + (i * lda + j) * sizeof<T>() - before * stride;
  return rank<T>(from, stride, before, min(group, (down ? m : n) - place + before)) < keep;
}

/** How many of `count` numbers come before number `self` in order of magnitude. */
function rank<T>(from: usize, stride: usize, self: usize, count: usize): usize {
  const mine = size<T>(from + self * stride);
  let above: usize = 0;
  for (let s: usize = 0; s < count; s++) {
    const other = size<T>(from + s * stride);
    if (other > mine || (other == mine && s < self)) above++;
  }
  return above;
}

// @ts-ignore: decorator
@inline function size<T>(p: usize): T {
  const v = load<T>(p);
  return v == v ? abs<T>(v) : <T>Infinity;
}

/** How many groups of A have more than `keep` numbers that are not zero. */
function check<T>(a: usize, m: usize, n: usize, lda: usize, keep: usize, group: usize, down: bool): usize {
  const stride = (down ? lda : <usize>1) * sizeof<T>(), across = (down ? <usize>1 : lda) * sizeof<T>(), lines = down ? n : m, long = down ? m : n;
  let bad: usize = 0;
  for (let i: usize = 0; i < lines; i++) {
    for (let j: usize = 0; j < long; j += group) {
      let filled: usize = 0;
      for (let s: usize = 0, end = min(group, long - j); s < end; s++) filled += usize(load<T>(a + i * across + (j + s) * stride) != 0);
      bad += usize(filled > keep);
    }
  }
  return bad;
}

/** out = A, m x n, rows n elements apart. */
function decompress<T>(out: usize, starts: usize, indices: usize, values: usize, m: usize, n: usize): void {
  memory.fill(out, 0, m * n * sizeof<T>());
  for (let first: usize = 0; first < m; first += ROWS) {
    for (let c: usize = 0; c < n; c += CHUNK) {
      for (let i = first, last = min(first + ROWS, m); i < last; i++, starts += 4) {
        for (let e: usize = load<u32>(starts), end: usize = load<u32>(starts, 4); e < end; e++) {
          store<T>(out + (i * n + c + load<u8>(indices + e)) * sizeof<T>(), load<T>(values + e * sizeof<T>()));
        }
      }
    }
  }
}

export function nm_compress_f32(
  starts: usize, indices: usize, values: usize, a: usize, m: usize, n: usize, lda: usize, keep: usize, group: usize, down: bool,
): void { compress<f32>(starts, indices, values, a, m, n, lda, keep, group, down); }
export function nm_compress_f64(
  starts: usize, indices: usize, values: usize, a: usize, m: usize, n: usize, lda: usize, keep: usize, group: usize, down: bool,
): void { compress<f64>(starts, indices, values, a, m, n, lda, keep, group, down); }

export function nm_check_f32(a: usize, m: usize, n: usize, lda: usize, keep: usize, group: usize, down: bool): usize {
  return check<f32>(a, m, n, lda, keep, group, down);
}
export function nm_check_f64(a: usize, m: usize, n: usize, lda: usize, keep: usize, group: usize, down: bool): usize {
  return check<f64>(a, m, n, lda, keep, group, down);
}

export function nm_decompress_f32(out: usize, starts: usize, indices: usize, values: usize, m: usize, n: usize): void {
  decompress<f32>(out, starts, indices, values, m, n);
}
export function nm_decompress_f64(out: usize, starts: usize, indices: usize, values: usize, m: usize, n: usize): void {
  decompress<f64>(out, starts, indices, values, m, n);
}
