// G_jl = sum_i w_i x_ij x_il - m_j m_l / sum_i w_i,  m_j = sum_i w_i x_ij,  lane by lane, for some columns of a dense X.

import { fma } from "../core/lane";

/** Rows of X taken at a time, which stay in the first cache beside their weights. */
const CHUNK: usize = 256;

/**
 * g: count x count rows of a panel; values: X, column after column; w: a panel of n rows; m: a panel of as many rows as X has
 * columns; inverse: 1 / sum_i w_i or 0, one row; set: count u32. By squares of two columns.
 */
function gram<T>(g: usize, values: usize, w: usize, m: usize, inverse: usize, set: usize, count: usize, n: usize, wide: bool): void {
  const row: usize = wide ? 32 : 16, size = sizeof<T>();
  memory.fill(g, 0, count * count * row);
  for (let i: usize = 0; i < n; i += CHUNK) {
    const rows = min(CHUNK, n - i), from = values + i * size, weights = w + i * row;
    for (let s: usize = 0; s < count; s += 2) {
      const s1 = min(s + 1, count - 1), x0 = column(from, set, s, n * size), x1 = column(from, set, s1, n * size);
      for (let l = s; l < count; l += 2) {
        const l1 = min(l + 1, count - 1), y0 = column(from, set, l, n * size), y1 = column(from, set, l1, n * size);
        const g00 = g + (s * count + l) * row, g01 = g + (s * count + l1) * row;
        const g10 = g + (s1 * count + l) * row, g11 = g + (s1 * count + l1) * row;
        if (wide) tile<T>(g00, g01, g10, g11, x0, x1, y0, y1, weights, rows, true);
        else tile<T>(g00, g01, g10, g11, x0, x1, y0, y1, weights, rows, false);
      }
    }
  }
  for (let v: usize = 0; v < row; v += 16) centre<T>(g + v, m + v, v128.load(inverse + v), set, count, row);
}

// @ts-ignore: decorator
@inline function column(values: usize, set: usize, s: usize, stride: usize): usize { return values + <usize>load<u32>(set + s * 4) * stride; }

/** Four rows of G by one pass over a chunk of two columns and two more. */
// @ts-ignore: decorator
@inline function tile<T>(
  g00: usize, g01: usize, g10: usize, g11: usize, x0: usize, x1: usize, y0: usize, y1: usize, w: usize, rows: usize, wide: bool,
): void {
  let a00 = v128.load(g00), a01 = v128.load(g01), a10 = v128.load(g10), a11 = v128.load(g11);
  let b00 = a00, b01 = a01, b10 = a10, b11 = a11;
  if (wide) {
    b00 = v128.load(g00, 16); b01 = v128.load(g01, 16); b10 = v128.load(g10, 16); b11 = v128.load(g11, 16);
  }
  for (let p: usize = 0, end = rows * sizeof<T>(); p < end; p += sizeof<T>(), w += wide ? 32 : 16) {
    const u0 = v128.load_splat<T>(x0 + p), u1 = v128.load_splat<T>(x1 + p);
    const v0 = v128.load_splat<T>(y0 + p), v1 = v128.load_splat<T>(y1 + p), k = v128.load(w);
    const p0 = v128.mul<T>(u0, k), p1 = v128.mul<T>(u1, k);
    a00 = fma<T>(p0, v0, a00); a01 = fma<T>(p0, v1, a01);
    a10 = fma<T>(p1, v0, a10); a11 = fma<T>(p1, v1, a11);
    if (wide) {
      const l = v128.load(w, 16), q0 = v128.mul<T>(u0, l), q1 = v128.mul<T>(u1, l);
      b00 = fma<T>(q0, v0, b00); b01 = fma<T>(q0, v1, b01);
      b10 = fma<T>(q1, v0, b10); b11 = fma<T>(q1, v1, b11);
    }
  }
  v128.store(g00, a00); v128.store(g01, a01); v128.store(g10, a10); v128.store(g11, a11);
  if (wide) {
    v128.store(g00, b00, 16); v128.store(g01, b01, 16); v128.store(g10, b10, 16); v128.store(g11, b11, 16);
  }
}

/** One vector of lanes: the part of the intercept is taken off the upper triangle, which is then mirrored. */
function centre<T>(g: usize, m: usize, inverse: v128, set: usize, count: usize, row: usize): void {
  for (let s: usize = 0; s < count; s++) {
    const own = v128.mul<T>(v128.load(m + <usize>load<u32>(set + s * 4) * row), inverse);
    for (let l = s; l < count; l++) {
      const at = g + (s * count + l) * row, other = v128.load(m + <usize>load<u32>(set + l * 4) * row);
      const value = v128.sub<T>(v128.load(at), v128.mul<T>(own, other));
      v128.store(at, value);
      v128.store(g + (l * count + s) * row, value);
    }
  }
}

export function klane_gram_f32(g: usize, values: usize, w: usize, m: usize, inverse: usize, set: usize, count: usize, n: usize, wide: bool): void {
  gram<f32>(g, values, w, m, inverse, set, count, n, wide);
}
export function klane_gram_f64(g: usize, values: usize, w: usize, m: usize, inverse: usize, set: usize, count: usize, n: usize, wide: bool): void {
  gram<f64>(g, values, w, m, inverse, set, count, n, wide);
}
