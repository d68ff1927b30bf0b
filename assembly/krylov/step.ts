// x += alpha*p and r -= beta*q in one pass, and r'r of what r has become: a step of conjugate gradients after its product.
// Hestenes and Stiefel, J. Res. Nat. Bur. Standards 49 (1952) 409-436, (3:1). Apart they would read 7 vectors, together 4.

import { fma, lanes, nfma, sum, whole } from "../core/lane";

/** x, r, p, q: n elements each, apart. Returns r'r. */
function step<T>(x: usize, r: usize, p: usize, q: usize, n: usize, alpha: T, beta: T): T {
  const a = v128.splat<T>(alpha), b = v128.splat<T>(beta), size = sizeof<T>();
  let s0 = v128.splat<T>(0), s1 = s0;
  let i: usize = 0;
  for (; i + 2 * lanes<T>() <= n; i += 2 * lanes<T>()) {
    const at = i * size;
    v128.store(x + at, fma<T>(a, v128.load(p + at), v128.load(x + at)));
    v128.store(x + at, fma<T>(a, v128.load(p + at, 16), v128.load(x + at, 16)), 16);
    const r0 = nfma<T>(b, v128.load(q + at), v128.load(r + at));
    const r1 = nfma<T>(b, v128.load(q + at, 16), v128.load(r + at, 16));
    v128.store(r + at, r0);
    v128.store(r + at, r1, 16);
    s0 = fma<T>(r0, r0, s0);
    s1 = fma<T>(r1, r1, s1);
  }
  for (; i < whole<T>(n); i += lanes<T>()) {
    const at = i * size;
    v128.store(x + at, fma<T>(a, v128.load(p + at), v128.load(x + at)));
    const r0 = nfma<T>(b, v128.load(q + at), v128.load(r + at));
    v128.store(r + at, r0);
    s0 = fma<T>(r0, r0, s0);
  }
  let total = sum<T>(v128.add<T>(s0, s1));
  for (; i < n; i++) {
    const at = i * size;
    store<T>(x + at, load<T>(x + at) + alpha * load<T>(p + at));
    const left = load<T>(r + at) - beta * load<T>(q + at);
    store<T>(r + at, left);
    total += left * left;
  }
  return total;
}

export function krylov_step_f32(x: usize, r: usize, p: usize, q: usize, n: usize, alpha: f32, beta: f32): f32 {
  return step<f32>(x, r, p, q, n, alpha, beta);
}
export function krylov_step_f64(x: usize, r: usize, p: usize, q: usize, n: usize, alpha: f64, beta: f64): f64 {
  return step<f64>(x, r, p, q, n, alpha, beta);
}
