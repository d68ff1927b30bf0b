// The lane vocabulary: the only file that asks how wide a type is or which features the build has.
// A v128 holds lanes<T>() elements of T: 4 of f32, 2 of f64.

/** Elements of T in one v128. */
// @ts-ignore: decorator
@inline export function lanes<T>(): usize { return 16 / sizeof<T>(); }

/** The largest multiple of lanes<T>() that is <= n. */
// @ts-ignore: decorator
@inline export function whole<T>(n: usize): usize { return n & ~(lanes<T>() - 1); }

/** The largest multiple of `step` (a power of two) that is <= n. */
// @ts-ignore: decorator
@inline export function floorTo(n: usize, step: usize): usize { return n & ~(step - 1); }

/** n elements of T in bytes. */
// @ts-ignore: decorator
@inline export function bytes<T>(n: usize): usize { return n * sizeof<T>(); }

/** True in the relaxed build: fused multiply-add, int8 dot products, unchecked swizzle. */
// @ts-ignore: decorator
@inline export function fused(): bool { return <bool>ASC_FEATURE_RELAXED_SIMD; }

/** a*b + c. The relaxed build may round once; the simd build always rounds twice. */
// @ts-ignore: decorator
@inline export function fma<T>(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? v128.relaxed_madd<T>(a, b, c) : v128.add<T>(v128.mul<T>(a, b), c);
}

/** c - a*b, rounded as fma is. */
// @ts-ignore: decorator
@inline export function nfma<T>(a: v128, b: v128, c: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? v128.relaxed_nmadd<T>(a, b, c) : v128.sub<T>(c, v128.mul<T>(a, b));
}

/** The first of two constants in f32, the second in f64. */
// @ts-ignore: decorator
@inline export function pick<T, V>(single: V, double: V): V { return sizeof<T>() == 4 ? single : double; }

/** The magnitude of each lane of a with the sign of that of b. */
// @ts-ignore: decorator
@inline export function signed<T>(a: v128, b: v128): v128 { return v128.bitselect(b, a, v128.splat<T>(<T>-0.0)); }

/** The upper half of the mantissa of each lane: its square is exact. */
// @ts-ignore: decorator
@inline export function keepUpper<T>(a: v128): v128 {
  return v128.and(a, sizeof<T>() == 4 ? i32x4.splat(-4096) : i64x2.splat(-134217728));
}

// 1.5 * 2^(mantissa bits), which when added to a whole number leaves it in the low bits, and the bits of 1.
const POW2_SINGLE = memory.data<u32>([0x4b400000, 0x3f800000]);
const POW2_DOUBLE = memory.data<u64>([0x4338000000000000, 0x3ff0000000000000]);

/** 2^n for lanes of whole numbers from -126 (f32) or -1022 (f64); 0 for the next one down. */
// @ts-ignore: decorator
@inline export function pow2<T>(n: v128): v128 {
  const table = pick<T, usize>(POW2_SINGLE, POW2_DOUBLE);
  const bits = v128.add<T>(n, v128.load_splat<T>(table)), one = v128.load_splat<T>(table, sizeof<T>());
  return sizeof<T>() == 4 ? i32x4.add(i32x4.shl(bits, 23), one) : i64x2.add(i64x2.shl(bits, 52), one);
}

// How far the bits of sqrt(1/2) are below those of 1; 2^(mantissa bits), whose low bits hold what is or-ed in; the same plus
// the bias of exponents.
const OCTAVE_SINGLE = memory.data<u32>([0x004afb0d, 0x4b000000, 0x4b00007f]);
const OCTAVE_DOUBLE = memory.data<u64>([0x00095f619980c433, 0x4330000000000000, 0x43300000000003ff]);

/** The whole number k with x = 2^k m, sqrt(1/2) <= m < sqrt(2), for lanes of normal numbers > 0. */
// @ts-ignore: decorator
@inline export function octaveOf<T>(x: v128): v128 {
  const table = pick<T, usize>(OCTAVE_SINGLE, OCTAVE_DOUBLE);
  return v128.sub<T>(v128.or(octaveBits<T>(x), v128.load_splat<T>(table, sizeof<T>())), v128.load_splat<T>(table, 2 * sizeof<T>()));
}

/** The m of octaveOf. */
// @ts-ignore: decorator
@inline export function overOctave<T>(x: v128): v128 {
  const one = v128.load_splat<T>(pick<T, usize>(POW2_SINGLE, POW2_DOUBLE), sizeof<T>()), k = octaveBits<T>(x);
  return sizeof<T>() == 4 ? i32x4.add(i32x4.sub(x, i32x4.shl(k, 23)), one) : i64x2.add(i64x2.sub(x, i64x2.shl(k, 52)), one);
}

