// y = alpha*x + y, and the same for four or eight x at once (one pass over y).

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

/** As axpy4 for eight x; coefficients: eight elements. Two sums, so that four products at most wait for each other. */
export function axpy8<T>(y: usize, x: usize, stride: usize, n: usize, coefficients: usize): void {
  const size = sizeof<T>(), step = stride * size, end = n * size, vectors = whole<T>(n) * size;
  const x1 = x + step, x2 = x1 + step, x3 = x2 + step, x4 = x3 + step, x5 = x4 + step, x6 = x5 + step, x7 = x6 + step;
  const v0 = v128.load_splat<T>(coefficients), v1 = v128.load_splat<T>(coefficients, sizeof<T>());
  const v2 = v128.load_splat<T>(coefficients, 2 * sizeof<T>()), v3 = v128.load_splat<T>(coefficients, 3 * sizeof<T>());
  const v4 = v128.load_splat<T>(coefficients, 4 * sizeof<T>()), v5 = v128.load_splat<T>(coefficients, 5 * sizeof<T>());
  const v6 = v128.load_splat<T>(coefficients, 6 * sizeof<T>()), v7 = v128.load_splat<T>(coefficients, 7 * sizeof<T>());
  let at: usize = 0;
  for (; at < vectors; at += 16) {
    let s = fma<T>(v0, v128.load(x + at), v128.load(y + at)), t = v128.mul<T>(v4, v128.load(x4 + at));
    s = fma<T>(v1, v128.load(x1 + at), s);
    t = fma<T>(v5, v128.load(x5 + at), t);
    s = fma<T>(v2, v128.load(x2 + at), s);
    t = fma<T>(v6, v128.load(x6 + at), t);
    s = fma<T>(v3, v128.load(x3 + at), s);
    t = fma<T>(v7, v128.load(x7 + at), t);
    v128.store(y + at, v128.add<T>(s, t));
  }
  for (; at < end; at += size) {
    let total = load<T>(y + at);
    for (let k: usize = 0, p = x + at; k < 8; k++, p += step) total += load<T>(coefficients + k * size) * load<T>(p);
    store<T>(y + at, total);
  }
}
