// Before the secular equation: rows whose z is negligible, or whose values nearly agree with a neighbour's, are finished.
// Cuppen, A Divide and Conquer Method for the Symmetric Tridiagonal Eigenproblem (1981); Dongarra and Sorensen (1987).

import { rot } from "../rot";
import { DENSE, Frame } from "./frame";

/**
 * Takes the rows listed in merged (ascending values) to poles, weights and rows, or to dead; returns the number of poles.
 * A pair of rows of v (and of u where it is not 0) is turned so that one z becomes 0: those rows start with element `lo`
 * and have `width` elements (one of u fewer where `wider`).  The first `kept` rows
 * are poles whatever their z; others with |z| <= small are dead, and pairs whose values differ by tolerance or less.
 */
export function deflate<T>(
  f: Frame, v: usize, u: usize, ld: usize, lo: usize, width: usize, wider: usize, n: usize, kept: usize,
  tolerance: f64, small: f64,
): usize {
  const size = sizeof<T>();
  let k: usize = 0, dead: usize = 0, before: usize = usize.MAX_VALUE;
  for (let i: usize = 0; i < n; i++) {
    const row = <usize>load<u32>(f.merged + 4 * i), at = f.z + 8 * row, z = load<f64>(at);
    if (i < kept) {
      k = keep(f, k, row);
      continue;
    }
    if (abs<f64>(z) <= small) {
      store<u32>(f.dead + 4 * dead++, <u32>row);
      continue;
    }
    if (before != usize.MAX_VALUE) {
      const w = load<f64>(f.z + 8 * before), norm = sqrt<f64>(z * z + w * w), c = z / norm, s = w / norm;
      const d = load<f64>(f.values + 8 * row), e = load<f64>(f.values + 8 * before);
      if ((u != 0 ? d - e : abs<f64>((d - e) * c * s)) <= tolerance) {
        rot<T>(v + (before * ld + lo) * size, v + (row * ld + lo) * size, width, <T>c, <T>s);
        if (u != 0) rot<T>(u + (before * ld + lo) * size, u + (row * ld + lo) * size, width - wider, <T>c, <T>s);
        store<f64>(at, norm);
        store<f64>(f.values + 8 * before, c * c * e + s * s * d);
        store<f64>(f.values + 8 * row, s * s * e + c * c * d);
        if (load<u8>(f.kinds + row) != load<u8>(f.kinds + before)) {
          store<u8>(f.kinds + row, DENSE);
          store<u8>(f.kinds + before, DENSE);
        }
        store<u32>(f.dead + 4 * dead++, <u32>before);
      } else k = keep(f, k, before);
    }
    before = row;
  }
  return before == usize.MAX_VALUE ? k : keep(f, k, before);
}

/** Adds a pole. */
function keep(f: Frame, k: usize, row: usize): usize {
  store<f64>(f.poles + 8 * k, load<f64>(f.values + 8 * row));
  store<f64>(f.weights + 8 * k, load<f64>(f.z + 8 * row));
  store<u32>(f.rows + 4 * k, <u32>row);
  return k + 1;
}
