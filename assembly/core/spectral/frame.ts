// What divide and conquer keeps in one workspace: vectors of n + 2 numbers, and the matrices after them.

/** Addresses. "By row" means by row of the matrix of vectors, "by pole" in the ascending order of one step. */
@unmanaged
export class Frame {
  /** f64 by row: eigenvalues, or singular values. */
  values: usize;
  /** f64 by row: the vector z of the rank-one change. */
  z: usize;
  /** f64 by pole: what is left of both after deflation, and the z for which the roots found are exact. */
  poles: usize;
  weights: usize;
  fitted: usize;
  /** f64 by pole: distance of root i from pole origins[i]. */
  shifts: usize;
  /** f64: differences of poles from one of them, and two rows of coefficients. */
  gaps: usize;
  cauchy: usize;
  other: usize;
  /** u32: rows in ascending order of their values, of each part that is done. */
  order: usize;
  /** u32 by pole: which pole a shift counts from, the row, the column among the coefficients. */
  origins: usize;
  rows: usize;
  places: usize;
  /** u32: all rows of a step in order, those deflated in it. */
  merged: usize;
  dead: usize;
  /** u8 by row: which columns are not zero. */
  kinds: usize;
  /** Elements of T: the coefficients, the rows being combined; then the workspace of gemm. */
  coefficients: usize;
  copies: usize;
  free: usize;
}

/** A row has entries in the columns of the first part, of both, or of the second. */
export const UPPER: u8 = 0, DENSE: u8 = 1, LOWER: u8 = 2;

/** The part of a matrix of this norm that is left away. */
export function negligible<T>(norm: f64): f64 {
  return max<f64>(8 * norm * (sizeof<T>() == 4 ? <f64>f32.EPSILON : f64.EPSILON), 1e-150);
}

/** Bytes in front of the workspace of gemm. */
export function frameBytes<T>(n: usize): usize {
  return 256 + (n + 2) * (9 * 8 + 6 * 4 + 8) + 2 * (n + 1) * (n + 1) * sizeof<T>() + 64;
}

/** Lays a frame out at `at`, a multiple of 8. values is the caller's. */
export function frame<T>(at: usize, n: usize, values: usize): Frame {
  const f = changetype<Frame>(at), doubles = (n + 2) * 8, words = (n + 2) * 4;
  let p = at + 256;
  f.values = values;
  f.z = p; p += doubles;
  f.poles = p; p += doubles;
  f.weights = p; p += doubles;
  f.fitted = p; p += doubles;
  f.shifts = p; p += doubles;
  f.gaps = p; p += doubles;
  f.cauchy = p; p += doubles;
  f.other = p; p += doubles;
  f.order = p; p += words;
  f.origins = p; p += words;
  f.rows = p; p += words;
  f.places = p; p += words;
  f.merged = p; p += words;
  f.dead = p; p += words;
  f.kinds = p; p += doubles;
  f.coefficients = p; p += (n + 1) * (n + 1) * sizeof<T>();
  f.copies = p; p += (n + 1) * (n + 1) * sizeof<T>();
  f.free = (p + 63) & ~63;
  return f;
}
