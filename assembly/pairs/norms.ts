// Squared norms of rows about a centre, |x_i - c|^2, and the centre itself, the mean of rows. Distances do not change with c,
// but what cancels in |x|^2 + |y|^2 - 2x'y does.

import { axpy } from "../core/axpy";
import { scal } from "../core/scal";
import { lanes, sum, whole } from "../core/lane";

/** out: k elements; x: n x k, n > 0. */
function mean<T>(out: usize, x: usize, n: usize, k: usize): void {
  memory.fill(out, 0, k * sizeof<T>());
  for (let i: usize = 0; i < n; i++) axpy<T>(out, x + i * k * sizeof<T>(), k, 1);
  scal<T>(out, k, <T>1 / <T>n);
}

/** out: n elements, each rounded once from a sum in f64; x: n x k; c: k elements. */
function norms<T>(out: usize, x: usize, c: usize, n: usize, k: usize): void {
  const size = sizeof<T>();
  for (let i: usize = 0; i < n; i++, x += k * size) {
    let s0 = f64x2.splat(0), s1 = s0, j: usize = 0;
    for (; j < whole<T>(k); j += lanes<T>()) {
      const v = v128.sub<T>(v128.load(x + j * size), v128.load(c + j * size));
      if (size == 4) {
        const low = f64x2.promote_low_f32x4(v), high = f64x2.promote_low_f32x4(v128.shuffle<u64>(v, v, 1, 1));
        s0 = f64x2.add(s0, f64x2.mul(low, low));
        s1 = f64x2.add(s1, f64x2.mul(high, high));
      } else s0 = f64x2.add(s0, f64x2.mul(v, v));
    }
    let total = sum<f64>(f64x2.add(s0, s1));
    for (; j < k; j++) {
      const v = <f64>(load<T>(x + j * size) - load<T>(c + j * size));
      total += v * v;
    }
    store<T>(out + i * size, <T>total);
  }
}

export function pairs_mean_f32(out: usize, x: usize, n: usize, k: usize): void { mean<f32>(out, x, n, k); }
export function pairs_mean_f64(out: usize, x: usize, n: usize, k: usize): void { mean<f64>(out, x, n, k); }
export function pairs_norms_f32(out: usize, x: usize, c: usize, n: usize, k: usize): void { norms<f32>(out, x, c, n, k); }
export function pairs_norms_f64(out: usize, x: usize, c: usize, n: usize, k: usize): void { norms<f64>(out, x, c, n, k); }
