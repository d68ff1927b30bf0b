// y = alpha * sum of x_j w_j over the columns that were selected + beta*y: only those columns are read.

import { axpy } from "../core/axpy";
import { fma, whole } from "../core/lane";
import { scal } from "../core/scal";

/** Bytes of y that stay in the first-level cache while all columns are added. */
const ROWS: usize = 16384;

/**
 * w: columns of m elements, ld apart; indices, values: `count` columns (u32) and their factors; y: m, not read
 * where beta = 0.
 */
function mv<T>(y: usize, w: usize, indices: usize, values: usize, m: usize, ld: usize, count: usize, alpha: T, beta: T): void {
  const size = sizeof<T>(), step = ROWS / size;
  for (let i: usize = 0; i < m; i += step) {
    const rows = min(step, m - i), part = y + i * size, columns = w + i * size;
    if (beta == 0) memory.fill(part, 0, rows * size);
    else if (beta != 1) scal<T>(part, rows, beta);
    let e: usize = 0;
    for (; e + 8 <= count; e += 8) eight<T>(part, columns, indices + e * 4, values + e * size, rows, ld * size, alpha);
    for (; e < count; e++) axpy<T>(part, columns + <usize>load<u32>(indices + e * 4) * ld * size, rows, alpha * load<T>(values + e * size));
  }
}

/** Eight columns in one pass over y. */
function eight<T>(y: usize, w: usize, indices: usize, values: usize, n: usize, stride: usize, alpha: T): void {
  const size = sizeof<T>();
  const a = w + <usize>load<u32>(indices) * stride, b = w + <usize>load<u32>(indices, 4) * stride;
  const c = w + <usize>load<u32>(indices, 8) * stride, d = w + <usize>load<u32>(indices, 12) * stride;
  const e = w + <usize>load<u32>(indices, 16) * stride, f = w + <usize>load<u32>(indices, 20) * stride;
  const g = w + <usize>load<u32>(indices, 24) * stride, h = w + <usize>load<u32>(indices, 28) * stride;
  const a0 = alpha * load<T>(values), b0 = alpha * load<T>(values, sizeof<T>());
  const c0 = alpha * load<T>(values, 2 * sizeof<T>()), d0 = alpha * load<T>(values, 3 * sizeof<T>());
  const e0 = alpha * load<T>(values, 4 * sizeof<T>()), f0 = alpha * load<T>(values, 5 * sizeof<T>());
  const g0 = alpha * load<T>(values, 6 * sizeof<T>()), h0 = alpha * load<T>(values, 7 * sizeof<T>());
  const va = v128.splat<T>(a0), vb = v128.splat<T>(b0), vc = v128.splat<T>(c0), vd = v128.splat<T>(d0);
  const ve = v128.splat<T>(e0), vf = v128.splat<T>(f0), vg = v128.splat<T>(g0), vh = v128.splat<T>(h0);
  let i: usize = 0;
  for (; i < whole<T>(n) * size; i += 16) {
    const p = fma<T>(vb, v128.load(b + i), fma<T>(va, v128.load(a + i), v128.load(y + i)));
    const q = fma<T>(vd, v128.load(d + i), v128.mul<T>(vc, v128.load(c + i)));
    const r = fma<T>(vf, v128.load(f + i), v128.mul<T>(ve, v128.load(e + i)));
    const s = fma<T>(vh, v128.load(h + i), v128.mul<T>(vg, v128.load(g + i)));
    v128.store(y + i, v128.add<T>(v128.add<T>(p, q), v128.add<T>(r, s)));
  }
  for (; i < n * size; i += size) {
    store<T>(y + i, load<T>(y + i) + a0 * load<T>(a + i) + b0 * load<T>(b + i) + c0 * load<T>(c + i) + d0 * load<T>(d + i)
      + e0 * load<T>(e + i) + f0 * load<T>(f + i) + g0 * load<T>(g + i) + h0 * load<T>(h + i));
  }
}

export function colsparse_mv_f32(
  y: usize, w: usize, indices: usize, values: usize, m: usize, ld: usize, count: usize, alpha: f32, beta: f32,
): void { mv<f32>(y, w, indices, values, m, ld, count, alpha, beta); }
export function colsparse_mv_f64(
  y: usize, w: usize, indices: usize, values: usize, m: usize, ld: usize, count: usize, alpha: f64, beta: f64,
): void { mv<f64>(y, w, indices, values, m, ld, count, alpha, beta); }
