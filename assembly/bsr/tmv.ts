// y = alpha*A'*x + beta*y with A in block sparse rows, stored in strips of four rows as bsr/mm says.
// For each column of A one vector of partial sums is kept in the workspace; its lanes are added up at the end.

import { fma, lanes, loadPart, sum } from "../core/lane";

/** A: m x n in blocks of br x bc; x: m; y: n, not read where beta = 0. work: a vector for each column of each block. */
function tmv<T>(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, work: usize, m: usize, n: usize, br: usize, bc: usize,
  alpha: T, beta: T,
): void {
  const size = sizeof<T>();
  memory.fill(work, 0, (n + bc - 1) / bc * bc * 16);
  for (let i: usize = 0; i < m; i += br) {
    const q = indices + <usize>load<u32>(indptr) * 4, end = indices + <usize>load<u32>(indptr, 4) * 4;
    for (let r: usize = 0, live = min(br, m - i); r < live; r += 4) {
      strip<T>(work, q, end, values + (r >> 2) * (end - q) * bc * size, x + (i + r) * size, bc, min(4, live - r));
    }
    values += (br + 3) / 4 * (end - q) * bc * size;
    indptr += 4;
  }
  for (let j: usize = 0; j < n; j++) {
    const at = y + j * size, total = alpha * sum<T>(v128.load(work + j * 16));
    store<T>(at, beta == 0 ? total : beta * load<T>(at) + total);
  }
}

/** One strip of `live` rows. The rows past them are zeros in A; x is not read there. */
function strip<T>(work: usize, q: usize, end: usize, a: usize, x: usize, bc: usize, live: usize): void {
  const w = lanes<T>(), low = live >= w ? v128.load(x) : loadPart<T>(x, live);
  let high = low;
  if (w == 2 && live > 2) high = live == 4 ? v128.load(x, 16) : loadPart<T>(x + 16, live - 2);
  for (; q < end; q += 4) {
    let at = work + <usize>load<u32>(q) * bc * 16;
    for (const stop = at + bc * 16; at < stop; at += 16, a += 4 * sizeof<T>()) {
      const partial = fma<T>(v128.load(a), low, v128.load(at));
      v128.store(at, w == 4 ? partial : fma<T>(v128.load(a, 16), high, partial));
    }
  }
}

export function bsr_tmv_f32(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, work: usize, m: usize, n: usize, br: usize, bc: usize,
  alpha: f32, beta: f32,
): void { tmv<f32>(y, indptr, indices, values, x, work, m, n, br, bc, alpha, beta); }
export function bsr_tmv_f64(
  y: usize, indptr: usize, indices: usize, values: usize, x: usize, work: usize, m: usize, n: usize, br: usize, bc: usize,
  alpha: f64, beta: f64,
): void { tmv<f64>(y, indptr, indices, values, x, work, m, n, br, bc, alpha, beta); }
