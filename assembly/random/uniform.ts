// Uniform on [0, 1), in place: a 32-bit word gives 24 bits of an f32, two words (low first) give 53 bits of an f64.

/** out: n words in, n numbers out. */
export function random_uniform_f32(out: usize, n: usize): void {
  for (const end = out + n * 4; out < end; out += 4) store<f32>(out, <f32>(load<u32>(out) >> 8) * <f32>5.9604644775390625e-8);
}

/** out: 2n words in, n numbers out. */
export function random_uniform_f64(out: usize, n: usize): void {
  for (const end = out + n * 8; out < end; out += 8) store<f64>(out, <f64>(load<u64>(out) >> 11) * 1.1102230246251565e-16);
}
