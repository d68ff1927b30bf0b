// ||x||_1 = sum_i |x_i|

import { lanes, sum, whole } from "./lane";

/** x: n elements. */
export function asum<T>(x: usize, n: usize): T {
  let s0 = v128.splat<T>(0), s1 = s0;
  const size = sizeof<T>();
  let i: usize = 0;
  for (; i + 2 * lanes<T>() <= n; i += 2 * lanes<T>()) {
    s0 = v128.add<T>(s0, v128.abs<T>(v128.load(x + i * size)));
    s1 = v128.add<T>(s1, v128.abs<T>(v128.load(x + i * size, 16)));
  }
  for (; i < whole<T>(n); i += lanes<T>()) s0 = v128.add<T>(s0, v128.abs<T>(v128.load(x + i * size)));
  let total = sum<T>(v128.add<T>(s0, s1));
  for (; i < n; i++) total += abs<T>(load<T>(x + i * size));
  return total;
}
