// Philox 4x32-10: ten rounds of two 32x32->64 multiplications on a 128-bit counter under a 64-bit key.
// Salmon, Moraes, Dror and Shaw, Parallel Random Numbers: As Easy as 1, 2, 3 (SC 2011), section 3.3.

const M0: u64 = 0xD2511F53, M1: u64 = 0xCD9E8D57;
const W0: u32 = 0x9E3779B9, W1: u32 = 0xBB67AE85;

/** out: n words; word i is word i % 4 of counter (c0, c1, c2, c3) + i / 4 under key (k0, k1); low words first. */
export function random_philox_u32(
  out: usize, n: usize, c0: u32, c1: u32, c2: u32, c3: u32, k0: u32, k1: u32,
): void {
  let low = <u64>c1 << 32 | <u64>c0, high = <u64>c3 << 32 | <u64>c2;
  for (const end = out + n * 4; out < end; out += 16) {
    rounds(out, end - out, low, high, k0, k1);
    if (++low == 0) high++;
  }
}

/** The first `room` bytes of one block of four words. */
function rounds(out: usize, room: usize, low: u64, high: u64, k0: u32, k1: u32): void {
  let c0 = <u32>low, c1 = <u32>(low >> 32), c2 = <u32>high, c3 = <u32>(high >> 32);
  for (let round = 0; round < 10; round++) {
    const p = M0 * <u64>c0, q = M1 * <u64>c2;
    c0 = <u32>(q >> 32) ^ c1 ^ k0;
    c1 = <u32>q;
    c2 = <u32>(p >> 32) ^ c3 ^ k1;
    c3 = <u32>p;
    k0 += W0;
    k1 += W1;
  }
  store<u32>(out, c0);
  if (room > 4) store<u32>(out, c1, 4);
  if (room > 8) store<u32>(out, c2, 8);
  if (room > 12) store<u32>(out, c3, 12);
}
