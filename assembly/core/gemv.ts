// y = alpha*A*x + beta*y, four rows at a time against one load of x.

import { dot } from "./dot";
import { fma, lanes, sum, whole } from "./lane";

/** A: m x n, row-major, rows lda elements apart; x: n; y: m, not read where beta = 0. */
export function gemv<T>(y: usize, a: usize, x: usize, m: usize, n: usize, lda: usize, alpha: T, beta: T): void {
  const size = sizeof<T>(), stride = lda * size;
  let i: usize = 0;
  for (; i + 4 <= m; i += 4) {
    const a0 = a + i * stride, a1 = a0 + stride, a2 = a1 + stride, a3 = a2 + stride;
    let s0 = v128.splat<T>(0), s1 = s0, s2 = s0, s3 = s0;
    let j: usize = 0;
    for (; j < whole<T>(n); j += lanes<T>()) {
      const at = j * size, v = v128.load(x + at);
      s0 = fma<T>(v128.load(a0 + at), v, s0);
      s1 = fma<T>(v128.load(a1 + at), v, s1);
      s2 = fma<T>(v128.load(a2 + at), v, s2);
      s3 = fma<T>(v128.load(a3 + at), v, s3);
    }
    let t0 = sum<T>(s0), t1 = sum<T>(s1), t2 = sum<T>(s2), t3 = sum<T>(s3);
    for (; j < n; j++) {
      const at = j * size, v = load<T>(x + at);
      t0 += load<T>(a0 + at) * v;
      t1 += load<T>(a1 + at) * v;
      t2 += load<T>(a2 + at) * v;
      t3 += load<T>(a3 + at) * v;
    }
    put<T>(y + i * size, alpha * t0, beta);
    put<T>(y + (i + 1) * size, alpha * t1, beta);
    put<T>(y + (i + 2) * size, alpha * t2, beta);
    put<T>(y + (i + 3) * size, alpha * t3, beta);
  }
  for (; i < m; i++) put<T>(y + i * size, alpha * dot<T>(a + i * stride, x, n), beta);
}

// @ts-ignore: decorator
@inline function put<T>(y: usize, value: T, beta: T): void {
  store<T>(y, beta == 0 ? value : beta * load<T>(y) + value);
}


