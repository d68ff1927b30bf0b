// As cd_dense, on the columns x_j - mean_j of a sparse matrix, which are never formed: with u = weights o (y - X w) unscaled by means,
// z_j'r = x_j'u - mean_j sum(u), since the weighted sum of a centred column is 0.

import { step } from "./step";

/** x_j'u for entries p to end - 1. */
// @ts-ignore: decorator
@inline function times<T>(u: usize, indices: usize, values: usize, p: usize, end: usize): T {
  let s0: T = 0, s1: T = 0;
  for (; p + 2 <= end; p += 2) {
    s0 += load<T>(values + p * sizeof<T>()) * load<T>(u + <usize>load<u32>(indices + p * 4) * sizeof<T>());
    s1 += load<T>(values + p * sizeof<T>(), sizeof<T>()) * load<T>(u + <usize>load<u32>(indices + p * 4, 4) * sizeof<T>());
  }
  if (p < end) s0 += load<T>(values + p * sizeof<T>()) * load<T>(u + <usize>load<u32>(indices + p * 4) * sizeof<T>());
  return s0 + s1;
}

/** u += alpha * weights o x_j; weights at 0 are 1. */
// @ts-ignore: decorator
@inline function add<T>(u: usize, indices: usize, values: usize, weights: usize, p: usize, end: usize, alpha: T): void {
  for (; p < end; p++) {
    const i = <usize>load<u32>(indices + p * 4) * sizeof<T>(), v = alpha * load<T>(values + p * sizeof<T>());
    store<T>(u + i, load<T>(u + i) + (weights == 0 ? v : v * load<T>(weights + i)));
  }
}

/**
 * w: m; u: n; columns: m of the matrix whose columns indptr, indices and values hold; squares: of the centred columns, and means, one a
 * column of the matrix; total: the sum of the weights. Returns the passes, at most `epochs`.
 */
function sparse<T>(
  w: usize, u: usize, columns: usize, indptr: usize, indices: usize, values: usize, squares: usize, means: usize, weights: usize,
  n: usize, m: usize, total: T, l1: T, l2: T, least: T, epochs: u32,
): u32 {
  const size = sizeof<T>();
  let mass: T = 0;
  for (let i: usize = 0; i < n; i++) mass += load<T>(u + i * size);
  for (let epoch: u32 = 1; epoch <= epochs; epoch++) {
    let moved = false;
    for (let j: usize = 0; j < m; j++) {
      const c: usize = load<u32>(columns + j * 4), p: usize = load<u32>(indptr + c * 4), end: usize = load<u32>(indptr + c * 4, 4);
      const g = load<T>(squares + c * size), mean = load<T>(means + c * size), old = load<T>(w + j * size);
      const now = step<T>(times<T>(u, indices, values, p, end) - mean * mass + g * old, l1, g + l2, least);
      if (now == old) continue;
      moved = true;
      store<T>(w + j * size, now);
      add<T>(u, indices, values, weights, p, end, old - now);
      mass += (old - now) * mean * total;
    }
    if (!moved) return epoch;
  }
  return epochs;
}

/** u -= weights o (X w) over m columns. */
function remove<T>(u: usize, w: usize, columns: usize, indptr: usize, indices: usize, values: usize, weights: usize, m: usize): void {
  for (let j: usize = 0; j < m; j++) {
    const c: usize = load<u32>(columns + j * 4), by = load<T>(w + j * sizeof<T>());
    if (by != 0) add<T>(u, indices, values, weights, load<u32>(indptr + c * 4), load<u32>(indptr + c * 4, 4), -by);
  }
}

/** out_j = x_j'u - mean_j mass for m columns. */
function products<T>(
  out: usize, u: usize, columns: usize, indptr: usize, indices: usize, values: usize, means: usize, m: usize, mass: T,
): void {
  for (let j: usize = 0; j < m; j++) {
    const c: usize = load<u32>(columns + j * 4);
    const v = times<T>(u, indices, values, load<u32>(indptr + c * 4), load<u32>(indptr + c * 4, 4));
    store<T>(out + j * sizeof<T>(), v - load<T>(means + c * sizeof<T>()) * mass);
  }
}

