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

/** The sum of all lanes, pairwise: (l0 + l2) + (l1 + l3) for f32, l0 + l1 for f64. */
// @ts-ignore: decorator
@inline export function sum<T>(v: v128): T {
  if (sizeof<T>() == 4) {
    const pairs = f32x4.add(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
    return <T>(f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1));
  }
  return <T>(f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1));
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
