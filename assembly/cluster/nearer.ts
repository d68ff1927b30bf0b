// What some rows would do as further centres, for k-means++:  out_ci = min(closest_i, |x_i - x_row(c)|^2),  totals_c = sum_i out_ci.

import { fma, lanes, sum, whole } from "../core/lane";

/** totals: t doubles; out: t x n; x: n x d; rows: t row numbers; closest: n. Distances are of differences. */
function nearer<T>(totals: usize, out: usize, x: usize, rows: usize, closest: usize, n: usize, t: usize, d: usize): void {
  const size = sizeof<T>();
  memory.fill(totals, 0, t * 8);
  for (let i: usize = 0; i < n; i++) {
    const row = x + i * d * size, least = load<T>(closest + i * size);
    for (let c: usize = 0; c < t; c++) {
      const apart = min(least, apartOf<T>(row, x + <usize>load<u32>(rows + c * 4) * d * size, d));
      store<T>(out + (c * n + i) * size, apart);
      store<f64>(totals + c * 8, load<f64>(totals + c * 8) + <f64>apart);
    }
  }
}

/** |x - y|^2 */
// @ts-ignore: decorator
@inline function apartOf<T>(x: usize, y: usize, d: usize): T {
  const size = sizeof<T>(), w = lanes<T>();
  let s = v128.splat<T>(0), r = s, q: usize = 0;
  for (; q + 2 * w <= d; q += 2 * w) {
    const a = v128.sub<T>(v128.load(x + q * size), v128.load(y + q * size));
    const b = v128.sub<T>(v128.load(x + q * size, 16), v128.load(y + q * size, 16));
    s = fma<T>(a, a, s);
    r = fma<T>(b, b, r);
  }
  for (; q < whole<T>(d); q += w) {
    const a = v128.sub<T>(v128.load(x + q * size), v128.load(y + q * size));
    s = fma<T>(a, a, s);
  }
  let total = sum<T>(v128.add<T>(s, r));
  for (; q < d; q++) {
    const off = load<T>(x + q * size) - load<T>(y + q * size);
    total += off * off;
  }
  return total;
}

export function cluster_nearer_f32(
  totals: usize, out: usize, x: usize, rows: usize, closest: usize, n: usize, t: usize, d: usize,
): void { nearer<f32>(totals, out, x, rows, closest, n, t, d); }
export function cluster_nearer_f64(
  totals: usize, out: usize, x: usize, rows: usize, closest: usize, n: usize, t: usize, d: usize,
): void { nearer<f64>(totals, out, x, rows, closest, n, t, d); }
