// out = A' for one square of lanes<T>() x lanes<T>() elements, in registers.

/** a: rows `stride` bytes apart; out: rows `step` bytes apart. */
// @ts-ignore: decorator
@inline export function square<T>(out: usize, step: usize, a: usize, stride: usize): void {
  if (sizeof<T>() == 8) {
    const r0 = v128.load(a), r1 = v128.load(a + stride);
    v128.store(out, v128.shuffle<u64>(r0, r1, 0, 2));
    v128.store(out + step, v128.shuffle<u64>(r0, r1, 1, 3));
  } else {
    const r0 = v128.load(a), r1 = v128.load(a + stride), r2 = v128.load(a + 2 * stride), r3 = v128.load(a + 3 * stride);
    const p = v128.shuffle<u32>(r0, r1, 0, 4, 1, 5), q = v128.shuffle<u32>(r2, r3, 0, 4, 1, 5);
    const s = v128.shuffle<u32>(r0, r1, 2, 6, 3, 7), t = v128.shuffle<u32>(r2, r3, 2, 6, 3, 7);
    v128.store(out, v128.shuffle<u64>(p, q, 0, 2));
    v128.store(out + step, v128.shuffle<u64>(p, q, 1, 3));
    v128.store(out + 2 * step, v128.shuffle<u64>(s, t, 0, 2));
    v128.store(out + 3 * step, v128.shuffle<u64>(s, t, 1, 3));
  }
}

/** Two rows of f32, four columns: the pairs of each column, `step` bytes apart. */
// @ts-ignore: decorator
@inline export function pairs(out: usize, step: usize, a: usize, stride: usize): void {
  const r0 = v128.load(a), r1 = v128.load(a + stride);
  const p = v128.shuffle<u32>(r0, r1, 0, 4, 1, 5), q = v128.shuffle<u32>(r0, r1, 2, 6, 3, 7);
  v128.store_lane<u64>(out, p, 0);
  v128.store_lane<u64>(out + step, p, 1);
  v128.store_lane<u64>(out + 2 * step, q, 0);
  v128.store_lane<u64>(out + 3 * step, q, 1);
}
