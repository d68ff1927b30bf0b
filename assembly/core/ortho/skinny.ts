// A'A and A*R for an A of few columns, without packing: rows of A are short enough for whole blocks of them to stay in the
// first-level cache, where packing would cost as much as a third of the product.

import { fma } from "../lane";
import { tileCols, tileRows } from "../tile";

/** Rows of A taken together in A'A. */
const BLOCK: usize = 96;

/**
 * C[mr x nr] = sum_p a_p b_p' (+ C): a_p has `live` <= mr elements `ra` bytes apart, the next one `ca` bytes on; b_p is two
 * vectors, the next `rb` bytes on. Rows past `live` repeat the last and are not stored. `near`, a constant: live is mr, ra
 * one element.
 */
// @ts-ignore: decorator
@inline function tile<T>(
  c: usize, stride: usize, a: usize, ra: usize, ca: usize, b: usize, rb: usize, k: usize, live: usize, more: bool,
  near: bool,
): void {
  const zero = v128.splat<T>(0), six = tileRows() == 6, last = live - 1;
  const a1 = a + min<usize>(1, last) * ra, a2 = a + min<usize>(2, last) * ra, a3 = a + min<usize>(3, last) * ra;
  const a4 = a + min<usize>(4, last) * ra, a5 = a + min<usize>(5, last) * ra;
  let c00 = zero, c01 = zero, c10 = zero, c11 = zero, c20 = zero, c21 = zero, c30 = zero, c31 = zero;
  let c40 = zero, c41 = zero, c50 = zero, c51 = zero;
  for (let at: usize = 0, end = k * ca; at < end; at += ca, b += rb) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    if (six) {
      const x5 = near ? v128.load_splat<T>(a + at, 5 * sizeof<T>()) : v128.load_splat<T>(a5 + at);
      c51 = fma<T>(x5, b1, c51); c50 = fma<T>(x5, b0, c50);
      const x4 = near ? v128.load_splat<T>(a + at, 4 * sizeof<T>()) : v128.load_splat<T>(a4 + at);
      c41 = fma<T>(x4, b1, c41); c40 = fma<T>(x4, b0, c40);
    }
    const x3 = near ? v128.load_splat<T>(a + at, 3 * sizeof<T>()) : v128.load_splat<T>(a3 + at);
    c31 = fma<T>(x3, b1, c31); c30 = fma<T>(x3, b0, c30);
    const x2 = near ? v128.load_splat<T>(a + at, 2 * sizeof<T>()) : v128.load_splat<T>(a2 + at);
    c21 = fma<T>(x2, b1, c21); c20 = fma<T>(x2, b0, c20);
    const x1 = near ? v128.load_splat<T>(a + at, 1 * sizeof<T>()) : v128.load_splat<T>(a1 + at);
    c11 = fma<T>(x1, b1, c11); c10 = fma<T>(x1, b0, c10);
    const x0 = v128.load_splat<T>(a + at);
    c01 = fma<T>(x0, b1, c01); c00 = fma<T>(x0, b0, c00);
  }
  row<T>(c, c00, c01, more);
  if (live > 1) row<T>(c + stride, c10, c11, more);
  if (live > 2) row<T>(c + 2 * stride, c20, c21, more);
  if (live > 3) row<T>(c + 3 * stride, c30, c31, more);
  if (six) {
    if (live > 4) row<T>(c + 4 * stride, c40, c41, more);
    if (live > 5) row<T>(c + 5 * stride, c50, c51, more);
  }
}

// @ts-ignore: decorator
@inline function row<T>(c: usize, x: v128, y: v128, more: bool): void {
  v128.store(c, more ? v128.add<T>(v128.load(c), x) : x);
  v128.store(c, more ? v128.add<T>(v128.load(c, 16), y) : y, 16);
}

/** G = A'A, n x n, rows n apart; what is more than a tile above the diagonal is left alone. A: m x n; n a multiple of tileCols. */
export function gram<T>(g: usize, a: usize, m: usize, n: usize): void {
  const size = sizeof<T>(), mr = tileRows(), nr = tileCols<T>();
  if (m == 0) memory.fill(g, 0, n * n * size);
  for (let p: usize = 0; p < m; p += BLOCK) {
    const step = n * size, rows = min(BLOCK, m - p), from = a + p * n * size;
    for (let j: usize = 0; j < n; j += nr) {
      for (let i = j / mr * mr; i < n; i += mr) {
        const out = g + (i * n + j) * size, left = from + i * size, right = from + j * size, live = min(mr, n - i);
        if (live == mr) tile<T>(out, step, left, size, step, right, step, rows, mr, p > 0, true);
        else tile<T>(out, step, left, size, step, right, step, rows, live, p > 0, false);
      }
    }
  }
}

/**
 * A = A*R in place for an upper triangular R in strips of tileCols columns, n rows each; A: m x n. A strip
 * applies to columns of the product left of its own, and to those of A from there on.
 */
export function timesUpper<T>(a: usize, strips: usize, m: usize, n: usize): void {
  const size = sizeof<T>(), mr = tileRows(), nr = tileCols<T>(), step = n * size;
  for (let i: usize = 0; i < m; i += mr) {
    const rows = min(mr, m - i), at = a + i * step;
    for (let j: usize = 0; j < n; j += nr) {
      tile<T>(at + j * size, step, at, step, size, strips + j * step, 32, j + nr, rows, false, false);
    }
  }
}

/**
 * The strips by which `timesUpper` takes A to A*L^-T, L being n x n lower triangular, rows n apart: -R_pj*R_jj^-1 over
 * R_jj^-1, where R = L' and R_jj is a block of tileCols columns. Returns the largest condition number, in the 1-norm, of
 * such a block: what is lost against substitution, which divides by single numbers.
 */
export function strips<T>(out: usize, l: usize, n: usize): T {
  const size = sizeof<T>(), nr = tileCols<T>();
  let worst: T = 1;
  for (let j: usize = 0; j < n; j += nr) {
    const strip = out + j * n * size, block = strip + j * nr * size, corner = l + j * (n + 1) * size;
    worst = max<T>(worst, invert<T>(block, corner, n));
    for (let p: usize = 0; p < j; p++) {
      const row = strip + p * nr * size, column = l + (j * n + p) * size;
      for (let c: usize = 0; c < nr; c++) {
        let total: T = 0;
        for (let q: usize = 0; q <= c; q++) total -= load<T>(column + q * n * size) * load<T>(block + (q * nr + c) * size);
        store<T>(row + c * size, total);
      }
    }
  }
  return worst;
}

/** X = (L')^-1 for a lower triangle of tileCols columns. Returns ||L'||_1 ||X||_1. */
function invert<T>(x: usize, l: usize, n: usize): T {
  const size = sizeof<T>(), nr = tileCols<T>();
  let top: T = 0, inverse: T = 0;
  for (let c: usize = 0; c < nr; c++) {
    let sum: T = 0, sumX: T = 0;
    for (let r = nr; r > 0;) {
      r--;
      let value: T = r == c ? <T>1 : <T>0;
      for (let q = r + 1; q <= c; q++) value -= load<T>(l + (q * n + r) * size) * load<T>(x + (q * nr + c) * size);
      value = r > c ? <T>0 : value / load<T>(l + r * (n + 1) * size);
      store<T>(x + (r * nr + c) * size, value);
      sumX += abs<T>(value);
      if (r <= c) sum += abs<T>(load<T>(l + (c * n + r) * size));
    }
    top = max<T>(top, sum);
    inverse = max<T>(inverse, sumX);
  }
  return top * inverse;
}
