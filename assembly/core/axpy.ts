// y = alpha*x + y, and the same for four x at once (one pass over y).

import { fma, lanes, whole } from "./lane";

/** x, y: n elements each. */
export function axpy<T>(y: usize, x: usize, n: usize, alpha: T): void {
  const a = v128.splat<T>(alpha), size = sizeof<T>();
  let i: usize = 0;
  for (; i < whole<T>(n); i += lanes<T>()) {
    v128.store(y + i * size, fma<T>(a, v128.load(x + i * size), v128.load(y + i * size)));
  }
  for (; i < n; i++) store<T>(y + i * size, alpha * load<T>(x + i * size) + load<T>(y + i * size));
}

/** y += a0*x0 + a1*x1 + a2*x2 + a3*x3 where x_r starts at x + r*stride elements. */
export function axpy4<T>(y: usize, x: usize, stride: usize, n: usize, a0: T, a1: T, a2: T, a3: T): void {
  const v0 = v128.splat<T>(a0), v1 = v128.splat<T>(a1), v2 = v128.splat<T>(a2), v3 = v128.splat<T>(a3);
  const size = sizeof<T>(), x1 = x + stride * size, x2 = x1 + stride * size, x3 = x2 + stride * size;
  let i: usize = 0;
  for (; i < whole<T>(n); i += lanes<T>()) {
    const at = i * size;
    const left = fma<T>(v1, v128.load(x1 + at), fma<T>(v0, v128.load(x + at), v128.load(y + at)));
    v128.store(y + at, fma<T>(v3, v128.load(x3 + at), fma<T>(v2, v128.load(x2 + at), left)));
  }
  for (; i < n; i++) {
    const at = i * size;
    store<T>(y + at, load<T>(y + at) + a0 * load<T>(x + at) + a1 * load<T>(x1 + at)
      + a2 * load<T>(x2 + at) + a3 * load<T>(x3 + at));
  }
}