/** Rows and columns `from` to m - 1 of the m x m Gram matrix of centred columns, rows ld apart; work: n zeros, left so. */
function gram<T>(
  out: usize, ld: usize, from: usize, m: usize, work: usize, columns: usize, indptr: usize, indices: usize, values: usize,
  means: usize, weights: usize, total: T,
): void {
  const size = sizeof<T>();
  for (let j = from; j < m; j++) {
    const c: usize = load<u32>(columns + j * 4), start: usize = load<u32>(indptr + c * 4), end: usize = load<u32>(indptr + c * 4, 4);
    const mass = total * load<T>(means + c * size);
    add<T>(work, indices, values, weights, start, end, 1);
    for (let k: usize = 0; k <= j; k++) {
      const b: usize = load<u32>(columns + k * 4);
      const v = times<T>(work, indices, values, load<u32>(indptr + b * 4), load<u32>(indptr + b * 4, 4)) - mass * load<T>(means + b * size);
      store<T>(out + (j * ld + k) * size, v);
      store<T>(out + (k * ld + j) * size, v);
    }
    for (let p = start; p < end; p++) store<T>(work + <usize>load<u32>(indices + p * 4) * size, 0);
  }
}

export function cd_sparse_f32(
  w: usize, u: usize, columns: usize, indptr: usize, indices: usize, values: usize, squares: usize, means: usize, weights: usize,
  n: usize, m: usize, total: f32, l1: f32, l2: f32, least: f32, epochs: u32,
): u32 { return sparse<f32>(w, u, columns, indptr, indices, values, squares, means, weights, n, m, total, l1, l2, least, epochs); }
export function cd_sparse_f64(
  w: usize, u: usize, columns: usize, indptr: usize, indices: usize, values: usize, squares: usize, means: usize, weights: usize,
  n: usize, m: usize, total: f64, l1: f64, l2: f64, least: f64, epochs: u32,
): u32 { return sparse<f64>(w, u, columns, indptr, indices, values, squares, means, weights, n, m, total, l1, l2, least, epochs); }

export function cd_sparseremove_f32(
  u: usize, w: usize, columns: usize, indptr: usize, indices: usize, values: usize, weights: usize, m: usize,
): void { remove<f32>(u, w, columns, indptr, indices, values, weights, m); }
export function cd_sparseremove_f64(
  u: usize, w: usize, columns: usize, indptr: usize, indices: usize, values: usize, weights: usize, m: usize,
): void { remove<f64>(u, w, columns, indptr, indices, values, weights, m); }

export function cd_sparseproducts_f32(
  out: usize, u: usize, columns: usize, indptr: usize, indices: usize, values: usize, means: usize, m: usize, mass: f32,
): void { products<f32>(out, u, columns, indptr, indices, values, means, m, mass); }
export function cd_sparseproducts_f64(
  out: usize, u: usize, columns: usize, indptr: usize, indices: usize, values: usize, means: usize, m: usize, mass: f64,
): void { products<f64>(out, u, columns, indptr, indices, values, means, m, mass); }

export function cd_sparsegram_f32(
  out: usize, ld: usize, from: usize, m: usize, work: usize, columns: usize, indptr: usize, indices: usize, values: usize,
  means: usize, weights: usize, total: f32,
): void { gram<f32>(out, ld, from, m, work, columns, indptr, indices, values, means, weights, total); }
export function cd_sparsegram_f64(
  out: usize, ld: usize, from: usize, m: usize, work: usize, columns: usize, indptr: usize, indices: usize, values: usize,
  means: usize, weights: usize, total: f64,
): void { gram<f64>(out, ld, from, m, work, columns, indptr, indices, values, means, weights, total); }
