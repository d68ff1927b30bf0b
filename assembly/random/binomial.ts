// Binomial numbers, exact but for the rounding of f64. Mean below 10: inversion, from P(0) upwards. Else transformed rejection:
// Hoermann, The Generation of Binomial Random Variates, J. Statistical Computation and Simulation 46 (1993) 101-110, BTRS.

import { attempt, unit } from "../core/philox";
import { ln, lnNear, scalarExp } from "../core/scalar";

/** Where inversion ends: above it no mean below 10 gets in one number of 10^60. Rounding may leave a rest; then it starts again. */
const FAR: f64 = 110;

// log k! less Stirling's log sqrt(2 pi) + (k + 1/2) log(k + 1) - (k + 1), for k from 0 to 9.
const TAIL = memory.data<f64>([
  0.08106146679532726, 0.0413406959554093, 0.02767792568499834, 0.020790672103765093, 0.016644691189821193,
  0.013876128823070748, 0.01189670994589177, 0.010411265261972097, 0.009255462182712733, 0.00833056343336287,
]);

function tail(k: f64): f64 {
  if (k < 10) return load<f64>(TAIL + <usize>k * 8);
  const s = (k + 1) * (k + 1);
  return (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / s) / s) / (k + 1);
}

/**
 * out: count numbers; number i takes block i of the counter (c0 .. c3) under (k0, k1). n: u32, p: f64 in [0, 1], one for all where
 * `many` and `odds` are 0, else one each where they are 4 and 8. Workspace: 16 bytes.
 */
export function random_binomial_u32(
  out: usize, count: usize, n: usize, many: usize, p: usize, odds: usize, work: usize,
  c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32,
): void {
  let low = <u64>c1 << 32 | <u64>c0, high = <u64>c3 << 32 | <u64>c2;
  for (const end = out + count * 4; out < end; out += 4, n += many, p += odds) {
    const all = load<u32>(n), odd = load<f64>(p), few = odd <= 0.5, rare = few ? odd : 1 - odd;
    let value: u32 = 0;
    if (all > 0 && rare > 0) {
      value = <f64>all * rare < 10 ? inversion(all, rare, work, low, high, k0, k1) : rejection(all, rare, work, low, high, k0, k1);
    }
    store<u32>(out, few ? value : all - value);
    if (++low == 0) high++;
  }
}

/** 0 < p <= 1/2, n p < 10. */
function inversion(n: u32, p: f64, work: usize, low: u64, high: u64, k0: u32, k1: u32): u32 {
  const odds = p / (1 - p), start = scalarExp(<f64>n * lnNear(-p)), most = min(<f64>n, FAR);
  let t: u32 = 0;
  while (true) {
    attempt(work, low, high, k0, k1, t++);
    let u = unit(work), chance = start;
    for (let k: f64 = 0; k <= most; k++) {
      if (u <= chance) return <u32>k;
      u -= chance;
      chance *= (<f64>n - k) / (k + 1) * odds;
    }
  }
}

/** 0 < p <= 1/2, n p >= 10. */
function rejection(n: u32, p: f64, work: usize, low: u64, high: u64, k0: u32, k1: u32): u32 {
  const all = <f64>n, odds = p / (1 - p), sd = Math.sqrt(all * p * (1 - p)), b = 1.15 + 2.53 * sd;
  const a = -0.0873 + 0.0248 * b + 0.01 * p, c = all * p + 0.5, sure = 0.92 - 4.2 / b, alpha = (2.83 + 5.1 / b) * sd;
  const m = Math.floor((all + 1) * p);
  let t: u32 = 0;
  while (true) {
    attempt(work, low, high, k0, k1, t++);
    const u = unit(work) - 0.5, v = unit(work + 8), us = 0.5 - Math.abs(u), k = Math.floor((2 * a / us + b) * u + c);
    if (us >= 0.07 && v <= sure) return <u32>k;
    if (k < 0 || k > all) continue;
    const bound = (m + 0.5) * ln((m + 1) / (odds * (all - m + 1))) + (all + 1) * ln((all - m + 1) / (all - k + 1))
      + (k + 0.5) * ln(odds * (all - k + 1) / (k + 1)) + tail(m) + tail(all - m) - tail(k) - tail(all - k);
    if (ln(v * alpha / (a / (us * us) + b)) <= bound) return <u32>k;
  }
}
