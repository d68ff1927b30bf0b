// C = A*B' and Y -= C*B for few long rows, without packing: a tile of the packed product would be mostly edges.

import { axpy, axpy4 } from "../axpy";
import { dot } from "../dot";
import { fma, lanes, nfma, sum, whole } from "../lane";

/** A: m rows, B: n rows of k elements, both `ld` apart; C: m x n, rows ldc apart. Two rows of A against four of B at a time. */
export function cross<T>(c: usize, ldc: usize, a: usize, b: usize, m: usize, n: usize, k: usize, ld: usize): void {
  const size = sizeof<T>(), stride = ld * size;
  for (let i: usize = 0; i < m; i += 2) {
    const pair = i + 2 <= m;
    let j: usize = 0;
    if (pair) for (; j + 4 <= n; j += 4) dots<T>(c + (i * ldc + j) * size, ldc * size, a + i * stride, b + j * stride, k, stride);
    for (; j < n; j++) {
      store<T>(c + (i * ldc + j) * size, dot<T>(a + i * stride, b + j * stride, k));
      if (pair) store<T>(c + ((i + 1) * ldc + j) * size, dot<T>(a + (i + 1) * stride, b + j * stride, k));
    }
  }
}

/** Eight inner products. */
function dots<T>(c: usize, ldc: usize, a: usize, b: usize, k: usize, stride: usize): void {
  const size = sizeof<T>(), a1 = a + stride, b1 = b + stride, b2 = b1 + stride, b3 = b2 + stride;
  let s0 = v128.splat<T>(0), s1 = s0, s2 = s0, s3 = s0, t0 = s0, t1 = s0, t2 = s0, t3 = s0;
  let p: usize = 0;
  for (; p < whole<T>(k); p += lanes<T>()) {
    const at = p * size, x = v128.load(a + at), y = v128.load(a1 + at);
    const r0 = v128.load(b + at), r1 = v128.load(b1 + at), r2 = v128.load(b2 + at), r3 = v128.load(b3 + at);
    s0 = fma<T>(x, r0, s0); t0 = fma<T>(y, r0, t0);
    s1 = fma<T>(x, r1, s1); t1 = fma<T>(y, r1, t1);
    s2 = fma<T>(x, r2, s2); t2 = fma<T>(y, r2, t2);
    s3 = fma<T>(x, r3, s3); t3 = fma<T>(y, r3, t3);
  }
  let e0 = sum<T>(s0), e1 = sum<T>(s1), e2 = sum<T>(s2), e3 = sum<T>(s3);
  let f0 = sum<T>(t0), f1 = sum<T>(t1), f2 = sum<T>(t2), f3 = sum<T>(t3);
  for (; p < k; p++) {
    const at = p * size, x = load<T>(a + at), y = load<T>(a1 + at);
    const r0 = load<T>(b + at), r1 = load<T>(b1 + at), r2 = load<T>(b2 + at), r3 = load<T>(b3 + at);
    e0 += x * r0; f0 += y * r0;
    e1 += x * r1; f1 += y * r1;
    e2 += x * r2; f2 += y * r2;
    e3 += x * r3; f3 += y * r3;
  }
  store<T>(c, e0); store<T>(c, e1, sizeof<T>()); store<T>(c, e2, 2 * sizeof<T>()); store<T>(c, e3, 3 * sizeof<T>());
  c += ldc;
  store<T>(c, f0); store<T>(c, f1, sizeof<T>()); store<T>(c, f2, 2 * sizeof<T>()); store<T>(c, f3, 3 * sizeof<T>());
}

/** Y -= C*B: Y m rows, B n rows of k elements, both `ld` apart; C: m x n, rows ldc apart. */
export function subtract<T>(y: usize, c: usize, ldc: usize, b: usize, m: usize, n: usize, k: usize, ld: usize): void {
  const size = sizeof<T>(), stride = ld * size;
  for (let i: usize = 0; i < m; i += 2) {
    const pair = i + 2 <= m, row = y + i * stride, from = c + i * ldc * size;
    let j: usize = 0;
    for (; j + 4 <= n; j += 4) {
      if (pair) sweep<T>(row, from + j * size, ldc * size, b + j * stride, k, stride);
      else single<T>(row, from + j * size, b + j * stride, k, ld);
    }
    for (; j < n; j++) {
      axpy<T>(row, b + j * stride, k, -load<T>(from + j * size));
      if (pair) axpy<T>(row + stride, b + j * stride, k, -load<T>(from + (ldc + j) * size));
    }
  }
}

// @ts-ignore: decorator
@inline function single<T>(y: usize, c: usize, b: usize, k: usize, ld: usize): void {
  axpy4<T>(y, b, ld, k, -load<T>(c), -load<T>(c, sizeof<T>()), -load<T>(c, 2 * sizeof<T>()), -load<T>(c, 3 * sizeof<T>()));
}

/** Two rows of Y less four rows of B each. */
function sweep<T>(y: usize, c: usize, ldc: usize, b: usize, k: usize, stride: usize): void {
  const size = sizeof<T>(), y1 = y + stride, b1 = b + stride, b2 = b1 + stride, b3 = b2 + stride, d = c + ldc;
  const c0 = v128.load_splat<T>(c), c1 = v128.load_splat<T>(c, sizeof<T>());
  const c2 = v128.load_splat<T>(c, 2 * sizeof<T>()), c3 = v128.load_splat<T>(c, 3 * sizeof<T>());
  const d0 = v128.load_splat<T>(d), d1 = v128.load_splat<T>(d, sizeof<T>());
  const d2 = v128.load_splat<T>(d, 2 * sizeof<T>()), d3 = v128.load_splat<T>(d, 3 * sizeof<T>());
  let p: usize = 0;
  for (; p < whole<T>(k); p += lanes<T>()) {
    const at = p * size, r0 = v128.load(b + at), r1 = v128.load(b1 + at), r2 = v128.load(b2 + at), r3 = v128.load(b3 + at);
    v128.store(y + at, nfma<T>(c3, r3, nfma<T>(c2, r2, nfma<T>(c1, r1, nfma<T>(c0, r0, v128.load(y + at))))));
    v128.store(y1 + at, nfma<T>(d3, r3, nfma<T>(d2, r2, nfma<T>(d1, r1, nfma<T>(d0, r0, v128.load(y1 + at))))));
  }
  for (; p < k; p++) {
    const at = p * size, r0 = load<T>(b + at), r1 = load<T>(b1 + at), r2 = load<T>(b2 + at), r3 = load<T>(b3 + at);
    store<T>(y + at, load<T>(y + at) - load<T>(c) * r0 - load<T>(c, sizeof<T>()) * r1 - load<T>(c, 2 * sizeof<T>()) * r2
      - load<T>(c, 3 * sizeof<T>()) * r3);
    store<T>(y1 + at, load<T>(y1 + at) - load<T>(d) * r0 - load<T>(d, sizeof<T>()) * r1 - load<T>(d, 2 * sizeof<T>()) * r2
      - load<T>(d, 3 * sizeof<T>()) * r3);
  }
}
