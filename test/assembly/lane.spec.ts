// The lane vocabulary, op by op, inside Wasm: different numbers in every lane, both types.

import {
  atLeast, atMost, bytes, first, floorTo, fma, fused, keepUpper, lanes, largerOf, largest, loadPart, maskOf, nfma, octaveOf, overOctave, pick, pow2,
  signed, storePart, suffix, sum, swizzle, whole,
} from "../../assembly/core/lane";

const NaN32 = f32.NaN, NaN64 = f64.NaN;

/** Lane i of v, i < lanes<T>(). */
function lane<T>(v: v128, i: i32): T {
  const at = memory.data(16);
  v128.store(at, v);
  return load<T>(at + i * sizeof<T>());
}

/** All lanes of v against the numbers in `want`. */
function same<T>(v: v128, want: StaticArray<T>): void {
  for (let i = 0; i < want.length; i++) expect<T>(lane<T>(v, i)).toBe(want[i], "lane " + i.toString());
}

describe("sizes", () => {
  it("lanes: elements in a vector of 16 bytes", () => {
    expect<usize>(lanes<f32>()).toBe(4);
    expect<usize>(lanes<f64>()).toBe(2);
  });

  it("whole: the elements that fill whole vectors", () => {
    for (let n: usize = 0; n < 33; n++) {
      expect<usize>(whole<f32>(n)).toBe(n / 4 * 4);
      expect<usize>(whole<f64>(n)).toBe(n / 2 * 2);
    }
    expect<usize>(whole<f32>(4294967295)).toBe(4294967292);
  });

  it("floorTo: the largest multiple of a power of two", () => {
    for (let n: usize = 0; n < 70; n++) {
      for (let step: usize = 1; step <= 64; step *= 2) expect<usize>(floorTo(n, step)).toBe(n - n % step);
    }
  });

  it("bytes: elements times their size", () => {
    expect<usize>(bytes<f32>(7)).toBe(28);
    expect<usize>(bytes<f64>(7)).toBe(56);
    expect<usize>(bytes<u8>(7)).toBe(7);
  });

  it("fused: true in the relaxed build alone", () => {
    expect<bool>(fused()).toBe(<bool>ASC_FEATURE_RELAXED_SIMD);
  });

  it("pick: the first in f32, the second in f64", () => {
    expect<i32>(pick<f32, i32>(7, 8)).toBe(7);
    expect<i32>(pick<f64, i32>(7, 8)).toBe(8);
  });
});

describe("parts of a vector", () => {
  it("loadPart: the live elements, the first in the lanes after them", () => {
    const at = memory.data<f32>([1, 20, 300, 4000]), wide = memory.data<f64>([5, 60]);
    same<f32>(loadPart<f32>(at, 1), [1, 1, 1, 1]);
    same<f32>(loadPart<f32>(at, 2), [1, 20, 1, 1]);
    same<f32>(loadPart<f32>(at, 3), [1, 20, 300, 1]);
    same<f64>(loadPart<f64>(wide, 1), [5, 5]);
  });

  it("storePart: the live lanes and no more", () => {
    const at = memory.data(16);
    for (let live: usize = 1; live < 4; live++) {
      v128.store(at, f32x4.splat(9));
      storePart<f32>(at, f32x4(1, 20, 300, 4000), live);
      const got = v128.load(at);
      same<f32>(got, [1, live > 1 ? <f32>20 : <f32>9, live > 2 ? <f32>300 : <f32>9, 9]);
    }
    v128.store(at, f64x2.splat(9));
    storePart<f64>(at, f64x2(5, 60), 1);
    same<f64>(v128.load(at), [5, 9]);
  });
});

