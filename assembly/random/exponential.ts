// -ln u, in place, u from the middle of the cell of a word (f32) or of a pair of words (f64); and signs, -1 or 1 by the top bit.

import { unit } from "../core/philox";
import { ln } from "../core/scalar";

/** out: n words in, n numbers out. */
export function random_exponential_f32(out: usize, n: usize): void {
  for (const end = out + n * 4; out < end; out += 4) {
    store<f32>(out, <f32>-ln((<f64>load<u32>(out) + 0.5) * 2.3283064365386963e-10));
  }
}

/** out: 2n words in, n numbers out. */
export function random_exponential_f64(out: usize, n: usize): void {
  for (const end = out + n * 8; out < end; out += 8) store<f64>(out, -ln(unit(out)));
}

/** out: n words in, n numbers out. */
export function random_sign_f32(out: usize, n: usize): void {
  for (const end = out + n * 4; out < end; out += 4) store<u32>(out, load<u32>(out) & 0x80000000 | 0x3f800000);
}

/** out: 2n words in, n numbers out. */
export function random_sign_f64(out: usize, n: usize): void {
  for (const end = out + n * 8; out < end; out += 8) store<u64>(out, load<u64>(out) & 0x8000000000000000 | 0x3ff0000000000000);
}
