// y = alpha*A*x + beta*y with A in block sparse rows, stored in strips of four rows as bsr/mm says.
// A strip is one run of columns of four values: each is added to four sums of rows, times one element of x.

import { fma, lanes, loadPart, storePart } from "../core/lane";

/** A: m rows in blocks of br x bc; x: an element for each column of each block (A's columns and zeros up to a multiple of bc). */
function mv<T>(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, m: usize, br: usize, bc: usize, alpha: T, beta: T,
): void {
  const size = sizeof<T>();
  for (let i: usize = 0; i < m; i += br) {
    const q = indices + <usize>load<u32>(indptr) * 4, end = indices + <usize>load<u32>(indptr, 4) * 4;
    const run = (end - q) * bc * size;
    for (let r: usize = 0, live = min(br, m - i); r < live; r += 4) {
      strip<T>(y + (i + r) * size, q, end, values + (r >> 2) * run, x, bc, min(4, live - r), alpha, beta);
    }
    values += (br + 3) / 4 * run;
    indptr += 4;
  }
}

/** One strip: 64 bytes of it at a time, in four sums that do not wait for each other. */
function strip<T>(y: usize, q: usize, end: usize, a: usize, x: usize, bc: usize, live: usize, alpha: T, beta: T): void {
  const size = sizeof<T>(), w = lanes<T>(), step = w * size;
  let c0 = v128.splat<T>(0), c1 = c0, c2 = c0, c3 = c0;
  for (; q < end; q += 4) {
    let p = x + <usize>load<u32>(q) * bc * size;
    const stop = p + bc * size;
    for (; p + step <= stop; p += step) {
      c0 = fma<T>(v128.load(a), v128.load_splat<T>(p), c0);
      c1 = fma<T>(v128.load(a, 16), v128.load_splat<T>(p, sizeof<T>() * (lanes<T>() / 4)), c1);
      c2 = fma<T>(v128.load(a, 32), v128.load_splat<T>(p, sizeof<T>() * (lanes<T>() / 2)), c2);
      c3 = fma<T>(v128.load(a, 48), v128.load_splat<T>(p, sizeof<T>() * (lanes<T>() / 4 + lanes<T>() / 2)), c3);
      a += 64;
    }
    for (; p < stop; p += size, a += 4 * size) {
      const v = v128.load_splat<T>(p);
      c0 = fma<T>(v128.load(a), v, c0);
      if (w == 2) c1 = fma<T>(v128.load(a, 16), v, c1);
    }
  }
  const even = v128.add<T>(c0, c2), odd = v128.add<T>(c1, c3);
  if (w == 4) put<T>(y, v128.add<T>(even, odd), live, alpha, beta);
  else {
    put<T>(y, even, min(live, w), alpha, beta);
    if (live > w) put<T>(y + 16, odd, live - w, alpha, beta);
  }
}

// @ts-ignore: decorator
@inline function put<T>(y: usize, total: v128, live: usize, alpha: T, beta: T): void {
  const whole = live == lanes<T>();
  let value = v128.mul<T>(v128.splat<T>(alpha), total);
  if (beta != 0) value = fma<T>(v128.splat<T>(beta), whole ? v128.load(y) : loadPart<T>(y, live), value);
  if (whole) v128.store(y, value);
  else storePart<T>(y, value, live);
}

export function bsr_mv_f32(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, m: usize, br: usize, bc: usize, alpha: f32, beta: f32,
): void { mv<f32>(y, indptr, indices, values, x, m, br, bc, alpha, beta); }
export function bsr_mv_f64(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, m: usize, br: usize, bc: usize, alpha: f64, beta: f64,
): void { mv<f64>(y, indptr, indices, values, x, m, br, bc, alpha, beta); }
