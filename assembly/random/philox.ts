// Words of a stream of Philox 4x32-10: see core/philox.

import { philox } from "../core/philox";

/** out: n words; word i is word i % 4 of counter (c0, c1, c2, c3) + i / 4 under key (k0, k1); low words first. */
export function random_philox_u32(
  out: usize, n: usize, c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32,
): void {
  let low = <u64>c1 << 32 | <u64>c0, high = <u64>c3 << 32 | <u64>c2;
  for (const end = out + n * 4; out < end; out += 16) {
    philox(out, end - out, low, high, k0, k1);
    if (++low == 0) high++;
  }
}
