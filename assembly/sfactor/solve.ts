// X = A^-1 B from P*A*P' = L*L': permute, L Y = P B, L' Z = Y, X = P' Z, supernode by supernode.
// Davis, Rajamanickam and Sid-Lakhdar, Acta Numerica 25 (2016) 383-566, section 9.

import { gemm, gemmWork } from "../core/gemm";
import { gemv } from "../core/gemv";
import { tgemv } from "../core/tgemv";
import { trsm } from "../core/trsm";
import { trsv } from "../core/trsv";
import { get } from "../core/words";

/** Elements of workspace for n rows, up to `most` rows of a front and k right-hand sides. */
function work<T>(n: usize, most: usize, k: usize): usize { return (n + most) * k + gemmWork<T>(most, k, most); }

/**
 * x: n x k, row-major, B in, X out. perm: n words, the row of A that comes k-th; the factor as of sfactor_factor; most: of its
 * fronts' rows.
 */
function solve<T>(
  x: usize, perm: usize, values: usize, lists: usize, first: usize, place: usize, columns: usize, work: usize,
  n: usize, count: usize, k: usize, most: usize,
): void {
  const size = sizeof<T>(), row = k * size, y = work, part = y + n * row, scratch = part + most * row;
  for (let i: usize = 0; i < n; i++) memory.copy(y + i * row, x + get(perm, i) * row, row);
  for (let s: usize = 0; s < count; s++) {
    const start = get(columns, s), w = get(columns, s + 1) - start, b = get(first, s + 1) - get(first, s), m = w + b;
    const f = values + get(place, s) * size, own = y + start * row, list = lists + (get(first, s) << 2);
    if (k == 1) {
      trsv<T>(own, f, w, 1, m, true, false);
      tgemv<T>(part, f + w * size, own, w, b, m, 1, 0);
      for (let q: usize = 0; q < b; q++) {
        const to = y + get(list, q) * size;
        store<T>(to, load<T>(to) - load<T>(part + q * size));
      }
    } else {
      trsm<T>(own, f, scratch, w, k, k, 1, m, true, false);
      gemm<T>(part, f + w * size, own, scratch, b, k, w, k, 1, m, k, 1, 1, 0);
      for (let q: usize = 0; q < b; q++) {
        for (let to = y + get(list, q) * row, from = part + q * row, end = from + row; from < end; from += size, to += size) {
          store<T>(to, load<T>(to) - load<T>(from));
        }
      }
    }
  }
  for (let s = count; s-- > 0;) {
    const start = get(columns, s), w = get(columns, s + 1) - start, b = get(first, s + 1) - get(first, s), m = w + b;
    const f = values + get(place, s) * size, own = y + start * row, list = lists + (get(first, s) << 2);
    if (k == 1) {
      for (let q: usize = 0; q < b; q++) store<T>(part + q * size, load<T>(y + get(list, q) * size));
      gemv<T>(own, f + w * size, part, w, b, m, -1, 1);
      trsv<T>(own, f, w, m, 1, false, false);
    } else {
      for (let q: usize = 0; q < b; q++) memory.copy(part + q * row, y + get(list, q) * row, row);
      gemm<T>(own, f + w * size, part, scratch, w, k, b, k, m, 1, k, 1, -1, 1);
      trsm<T>(own, f, scratch, w, k, k, m, 1, false, false);
    }
  }
  for (let i: usize = 0; i < n; i++) memory.copy(x + get(perm, i) * row, y + i * row, row);
}

export function sfactor_solvework_f32(n: usize, most: usize, k: usize): usize { return work<f32>(n, most, k); }
export function sfactor_solvework_f64(n: usize, most: usize, k: usize): usize { return work<f64>(n, most, k); }
export function sfactor_solve_f32(
  x: usize, perm: usize, values: usize, lists: usize, first: usize, place: usize, columns: usize, work: usize,
  n: usize, count: usize, k: usize, most: usize,
): void { solve<f32>(x, perm, values, lists, first, place, columns, work, n, count, k, most); }
export function sfactor_solve_f64(
  x: usize, perm: usize, values: usize, lists: usize, first: usize, place: usize, columns: usize, work: usize,
  n: usize, count: usize, k: usize, most: usize,
): void { solve<f64>(x, perm, values, lists, first, place, columns, work, n, count, k, most); }