/** The k of octaveOf plus the bias of exponents, as an integer. */
// @ts-ignore: decorator
@inline function octaveBits<T>(x: v128): v128 {
  const offset = v128.load_splat<T>(pick<T, usize>(OCTAVE_SINGLE, OCTAVE_DOUBLE));
  return sizeof<T>() == 4 ? i32x4.shr_u(i32x4.add(x, offset), 23) : i64x2.shr_u(i64x2.add(x, offset), 52);
}

/** The top bit of each lane, lane i in bit i. */
// @ts-ignore: decorator
@inline export function maskOf<T>(v: v128): u32 {
  return <u32>(sizeof<T>() == 4 ? i32x4.bitmask(v) : i64x2.bitmask(v));
}

/** The first `live` < lanes<T>() elements at p; the other lanes repeat the first. */
// @ts-ignore: decorator
@inline export function loadPart<T>(p: usize, live: usize): v128 {
  let v = v128.load_splat<T>(p);
  if (lanes<T>() == 4) {
    if (live > 1) v = v128.load_lane<T>(p, v, 1, sizeof<T>());
    if (live > 2) v = v128.load_lane<T>(p, v, 2, 2 * sizeof<T>());
  }
  return v;
}

/** Stores the first `live` < lanes<T>() lanes at p. */
// @ts-ignore: decorator
@inline export function storePart<T>(p: usize, v: v128, live: usize): void {
  v128.store_lane<T>(p, v, 0);
  if (lanes<T>() == 4) {
    if (live > 1) v128.store_lane<T>(p, v, 1, sizeof<T>());
    if (live > 2) v128.store_lane<T>(p, v, 2, 2 * sizeof<T>());
  }
}

/** The larger of each pair, with x where x is NaN. One instruction, which the exact max is not. */
// @ts-ignore: decorator
@inline export function atLeast<T>(x: v128, least: v128): v128 { return v128.pmax<T>(x, least); }

/** The smaller of each pair, with x where x is NaN. */
// @ts-ignore: decorator
@inline export function atMost<T>(x: v128, most: v128): v128 { return v128.pmin<T>(x, most); }

/** The larger of each pair of magnitudes, NaN above all: compared as integers, which takes fewer instructions than the exact max. */
// @ts-ignore: decorator
@inline export function largerOf<T>(a: v128, b: v128): v128 {
  return sizeof<T>() == 4 ? i32x4.max_s(a, b) : v128.bitselect(b, a, i64x2.gt_s(b, a));
}

/** The sum of all lanes, pairwise: (l0 + l2) + (l1 + l3) for f32, l0 + l1 for f64. */
// @ts-ignore: decorator
@inline export function sum<T>(v: v128): T {
  if (sizeof<T>() == 4) {
    const pairs = f32x4.add(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
    return <T>(f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1));
  }
  return <T>(f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1));
}

/** Lane i is the sum of lanes i and up, by halves (Sklansky): of lanes >= 0, no sum is below the one after it. */
// @ts-ignore: decorator
@inline export function suffix<T>(v: v128): v128 {
  const none = v128.splat<T>(0);
  if (sizeof<T>() == 4) {
    const pairs = f32x4.add(v, v128.shuffle<i32>(v, none, 1, 4, 3, 4));
    return f32x4.add(pairs, v128.shuffle<i32>(pairs, none, 2, 2, 4, 4));
  }
  return f64x2.add(v, v128.shuffle<i64>(v, none, 1, 2));
}

/** The first lane, in all lanes. */
// @ts-ignore: decorator
@inline export function first<T>(v: v128): v128 {
  return sizeof<T>() == 4 ? v128.shuffle<i32>(v, v, 0, 0, 0, 0) : v128.shuffle<i64>(v, v, 0, 0);
}

/** The largest lane; NaN if any lane is NaN. */
// @ts-ignore: decorator
@inline export function largest<T>(v: v128): T {
  if (sizeof<T>() == 4) {
    const pairs = f32x4.max(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
    return <T>max(f32x4.extract_lane(pairs, 0), f32x4.extract_lane(pairs, 1));
  }
  return <T>max(f64x2.extract_lane(v, 0), f64x2.extract_lane(v, 1));
}

/** Table look-up by byte: lane i of the result is table[index[i]]. Every index is < 16. */
// @ts-ignore: decorator
@inline export function swizzle(table: v128, index: v128): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? i8x16.relaxed_swizzle(table, index) : i8x16.swizzle(table, index);
}
