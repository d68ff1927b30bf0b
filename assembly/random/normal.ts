// Standard normal, in place, by the inverse of its distribution function: one number from each cell of uniform bits.

import { unit } from "../core/philox";
import { quantile } from "../core/quantile";

/** out: n words in, n numbers out, each from the middle of its cell of width 2^-32. */
export function random_normal_f32(out: usize, n: usize): void {
  for (const end = out + n * 4; out < end; out += 4) {
    store<f32>(out, <f32>quantile((<f64>load<u32>(out) + 0.5) * 2.3283064365386963e-10));
  }
}

/** out: 2n words in, n numbers out, each from the middle of its cell of width 2^-52. */
export function random_normal_f64(out: usize, n: usize): void {
  for (const end = out + n * 8; out < end; out += 8) store<f64>(out, quantile(unit(out)));
}
