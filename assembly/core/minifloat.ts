// (-1)^s 2^(e - bias) (1 + m / 2^M), with E bits of e, M of m, bias = 2^(E - 1) - 1, and for e = 0 subnormals 2^(1 - bias) m / 2^M.
// The numbers of a format of 8 or 16 bits are those of f32 with fewer bits, so both ways are shifts of what an f32 holds.
// IEEE Std 754-2019, section 3.4; Micikevicius et al., FP8 Formats for Deep Learning (2022), table 1.

/** Bits of an infinity in f32. */
export const INFINITE: u32 = 0x7f800000;

/** The exponent of the least normal number. */
// @ts-ignore: decorator
@inline export function leastExponent(exponent: u32): i32 { return 2 - (1 << (exponent - 1)); }

/** 2^k, k from -126 to 127. */
// @ts-ignore: decorator
@inline export function power(k: i32): f32 { return reinterpret<f32>(<u32>(k + 127) << 23); }

/** What is subtracted from the exponent of an f32, in its place. */
// @ts-ignore: decorator
@inline export function rebias(exponent: u32): u32 { return <u32>(127 - ((1 << (exponent - 1)) - 1)) << 23; }
