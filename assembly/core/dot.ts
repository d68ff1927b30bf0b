// x'y. Four vector sums are kept apart: an add takes 3 to 4 cycles, two can start in each.

import { fma, lanes, floorTo, sum, whole } from "./lane";

/** x, y: n elements each. */
export function dot<T>(x: usize, y: usize, n: usize): T {
  let s0 = v128.splat<T>(0), s1 = s0, s2 = s0, s3 = s0;
  const size = sizeof<T>();
  let i: usize = 0;
  for (const blocks = floorTo(n, 4 * lanes<T>()); i < blocks; i += 4 * lanes<T>()) {
    const p = x + i * size, q = y + i * size;
    s0 = fma<T>(v128.load(p), v128.load(q), s0);
    s1 = fma<T>(v128.load(p, 16), v128.load(q, 16), s1);
    s2 = fma<T>(v128.load(p, 32), v128.load(q, 32), s2);
    s3 = fma<T>(v128.load(p, 48), v128.load(q, 48), s3);
  }
  for (; i < whole<T>(n); i += lanes<T>()) s0 = fma<T>(v128.load(x + i * size), v128.load(y + i * size), s0);
  let total = sum<T>(v128.add<T>(v128.add<T>(s0, s1), v128.add<T>(s2, s3)));
  for (; i < n; i++) total += load<T>(x + i * size) * load<T>(y + i * size);
  return total;
}


