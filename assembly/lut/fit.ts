// Tables of 4, 8 or 16 entries a row by Lloyd's iterations, from the even grid between the row's least and greatest value.
// Lloyd, Least Squares Quantization in PCM (1982), method I. A row is sorted once; then the values nearest to an entry
// are neighbours, a step finds their ends by bisection, and running sums give their mean.

import { radixSort } from "../core/radix";

/**
 * tables: m x 2^bits, ascending on return; W: m x n, rows ldw apart, finite; work: 2n elements, n + 1 f64 and 1 KiB, aligned to
 * 8 bytes. An entry no value is nearest to keeps its place. Each step lowers the squared error or ends the row.
 */
function fit<T>(
  tables: usize, w: usize, work: usize, m: usize, n: usize, ldw: usize, steps: usize, bits: usize,
): void {
  const size = sizeof<T>(), last: usize = (1 << bits) - 1, sums = work + 1024, sorted = sums + (n + 1) * 8;
  for (let i: usize = 0; i < m; i++) {
    const table = tables + i * (last + 1) * size;
    memory.copy(sorted, w + i * ldw * size, n * size);
    radixSort<T>(sorted, sorted + n * size, work, n);
    grid<T>(table, sorted, n, last);
    accumulate<T>(sums, sorted, n);
    for (let s: usize = 0; s < steps; s++) if (!improve<T>(table, sorted, sums, n, last)) break;
  }
}

/** sums_j = the sum of the first j of the sorted values, less j times the middle one (so that little cancels), scaled. */
function accumulate<T>(sums: usize, sorted: usize, n: usize): void {
  const middle = centre<T>(sorted, n), scale = scaleOf<T>(sorted, n);
  let total: f64 = 0;
  store<f64>(sums, 0);
  for (let j: usize = 0; j < n; j++) {
    total += <f64>load<T>(sorted + j * sizeof<T>()) * scale - middle * scale;
    store<f64>(sums + (j + 1) * 8, total);
  }
}

// @ts-ignore: decorator
@inline function centre<T>(sorted: usize, n: usize): f64 { return n > 0 ? <f64>load<T>(sorted + n / 2 * sizeof<T>()) : 0; }

function grid<T>(table: usize, sorted: usize, n: usize, last: usize): void {
  const low: T = n > 0 ? load<T>(sorted) : <T>0, high: T = n > 0 ? load<T>(sorted + (n - 1) * sizeof<T>()) : <T>0;
  // low + (high - low) c/last, scaled so that nothing overflows on the way, and ascending also where rounding decides.
  const half = high / 2 - low / 2;
  for (let c: usize = 0; c < last; c++) store<T>(table + c * sizeof<T>(), min<T>(high, low + half * (<T>c / 16) / <T>last * 32));
  store<T>(table + last * sizeof<T>(), high);
}

/** 1, or 2^-40 where sums of the values could overflow. */
function scaleOf<T>(sorted: usize, n: usize): f64 {
  if (n == 0) return 1;
  const ends = max(abs<f64>(<f64>load<T>(sorted)), abs<f64>(<f64>load<T>(sorted + (n - 1) * sizeof<T>())));
  return ends > 1e290 ? 9.094947017729282e-13 : 1;
}

/** One step: each entry moves to the mean of the values nearest to it. False where none moved. */
function improve<T>(table: usize, sorted: usize, sums: usize, n: usize, last: usize): bool {
  const middle = centre<T>(sorted, n), scale = scaleOf<T>(sorted, n);
  let moved = false, below: T = <T>-Infinity, start: usize = 0;
  let entry = load<T>(table);
  for (let c: usize = 0; c <= last; c++) {
    const at = table + c * sizeof<T>(), next: T = c < last ? load<T>(at, sizeof<T>()) : <T>0;
    const end = c < last ? notAbove<T>(sorted, start, n, entry / 2 + next / 2) : n;
    const off = (load<f64>(sums + end * 8) - load<f64>(sums + start * 8)) / <f64>(end - start);
    const mean = end == start ? entry : <T>((middle * scale + off) / scale);
    // Means of ascending sets ascend but for their last bit.
    below = max<T>(mean, below);
    moved = moved || below != entry;
    store<T>(at, below);
    start = end;
    entry = next;
  }
  return moved;
}

/** The first place from `low` on, up to n, whose value is above `edge`. */
function notAbove<T>(sorted: usize, low: usize, n: usize, edge: T): usize {
  while (low < n) {
    const half = low + (n - low) / 2;
    if (load<T>(sorted + half * sizeof<T>()) > edge) n = half;
    else low = half + 1;
  }
  return low;
}

export function lut_fit_f32(tables: usize, w: usize, work: usize, m: usize, n: usize, ldw: usize, steps: usize, bits: usize): void {
  fit<f32>(tables, w, work, m, n, ldw, steps, bits);
}
export function lut_fit_f64(tables: usize, w: usize, work: usize, m: usize, n: usize, ldw: usize, steps: usize, bits: usize): void {
  fit<f64>(tables, w, work, m, n, ldw, steps, bits);
}