describe("bits of numbers", () => {
  it("signed: the magnitude of one with the sign of the other, of zeros too", () => {
    same<f32>(signed<f32>(f32x4(1, -2, 3, -4), f32x4(-5, -6, 7, 8)), [-1, -2, 3, 4]);
    same<f64>(signed<f64>(f64x2(1, -2), f64x2(-5, 6)), [-1, 2]);
    expect<f32>(1 / lane<f32>(signed<f32>(f32x4.splat(0), f32x4(1, -1, 1, -0.0)), 1)).toBe(f32.NEGATIVE_INFINITY);
    expect<f32>(1 / lane<f32>(signed<f32>(f32x4.splat(0), f32x4(1, -1, 1, -0.0)), 3)).toBe(f32.NEGATIVE_INFINITY);
    expect<f64>(1 / lane<f64>(signed<f64>(f64x2.splat(-0.0), f64x2(1, -1)), 0)).toBe(f64.POSITIVE_INFINITY);
  });

  it("keepUpper: so few bits that the square is exact, and close to what was there", () => {
    const a = f32x4(1.2345678, -3.3333333, 1e15, -7.7777777e-10), upper = keepUpper<f32>(a);
    for (let i = 0; i < 4; i++) {
      const x = lane<f32>(a, i), u = lane<f32>(upper, i);
      expect<bool>(<f64>(u * u) == <f64>u * <f64>u).toBe(true);
      expect<bool>(abs<f32>(x - u) <= abs<f32>(x) / 2048).toBe(true);
    }
    const b = f64x2(1.2345678901234567, -3.3333333333333333e100), top = keepUpper<f64>(b);
    for (let i = 0; i < 2; i++) {
      const x = lane<f64>(b, i), u = lane<f64>(top, i);
      expect<u64>(reinterpret<u64>(u) & 0x7ffffff).toBe(0);
      expect<bool>(abs<f64>(x - u) <= abs<f64>(x) / 33554432).toBe(true);
    }
  });

  it("octaveOf, overOctave: x = 2^k m with m from sqrt(1/2) to sqrt(2)", () => {
    same<f32>(octaveOf<f32>(f32x4(1, 1.5, 6, 0.1)), [0, 1, 3, -3]);
    same<f32>(overOctave<f32>(f32x4(1, 1.5, 6, 0.75)), [1, 0.75, 0.75, 0.75]);
    same<f32>(octaveOf<f32>(f32x4(<f32>1.1754943508222875e-38, <f32>3.4028234663852886e38, <f32>1.41, <f32>1.42)), [-126, 128, 0, 1]);
    same<f64>(octaveOf<f64>(f64x2(1.25, 1.5)), [0, 1]);
    same<f64>(overOctave<f64>(f64x2(5, 12)), [1.25, 0.75]);
    same<f64>(octaveOf<f64>(f64x2(2.2250738585072014e-308, 1.7976931348623157e308)), [-1022, 1024]);
  });

  it("maskOf: the sign of each lane in its bit", () => {
    expect<u32>(maskOf<f32>(f32x4(-1, 1, -1, 1))).toBe(5);
    expect<u32>(maskOf<f32>(f32x4(1, -1, 1, -1))).toBe(10);
    expect<u32>(maskOf<f64>(f64x2(-1, 1))).toBe(1);
    expect<u32>(maskOf<f64>(f64x2(1, -1))).toBe(2);
  });

  it("pow2: 2^n for whole n, 0 just below the range", () => {
    same<f32>(pow2<f32>(f32x4(0, 1, -1, 10)), [1, 2, 0.5, 1024]);
    same<f32>(pow2<f32>(f32x4(127, -126, -127, -3)), [<f32>1.7014118346046923e38, <f32>1.1754943508222875e-38, 0, 0.125]);
    same<f64>(pow2<f64>(f64x2(0, -1)), [1, 0.5]);
    same<f64>(pow2<f64>(f64x2(1023, -1022)), [8.98846567431158e307, 2.2250738585072014e-308]);
    same<f64>(pow2<f64>(f64x2(-1023, 52)), [0, 4503599627370496]);
  });
});

describe("larger and smaller", () => {
  it("atLeast, atMost: lane by lane", () => {
    same<f32>(atLeast<f32>(f32x4(1, -2, 3, -4), f32x4(2, -3, 3, 0)), [2, -2, 3, 0]);
    same<f32>(atMost<f32>(f32x4(1, -2, 3, -4), f32x4(2, -3, 3, 0)), [1, -3, 3, -4]);
    same<f64>(atLeast<f64>(f64x2(1, -2), f64x2(2, -3)), [2, -2]);
    same<f64>(atMost<f64>(f64x2(1, -2), f64x2(2, -3)), [1, -3]);
  });

  it("atLeast, atMost: NaN stays where it comes first", () => {
    expect<bool>(isNaN(lane<f32>(atLeast<f32>(f32x4(1, NaN32, 2, 3), f32x4.splat(0)), 1))).toBe(true);
    expect<bool>(isNaN(lane<f32>(atMost<f32>(f32x4(1, 2, 3, NaN32), f32x4.splat(0)), 3))).toBe(true);
    expect<bool>(isNaN(lane<f64>(atLeast<f64>(f64x2(NaN64, 1), f64x2.splat(0)), 0))).toBe(true);
    expect<bool>(isNaN(lane<f64>(atMost<f64>(f64x2(1, NaN64), f64x2.splat(0)), 1))).toBe(true);
  });
});

