// (x, y) = (c*x - s*y, s*x + c*y)

import { fma, lanes, nfma, whole } from "./lane";

/** x, y: n elements each, apart. */
export function rot<T>(x: usize, y: usize, n: usize, c: T, s: T): void {
  const cs = v128.splat<T>(c), ss = v128.splat<T>(s), size = sizeof<T>();
  let i: usize = 0;
  for (; i < whole<T>(n); i += lanes<T>()) {
    const a = v128.load(x + i * size), b = v128.load(y + i * size);
    v128.store(x + i * size, nfma<T>(ss, b, v128.mul<T>(cs, a)));
    v128.store(y + i * size, fma<T>(ss, a, v128.mul<T>(cs, b)));
  }
  for (; i < n; i++) {
    const a = load<T>(x + i * size), b = load<T>(y + i * size);
    store<T>(x + i * size, c * a - s * b);
    store<T>(y + i * size, s * a + c * b);
  }
}
