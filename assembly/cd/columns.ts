// What coordinate descent asks of a row-major X with columns x_j - mean_j: all products and squares in one pass over X, the products
// of a few columns, and copies of a few columns as columns.

import { fma, lanes, whole } from "../core/lane";

/** out_j += sum_i v_i (x_ij - mean_j), squares_j += sum_i weights_i (x_ij - mean_j)^2. X: n x p; weights at 0 are 1. */
function moments<T>(out: usize, squares: usize, x: usize, means: usize, v: usize, weights: usize, n: usize, p: usize): void {
  const size = sizeof<T>(), stride = p * size;
  let i: usize = 0;
  for (; i + 4 <= n; i += 4) {
    const x0 = x + i * stride, x1 = x0 + stride, x2 = x1 + stride, x3 = x2 + stride, at = v + i * size, to = weights + i * size;
    const v0 = load<T>(at), v1 = load<T>(at, sizeof<T>()), v2 = load<T>(at, 2 * sizeof<T>()), v3 = load<T>(at, 3 * sizeof<T>());
    let w0: T = 1, w1: T = 1, w2: T = 1, w3: T = 1;
    if (weights != 0) {
      w0 = load<T>(to); w1 = load<T>(to, sizeof<T>()); w2 = load<T>(to, 2 * sizeof<T>()); w3 = load<T>(to, 3 * sizeof<T>());
    }
    const a0 = v128.splat<T>(v0), a1 = v128.splat<T>(v1), a2 = v128.splat<T>(v2), a3 = v128.splat<T>(v3);
    const b0 = v128.splat<T>(w0), b1 = v128.splat<T>(w1), b2 = v128.splat<T>(w2), b3 = v128.splat<T>(w3);
    let j: usize = 0;
    for (const end = whole<T>(p) * size; j < end; j += 16) {
      const mean = v128.load(means + j);
      const d0 = v128.sub<T>(v128.load(x0 + j), mean), d1 = v128.sub<T>(v128.load(x1 + j), mean);
      const d2 = v128.sub<T>(v128.load(x2 + j), mean), d3 = v128.sub<T>(v128.load(x3 + j), mean);
      v128.store(out + j, fma<T>(a3, d3, fma<T>(a2, d2, fma<T>(a1, d1, fma<T>(a0, d0, v128.load(out + j))))));
      const s = fma<T>(v128.mul<T>(b1, d1), d1, fma<T>(v128.mul<T>(b0, d0), d0, v128.load(squares + j)));
      v128.store(squares + j, fma<T>(v128.mul<T>(b3, d3), d3, fma<T>(v128.mul<T>(b2, d2), d2, s)));
    }
    for (; j < stride; j += size) {
      const mean = load<T>(means + j);
      const d0 = load<T>(x0 + j) - mean, d1 = load<T>(x1 + j) - mean, d2 = load<T>(x2 + j) - mean, d3 = load<T>(x3 + j) - mean;
      store<T>(out + j, load<T>(out + j) + ((v0 * d0 + v1 * d1) + (v2 * d2 + v3 * d3)));
      store<T>(squares + j, load<T>(squares + j) + ((w0 * d0 * d0 + w1 * d1 * d1) + (w2 * d2 * d2 + w3 * d3 * d3)));
    }
  }
  for (; i < n; i++) {
    const row = x + i * stride, a = load<T>(v + i * size);
    let b: T = 1;
    if (weights != 0) b = load<T>(weights + i * size);
    for (let j: usize = 0; j < stride; j += size) {
      const d = load<T>(row + j) - load<T>(means + j);
      store<T>(out + j, load<T>(out + j) + a * d);
      store<T>(squares + j, load<T>(squares + j) + b * d * d);
    }
  }
}

/** out_k = sum_i v_i (x_ij - mean_j) for the m columns j = columns_k. */
function products<T>(out: usize, x: usize, means: usize, v: usize, columns: usize, n: usize, p: usize, m: usize): void {
  const size = sizeof<T>();
  memory.fill(out, 0, m * size);
  for (let i: usize = 0; i < n; i++) {
    const row = x + i * p * size, a = load<T>(v + i * size);
    for (let k: usize = 0; k < m; k++) {
      const j = <usize>load<u32>(columns + k * 4) * size, at = out + k * size;
      store<T>(at, load<T>(at) + a * (load<T>(row + j) - load<T>(means + j)));
    }
  }
}

/** Row k of out = roots o (x_j - mean_j), j = columns_k. out: m x n. A line of cache of out is filled at once. */
function gather<T>(out: usize, x: usize, means: usize, roots: usize, columns: usize, n: usize, p: usize, m: usize): void {
  const size = sizeof<T>(), block: usize = 4 * lanes<T>();
  for (let i: usize = 0; i < n; i += block) {
    const end = min(i + block, n);
    for (let k: usize = 0; k < m; k++) {
      const j: usize = load<u32>(columns + k * 4), mean = load<T>(means + j * size);
      for (let r = i; r < end; r++) {
        const d = load<T>(x + (r * p + j) * size) - mean;
        store<T>(out + (k * n + r) * size, roots == 0 ? d : d * load<T>(roots + r * size));
      }
    }
  }
}

export function cd_moments_f32(out: usize, squares: usize, x: usize, means: usize, v: usize, weights: usize, n: usize, p: usize): void {
  moments<f32>(out, squares, x, means, v, weights, n, p);
}
export function cd_moments_f64(out: usize, squares: usize, x: usize, means: usize, v: usize, weights: usize, n: usize, p: usize): void {
  moments<f64>(out, squares, x, means, v, weights, n, p);
}
export function cd_products_f32(
  out: usize, x: usize, means: usize, v: usize, columns: usize, n: usize, p: usize, m: usize,
): void { products<f32>(out, x, means, v, columns, n, p, m); }
export function cd_products_f64(
  out: usize, x: usize, means: usize, v: usize, columns: usize, n: usize, p: usize, m: usize,
): void { products<f64>(out, x, means, v, columns, n, p, m); }
export function cd_gather_f32(
  out: usize, x: usize, means: usize, roots: usize, columns: usize, n: usize, p: usize, m: usize,
): void { gather<f32>(out, x, means, roots, columns, n, p, m); }
export function cd_gather_f64(
  out: usize, x: usize, means: usize, roots: usize, columns: usize, n: usize, p: usize, m: usize,
): void { gather<f64>(out, x, means, roots, columns, n, p, m); }
