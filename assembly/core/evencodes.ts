// sum_j t(code_j) x_j for a table of 16 even numbers t(c) = b (c - z), z = 8 or 0: b sum_j (code_j - z) x_j. Each half byte
// becomes a float by two shifts and a conversion, which is less work than a look-up.

import { fma, sum } from "./lane";

const FROM_EIGHT = memory.data<f32>([-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7]);
const FROM_ZERO = memory.data<f32>([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]);

/** Codes of which 8 is taken off: they become signed half bytes. */
export class FromEight {
  @inline grid(): usize { return FROM_EIGHT; }
  @inline prepared(codes: v128): v128 { return v128.xor(codes, i8x16.splat(<i8>0x88)); }
  @inline down(v: v128): v128 { return i32x4.shr_s(v, 28); }
}

/** Codes as they are. */
export class FromZero {
  @inline grid(): usize { return FROM_ZERO; }
  @inline prepared(codes: v128): v128 { return codes; }
  @inline down(v: v128): v128 { return i32x4.shr_u(v, 28); }
}

/** Whether each of the 16 numbers is b times that of the grid of Z, exactly. */
export function isEven<Z>(table: usize, b: f32): bool {
  const grid = changetype<Z>(0).grid(), by = f32x4.splat(b);
  let same = i32x4.splat(-1);
  for (let c: usize = 0; c < 64; c += 16) {
    same = v128.and(same, f32x4.eq(v128.load(table + c), f32x4.mul(by, v128.load(grid + c))));
  }
  return v128.any_true(v128.not(same)) == 0;
}

/** out: x, n elements, a multiple of 32, in the order in which evenSum meets them. */
export function spread(out: usize, x: usize, n: usize): void {
  for (const end = x + n * 4; x < end; x += 128, out += 128) {
    turn(out, x, 32);
    turn(out + 16, x + 64, 32);
  }
}

/** out: x, n elements, a multiple of 16: of each 16 numbers every fourth, from the first, the second, ...; may be x. */
export function spread4(out: usize, x: usize, n: usize): void {
  for (const end = x + n * 4; x < end; x += 64, out += 64) turn(out, x, 16);
}

/** 4 x 4 numbers transposed, the rows of the result `step` bytes apart. */
// @ts-ignore: decorator
@inline function turn(out: usize, x: usize, step: usize): void {
  const a = v128.load(x), b = v128.load(x, 16), c = v128.load(x, 32), d = v128.load(x, 48);
  const ab = v128.shuffle<u32>(a, b, 0, 4, 1, 5), cd = v128.shuffle<u32>(c, d, 0, 4, 1, 5);
  const ef = v128.shuffle<u32>(a, b, 2, 6, 3, 7), gh = v128.shuffle<u32>(c, d, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<u64>(ab, cd, 0, 2));
  v128.store(out + step, v128.shuffle<u64>(ab, cd, 1, 3));
  v128.store(out + 2 * step, v128.shuffle<u64>(ef, gh, 0, 2));
  v128.store(out + 3 * step, v128.shuffle<u64>(ef, gh, 1, 3));
}

/** sum_g scale_g sum_{j in g} (code_j - z) x_j over n columns of 4-bit codes, a multiple of 32; scale 0: ones; x: of `spread`. */
export function evenSum<Z>(row: usize, x: usize, n: usize, scale: usize, group: usize): f32 {
  const z = changetype<Z>(0);
  let all: f32 = 0;
  for (let j: usize = 0; j < n;) {
    let s0 = f32x4.splat(0), s1 = s0;
    for (const end = min(n, j + group); j < end; j += 32) {
      const c = z.prepared(v128.load(row + j / 2)), at = x + j * 4;
      s0 = fma<f32>(f32x4.convert_i32x4_s(z.down(i32x4.shl(c, 28))), v128.load(at), s0);
      s1 = fma<f32>(f32x4.convert_i32x4_s(z.down(i32x4.shl(c, 24))), v128.load(at, 16), s1);
      s0 = fma<f32>(f32x4.convert_i32x4_s(z.down(i32x4.shl(c, 20))), v128.load(at, 32), s0);
      s1 = fma<f32>(f32x4.convert_i32x4_s(z.down(i32x4.shl(c, 16))), v128.load(at, 48), s1);
      s0 = fma<f32>(f32x4.convert_i32x4_s(z.down(i32x4.shl(c, 12))), v128.load(at, 64), s0);
      s1 = fma<f32>(f32x4.convert_i32x4_s(z.down(i32x4.shl(c, 8))), v128.load(at, 80), s1);
      s0 = fma<f32>(f32x4.convert_i32x4_s(z.down(i32x4.shl(c, 4))), v128.load(at, 96), s0);
      s1 = fma<f32>(f32x4.convert_i32x4_s(z.down(c)), v128.load(at, 112), s1);
    }
    const part = sum<f32>(f32x4.add(s0, s1));
    if (scale == 0) all += part;
    else {
      all += load<f32>(scale) * part;
      scale += 4;
    }
  }
  return all;
}