describe("multiply and add", () => {
  it("fma: a*b + c in every lane", () => {
    same<f32>(fma<f32>(f32x4(1, 2, 3, 4), f32x4(10, -20, 30, -40), f32x4(5, 6, 7, 8)), [15, -34, 97, -152]);
    same<f64>(fma<f64>(f64x2(3, 5), f64x2(7, -11), f64x2(13, 17)), [34, -38]);
  });

  it("nfma: c - a*b in every lane", () => {
    same<f32>(nfma<f32>(f32x4(1, 2, 3, 4), f32x4(10, -20, 30, -40), f32x4(5, 6, 7, 8)), [-5, 46, -83, 168]);
    same<f64>(nfma<f64>(f64x2(3, 5), f64x2(7, -11), f64x2(13, 17)), [-8, 72]);
  });

  it("fma and nfma round twice in the simd build, once or twice in the relaxed one", () => {
    // (1 + e)^2 = 1 + 2e + e^2, whose last term is half a unit in the last place.
    const e32: f32 = 1.0 / 4096, a32 = f32x4.splat(1 + e32), c32 = f32x4.splat(-1 - 2 * e32);
    const e64: f64 = 1.0 / 134217728, a64 = f64x2.splat(1 + e64), c64 = f64x2.splat(-1 - 2 * e64);
    for (let i = 0; i < 4; i++) {
      const up = lane<f32>(fma<f32>(a32, a32, c32), i), down = lane<f32>(nfma<f32>(a32, a32, f32x4.neg(c32)), i);
      expect<bool>(up == 0 || (fused() && up == e32 * e32)).toBe(true);
      expect<bool>(down == 0 || (fused() && down == -e32 * e32)).toBe(true);
    }
    for (let i = 0; i < 2; i++) {
      const up = lane<f64>(fma<f64>(a64, a64, c64), i), down = lane<f64>(nfma<f64>(a64, a64, f64x2.neg(c64)), i);
      expect<bool>(up == 0 || (fused() && up == e64 * e64)).toBe(true);
      expect<bool>(down == 0 || (fused() && down == -e64 * e64)).toBe(true);
    }
  });

  it("fma: NaN and infinities stay in their lane", () => {
    const v = fma<f32>(f32x4(NaN32, f32.POSITIVE_INFINITY, 2, 0), f32x4(1, 2, 3, f32.POSITIVE_INFINITY), f32x4(1, 1, 1, 1));
    expect<bool>(isNaN(lane<f32>(v, 0))).toBe(true);
    expect<f32>(lane<f32>(v, 1)).toBe(f32.POSITIVE_INFINITY);
    expect<f32>(lane<f32>(v, 2)).toBe(7);
    expect<bool>(isNaN(lane<f32>(v, 3))).toBe(true);
  });
});

