// prox of tau*||x||_1, by soft-thresholding:  out_i = sign(x_i) * max(|x_i| - tau, 0)
// Parikh and Boyd, Proximal Algorithms (2014), section 6.5.2.

import { lanes, sum, whole } from "../core/lane";

/** x, out: n elements each, may be the same array. tau >= 0. Returns ||out||_1. */
function l1<T>(out: usize, x: usize, n: usize, tau: T): T {
  const taus = v128.splat<T>(tau), zeros = v128.splat<T>(0), signBit = v128.splat<T>(<T>-0.0);
  const size = sizeof<T>();
  let norms = zeros;
  let i: usize = 0;
  for (; i < whole<T>(n); i += lanes<T>()) {
    const v = v128.load(x + i * size);
    const shrunk = v128.max<T>(v128.sub<T>(v128.abs<T>(v), taus), zeros);
    v128.store(out + i * size, v128.bitselect(v, shrunk, signBit));
    norms = v128.add<T>(norms, shrunk);
  }
  let norm = sum<T>(norms);
  for (; i < n; i++) {
    const v = load<T>(x + i * size);
    const shrunk = max<T>(abs<T>(v) - tau, 0);
    store<T>(out + i * size, copysign<T>(shrunk, v));
    norm += shrunk;
  }
  return norm;
}

export function prox_l1_f32(out: usize, x: usize, n: usize, tau: f32): f32 { return l1<f32>(out, x, n, tau); }
export function prox_l1_f64(out: usize, x: usize, n: usize, tau: f64): f64 { return l1<f64>(out, x, n, tau); }
