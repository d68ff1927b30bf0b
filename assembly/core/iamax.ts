// the first i with |x_i| = max_j |x_j|; a NaN counts as the largest

import { lanes, maskOf, whole } from "./lane";
import { amax } from "./nrm2";

/** x: n elements, n > 0. */
export function iamax<T>(x: usize, n: usize): usize {
  const size = sizeof<T>(), top = amax<T>(x, n), tops = v128.splat<T>(top);
  let i: usize = 0;
  for (; i < whole<T>(n); i += lanes<T>()) {
    const v = v128.abs<T>(v128.load(x + i * size)), found = v128.or(v128.eq<T>(v, tops), v128.ne<T>(v, v));
    if (v128.any_true(found)) return i + <usize>ctz<u32>(maskOf<T>(found));
  }
  for (; i < n; i++) {
    const v = abs<T>(load<T>(x + i * size));
    if (v == top || v != v) return i;
  }
  return 0;
}
