// out_i = f(x_i, y_i) and sum_i g(out_i, y_i) in one pass. An operation is a class with lane<T>(x, y, a, ..., h), which is f,
// and value<T>(u, y, a, ..., h), which is g; both are inlined. The tail goes through the same lanes, dead ones left out of the sum.

import { lanes, loadPart, storePart, sum } from "./lane";

// 16 bytes of ones, then of zeros: read from the middle less k bytes, the first k are ones.
const LIVE = memory.data<u64>([0xffffffffffffffff, 0xffffffffffffffff, 0, 0]);

/** All bits of the first `left` < lanes<T>() lanes, none of the others. */
// @ts-ignore: decorator
@inline export function live<T>(left: usize): v128 { return v128.load(LIVE + 16 - left * sizeof<T>()); }

/** out, x, y: n elements each, out may be x or y; a to h: what the operation makes of them. Returns the sum. */
export function each<T, Op>(out: usize, x: usize, y: usize, n: usize, a: T, b: T, c: T, d: T, e: T, f: T, g: T, h: T): T {
  const op = changetype<Op>(0), size = sizeof<T>();
  const as = v128.splat<T>(a), bs = v128.splat<T>(b), cs = v128.splat<T>(c), ds = v128.splat<T>(d);
  const es = v128.splat<T>(e), fs = v128.splat<T>(f), gs = v128.splat<T>(g), hs = v128.splat<T>(h);
  let total = v128.splat<T>(0);
  for (let i: usize = 0; i < n; i += lanes<T>()) {
    const whole = i + lanes<T>() <= n, at = i * size;
    const v = whole ? v128.load(x + at) : loadPart<T>(x + at, n - i);
    const w = whole ? v128.load(y + at) : loadPart<T>(y + at, n - i);
    const u = op.lane<T>(v, w, as, bs, cs, ds, es, fs, gs, hs);
    const value = op.value<T>(u, w, as, bs, cs, ds, es, fs, gs, hs);
    if (whole) {
      v128.store(out + at, u);
      total = v128.add<T>(total, value);
    } else {
      storePart<T>(out + at, u, n - i);
      total = v128.add<T>(total, v128.and(value, live<T>(n - i)));
    }
  }
  return sum<T>(total);
}
