// Philox 4x32-10: ten rounds of two 32x32->64 multiplications on a 128-bit counter under a 64-bit key.
// Salmon, Moraes, Dror and Shaw, Parallel Random Numbers: As Easy as 1, 2, 3 (SC 2011), section 3.3.

const M0: u64 = 0xD2511F53, M1: u64 = 0xCD9E8D57;
const W0: u32 = 0x9E3779B9, W1: u32 = 0xBB67AE85;

/** The first `room` bytes of one block of four words. */
export function philox(out: usize, room: usize, low: u64, high: u64, k0: u32, k1: u32): void {
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

/** What sets the keys of further attempts apart (an odd number without pattern, from the finaliser of MurmurHash3). */
const AGAIN: u32 = 0x85EBCA6B;

/** Four words at `out` for attempt t at one number: attempt 0 has the words of the stream, the others keys of their own. */
export function attempt(out: usize, low: u64, high: u64, k0: u32, k1: u32, t: u32): void {
  philox(out, 16, low, high, k0, k1 ^ t * AGAIN);
}

/** A pair of words as a number in (0, 1), the middle of its cell of width 2^-52. */
// @ts-ignore: decorator
@inline export function unit(pair: usize): f64 { return (<f64>(load<u64>(pair) >> 12) + 0.5) * 2.220446049250313e-16; }

/** floor(bound * pair / 2^64): an integer below `bound`. Lemire, Fast Random Integer Generation in an Interval (2019), section 3. */
// @ts-ignore: decorator
@inline export function below(pair: usize, bound: u32): u32 {
  const low: u64 = load<u32>(pair), high: u64 = load<u32>(pair, 4);
  return <u32>((high * bound + (low * bound >> 32)) >> 32);
}
