// prox of tau*||x||_1, by soft-thresholding:  out_i = sign(x_i) * max(|x_i| - tau, 0) = sign(x_i) * (|x_i| - min(|x_i|, tau))
// Parikh and Boyd, Proximal Algorithms (2014), section 6.5.2.
// Four vectors a step: one running sum would hold every addition back by the one before it.

import { lanes, pick, sum, whole } from "../core/lane";

// The sign bit. A constant known to the compiler is rebuilt in every step of a loop; what is loaded stays in a register.
const SINGLE = memory.data<u32>([0x80000000]);
const DOUBLE = memory.data<u64>([0x8000000000000000]);

/** x, out: n elements each, may be the same array. tau >= 0. Returns ||out||_1. */
function l1<T>(out: usize, x: usize, n: usize, tau: T): T {
  const taus = v128.splat<T>(abs<T>(tau)), signBit = v128.load_splat<T>(pick<T, usize>(SINGLE, DOUBLE));
  const end = x + n * sizeof<T>(), vectors = x + whole<T>(n) * sizeof<T>();
  let n0 = v128.splat<T>(0), n1 = n0, n2 = n0, n3 = n0;
  for (; x + 64 <= end; x += 64, out += 64) {
    let v = v128.load(x), s = shrink<T>(v, taus, signBit);
    v128.store(out, v128.or(s, v128.and(v, signBit)));
    n0 = v128.add<T>(n0, s);
    v = v128.load(x, 16);
    s = shrink<T>(v, taus, signBit);
    v128.store(out, v128.or(s, v128.and(v, signBit)), 16);
    n1 = v128.add<T>(n1, s);
    v = v128.load(x, 32);
    s = shrink<T>(v, taus, signBit);
    v128.store(out, v128.or(s, v128.and(v, signBit)), 32);
    n2 = v128.add<T>(n2, s);
    v = v128.load(x, 48);
    s = shrink<T>(v, taus, signBit);
    v128.store(out, v128.or(s, v128.and(v, signBit)), 48);
    n3 = v128.add<T>(n3, s);
  }
  for (; x < vectors; x += 16, out += 16) {
    const v = v128.load(x), s = shrink<T>(v, taus, signBit);
    v128.store(out, v128.or(s, v128.and(v, signBit)));
    n0 = v128.add<T>(n0, s);
  }
  let norm = sum<T>(v128.add<T>(v128.add<T>(n0, n1), v128.add<T>(n2, n3)));
  for (; x < end; x += sizeof<T>(), out += sizeof<T>()) {
    const v = load<T>(x), shrunk = max<T>(abs<T>(v) - tau, 0);
    store<T>(out, copysign<T>(shrunk, v));
    norm += shrunk;
  }
  return norm;
}

/** |v| - min(|v|, tau), NaN where v is. Bits of numbers >= 0 are ordered as they are, and integers have more units for it. */
// @ts-ignore: decorator
@inline function shrink<T>(v: v128, taus: v128, signBit: v128): v128 {
  const size = v128.andnot(v, signBit);
  return v128.sub<T>(size, sizeof<T>() == 4 ? i32x4.min_u(size, taus) : f64x2.pmin(size, taus));
}

export function prox_l1_f32(out: usize, x: usize, n: usize, tau: f32): f32 { return l1<f32>(out, x, n, tau); }
export function prox_l1_f64(out: usize, x: usize, n: usize, tau: f64): f64 { return l1<f64>(out, x, n, tau); }