describe("across the lanes", () => {
  it("sum: every lane counts once", () => {
    expect<f32>(sum<f32>(f32x4(1, 20, 300, 4000))).toBe(4321);
    expect<f64>(sum<f64>(f64x2(1, 20))).toBe(21);
  });

  it("sum: pairs (0, 2) and (1, 3) first", () => {
    expect<f32>(sum<f32>(f32x4(1e8, 1, -1e8, 2))).toBe(3);
    expect<f32>(sum<f32>(f32x4(1, 1e8, 2, -1e8))).toBe(3);
  });

  it("sum: NaN in any lane is NaN", () => {
    expect<bool>(isNaN(sum<f32>(f32x4(NaN32, 1, 2, 3)))).toBe(true);
    expect<bool>(isNaN(sum<f32>(f32x4(1, NaN32, 2, 3)))).toBe(true);
    expect<bool>(isNaN(sum<f32>(f32x4(1, 2, NaN32, 3)))).toBe(true);
    expect<bool>(isNaN(sum<f32>(f32x4(1, 2, 3, NaN32)))).toBe(true);
    expect<bool>(isNaN(sum<f64>(f64x2(NaN64, 1)))).toBe(true);
    expect<bool>(isNaN(sum<f64>(f64x2(1, NaN64)))).toBe(true);
  });

  it("suffix: each lane and those after it", () => {
    same<f32>(suffix<f32>(f32x4(1, 20, 300, 4000)), [4321, 4320, 4300, 4000]);
    same<f64>(suffix<f64>(f64x2(1, 20)), [21, 20]);
  });

  it("suffix: the halves first", () => {
    same<f32>(suffix<f32>(f32x4(1, 1e8, -1e8, 2)), [0, 0, -1e8, 2]);
    same<f32>(suffix<f32>(f32x4(1e8, -1e8, 1, 2)), [3, -1e8, 3, 2]);
  });

  it("suffix: NaN stays out of the lanes after it", () => {
    const sums = suffix<f32>(f32x4(1, NaN32, 2, 3)), wide = suffix<f64>(f64x2(NaN64, 2));
    expect<bool>(isNaN(lane<f32>(sums, 0)) && isNaN(lane<f32>(sums, 1))).toBe(true);
    expect<f32>(lane<f32>(sums, 2)).toBe(5);
    expect<f32>(lane<f32>(sums, 3)).toBe(3);
    expect<bool>(isNaN(lane<f64>(wide, 0))).toBe(true);
    expect<f64>(lane<f64>(wide, 1)).toBe(2);
  });

  it("first: in all lanes", () => {
    same<f32>(first<f32>(f32x4(9, 1, 2, 3)), [9, 9, 9, 9]);
    same<f64>(first<f64>(f64x2(9, 1)), [9, 9]);
  });

  it("largerOf: the larger magnitude, lane by lane, from either side", () => {
    same<f32>(largerOf<f32>(f32x4(1, 5, 0, 1e-40), f32x4(2, 3, 4, 0)), [2, 5, 4, 1e-40]);
    same<f32>(largerOf<f32>(f32x4(f32.MAX_VALUE, 7, 8, 9), f32x4(Infinity, 7, 9, 8)), [Infinity, 7, 9, 9]);
    same<f64>(largerOf<f64>(f64x2(1, 5), f64x2(2, 3)), [2, 5]);
    same<f64>(largerOf<f64>(f64x2(1e-320, f64.MAX_VALUE), f64x2(0, Infinity)), [1e-320, Infinity]);
  });

  it("largerOf: NaN is above all, infinity too", () => {
    for (let i = 0; i < 2; i++) {
      const nan32 = f32x4(NaN32, 1, Infinity, 2), other32 = f32x4(Infinity, NaN32, NaN32, 3);
      const v = i == 0 ? largerOf<f32>(nan32, other32) : largerOf<f32>(other32, nan32);
      for (let j = 0; j < 3; j++) expect<bool>(isNaN(lane<f32>(v, j))).toBe(true);
      expect<f32>(lane<f32>(v, 3)).toBe(3);
      const nan64 = f64x2(NaN64, Infinity), other64 = f64x2(Infinity, NaN64);
      const w = i == 0 ? largerOf<f64>(nan64, other64) : largerOf<f64>(other64, nan64);
      expect<bool>(isNaN(lane<f64>(w, 0)) && isNaN(lane<f64>(w, 1))).toBe(true);
    }
  });

  it("largest: in whichever lane it is", () => {
    expect<f32>(largest<f32>(f32x4(9, 1, 2, 3))).toBe(9);
    expect<f32>(largest<f32>(f32x4(1, 9, 2, 3))).toBe(9);
    expect<f32>(largest<f32>(f32x4(1, 2, 9, 3))).toBe(9);
    expect<f32>(largest<f32>(f32x4(1, 2, 3, 9))).toBe(9);
    expect<f32>(largest<f32>(f32x4(-4, -2, -3, -9))).toBe(-2);
    expect<f64>(largest<f64>(f64x2(9, 1))).toBe(9);
    expect<f64>(largest<f64>(f64x2(-9, -1))).toBe(-1);
  });

  it("largest: NaN in any lane is NaN", () => {
    expect<bool>(isNaN(largest<f32>(f32x4(NaN32, 1, 2, 3)))).toBe(true);
    expect<bool>(isNaN(largest<f32>(f32x4(1, NaN32, 2, 3)))).toBe(true);
    expect<bool>(isNaN(largest<f32>(f32x4(1, 2, NaN32, 3)))).toBe(true);
    expect<bool>(isNaN(largest<f32>(f32x4(1, 2, 3, NaN32)))).toBe(true);
    expect<bool>(isNaN(largest<f64>(f64x2(NaN64, 1)))).toBe(true);
    expect<bool>(isNaN(largest<f64>(f64x2(1, NaN64)))).toBe(true);
  });
});

describe("look-up", () => {
  it("swizzle: lane i of the result is table[index[i]]", () => {
    const table = i8x16(100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110, 111, 112, 113, 114, 115);
    const v = swizzle(table, i8x16(15, 0, 14, 1, 13, 2, 12, 3, 11, 4, 10, 5, 9, 6, 8, 7));
    same<i8>(v, [115, 100, 114, 101, 113, 102, 112, 103, 111, 104, 110, 105, 109, 106, 108, 107]);
    same<i8>(swizzle(table, i8x16.splat(7)), [107, 107, 107, 107, 107, 107, 107, 107, 107, 107, 107, 107, 107, 107, 107, 107]);
  });
});
