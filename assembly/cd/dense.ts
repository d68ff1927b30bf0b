// Cyclic coordinate descent on 1/2 ||r||^2 + l1 ||w||_1 + l2/2 ||w||^2 with r = y - Z w kept. What the last column changed in r is
// written in the pass that multiplies r by the next.
// Friedman, Hastie and Tibshirani, J. Stat. Software 33(1) (2010), section 2.1, naive updates.

import { axpy } from "../core/axpy";
import { dot } from "../core/dot";
import { floorTo, fma, lanes, sum, whole } from "../core/lane";
import { step } from "./step";

/** Z: m columns of n elements, one after another; squares: z_j'z_j; w: m; r: n. Returns the passes, at most `epochs`. */
function dense<T>(w: usize, r: usize, z: usize, squares: usize, n: usize, m: usize, l1: T, l2: T, least: T, epochs: u32): u32 {
  const size = sizeof<T>();
  for (let epoch: u32 = 1; epoch <= epochs; epoch++) {
    let moved = false, last: usize = 0, change: T = 0;
    for (let j: usize = 0; j < m; j++) {
      const column = z + j * n * size, g = load<T>(squares + j * size), old = load<T>(w + j * size);
      const product = change == 0 ? dot<T>(column, r, n) : axpydot<T>(r, last, column, n, change);
      const now = step<T>(product + g * old, l1, g + l2, least);
      change = old - now;
      if (change == 0) continue;
      moved = true;
      last = column;
      store<T>(w + j * size, now);
    }
    if (change != 0) axpy<T>(r, last, n, change);
    if (!moved) return epoch;
  }
  return epochs;
}

/** r += alpha*x; z'r */
function axpydot<T>(r: usize, x: usize, z: usize, n: usize, alpha: T): T {
  const a = v128.splat<T>(alpha), size = sizeof<T>();
  let s0 = v128.splat<T>(0), s1 = s0, i: usize = 0;
  for (const pairs = floorTo(n, 2 * lanes<T>()); i < pairs; i += 2 * lanes<T>()) {
    const at = i * size;
    const v0 = fma<T>(a, v128.load(x + at), v128.load(r + at)), v1 = fma<T>(a, v128.load(x + at, 16), v128.load(r + at, 16));
    v128.store(r + at, v0);
    v128.store(r + at, v1, 16);
    s0 = fma<T>(v128.load(z + at), v0, s0);
    s1 = fma<T>(v128.load(z + at, 16), v1, s1);
  }
  if (i < whole<T>(n)) {
    const at = i * size, v = fma<T>(a, v128.load(x + at), v128.load(r + at));
    v128.store(r + at, v);
    s0 = fma<T>(v128.load(z + at), v, s0);
    i += lanes<T>();
  }
  let total = sum<T>(v128.add<T>(s0, s1));
  for (; i < n; i++) {
    const at = i * size, v = alpha * load<T>(x + at) + load<T>(r + at);
    store<T>(r + at, v);
    total += load<T>(z + at) * v;
  }
  return total;
}

export function cd_dense_f32(
  w: usize, r: usize, z: usize, squares: usize, n: usize, m: usize, l1: f32, l2: f32, least: f32, epochs: u32,
): u32 { return dense<f32>(w, r, z, squares, n, m, l1, l2, least, epochs); }
export function cd_dense_f64(
  w: usize, r: usize, z: usize, squares: usize, n: usize, m: usize, l1: f64, l2: f64, least: f64, epochs: u32,
): u32 { return dense<f64>(w, r, z, squares, n, m, l1, l2, least, epochs); }
