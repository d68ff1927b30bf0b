// Rows of 8-bit whole numbers with a zero point for each group of columns: q_j - z_g. Rows start at multiples of 32 bytes; bytes
// after the last column are 0.

/** Bytes of a row of n. */
// @ts-ignore: decorator
@inline export function line8(n: usize): usize { return (n + 31) & ~31; }

/** Rows whose zero points are all 0. */
export class Symmetric {
  @inline keep(at: usize, zero: usize): void {}
  @inline kept(at: usize): v128 { return i32x4.splat(0); }
  @inline at16(zero: usize, g: usize): v128 { return i32x4.splat(0); }
  @inline less(q: v128, z: v128): v128 { return q; }
  @inline less16(q: v128, z: v128): v128 { return q; }
}

/** Rows with a byte for each group; in memory as 32 bits, where registers are short. */
export class Affine {
  @inline keep(at: usize, zero: usize): void { store<i32>(at, load<i8>(zero)); }
  @inline kept(at: usize): v128 { return v128.load32_splat(at); }
  @inline at16(zero: usize, g: usize): v128 { return i16x8.splat(load<i8>(zero + g)); }
  @inline less(q: v128, z: v128): v128 { return i32x4.sub(q, z); }
  @inline less16(q: v128, z: v128): v128 { return i16x8.sub(q, z); }
}

/** out_j = (q_j - z_g) scale_g for columns `from` (a multiple of 16) to `to`; room for a multiple of 16. zero: bytes, or 0. */
export function decode8<T>(out: usize, row: usize, scale: usize, zero: usize, from: usize, to: usize, group: usize): void {
  for (let j = from; j < to;) {
    const g = j / group, end = min(to, (g + 1) * group), s = v128.splat<T>(load<T>(scale + g * sizeof<T>()));
    const z = i16x8.splat(zero == 0 ? 0 : load<i8>(zero + g));
    for (; j < end; j += 8) {
      const q = i16x8.sub(v128.load_ext<i8>(row + j), z);
      put4<T>(out, i32x4.extend_low_i16x8_s(q), s);
      put4<T>(out + 4 * sizeof<T>(), i32x4.extend_high_i16x8_s(q), s);
      out += 8 * sizeof<T>();
    }
    out -= (j - end) * sizeof<T>();
    j = end;
  }
}

// @ts-ignore: decorator
@inline function put4<T>(out: usize, q: v128, s: v128): void {
  if (sizeof<T>() == 4) v128.store(out, f32x4.mul(f32x4.convert_i32x4_s(q), s));
  else {
    v128.store(out, f64x2.mul(f64x2.convert_low_i32x4_s(q), s));
    v128.store(out, f64x2.mul(f64x2.convert_low_i32x4_s(v128.shuffle<u64>(q, q, 1, 1)), s), 16);
  }
}

/** out: q_j - z_g of n columns in 16 bits, n a multiple of 32; zero: bytes, or 0. */
export function widen8(out: usize, row: usize, zero: usize, n: usize, group: usize): void {
  for (let j: usize = 0; j < n; j += 16) {
    const z = i16x8.splat(zero == 0 ? 0 : load<i8>(zero + j / group)), q = v128.load(row + j);
    v128.store(out + j * 2, i16x8.sub(i16x8.extend_low_i8x16_s(q), z));
    v128.store(out + j * 2, i16x8.sub(i16x8.extend_high_i8x16_s(q), z), 16);
  }
}
