// Gamma numbers of a shape and unit scale, or the root of twice one: the norm of as many normal numbers as twice the shape.
// Marsaglia and Tsang, A Simple Method for Generating Gamma Variables, ACM TOMS 26 (2000) 363-372: d (1 + c x)^3, x normal; a shape
// below 1 by one more number, g(a) = g(a + 1) U^(1/a), section 6.

import { attempt, unit } from "../core/philox";
import { quantile } from "../core/quantile";
import { ln, scalarExp } from "../core/scalar";

/**
 * out: count numbers; number i takes block i of the counter (c0 .. c3) under (k0, k1). shapes: f64 > 0, one for all where `each` is
 * 0, else one each where it is 8. Workspace: 16 bytes.
 */
function gamma<T>(
  out: usize, count: usize, shapes: usize, each: usize, root: bool, work: usize,
  c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32,
): void {
  let low = <u64>c1 << 32 | <u64>c0, high = <u64>c3 << 32 | <u64>c2;
  for (const end = out + count * sizeof<T>(); out < end; out += sizeof<T>(), shapes += each) {
    const g = one(load<f64>(shapes), work, low, high, k0, k1);
    store<T>(out, <T>(root ? Math.sqrt(2 * g) : g));
    if (++low == 0) high++;
  }
}

function one(shape: f64, work: usize, low: u64, high: u64, k0: u32, k1: u32): f64 {
  let t: u32 = 0, factor: f64 = 1;
  if (shape < 1) {
    attempt(work, low, high, k0, k1, t++);
    factor = scalarExp(ln(unit(work)) / shape++);
  }
  const d = shape - 1.0 / 3, c = 1 / Math.sqrt(9 * d);
  while (true) {
    attempt(work, low, high, k0, k1, t++);
    const x = quantile(unit(work)), u = unit(work + 8), r = 1 + c * x, v = r * r * r;
    if (v > 0 && ln(u) < 0.5 * x * x + d * (1 - v + ln(v))) return d * v * factor;
  }
}

export function random_gamma_f32(
  out: usize, count: usize, shapes: usize, each: usize, root: bool, work: usize,
  c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32,
): void { gamma<f32>(out, count, shapes, each, root, work, c0, c1, c2, c3, k0, k1); }
export function random_gamma_f64(
  out: usize, count: usize, shapes: usize, each: usize, root: bool, work: usize,
  c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32,
): void { gamma<f64>(out, count, shapes, each, root, work, c0, c1, c2, c3, k0, k1); }
