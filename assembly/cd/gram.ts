// Cyclic coordinate descent on 1/2 w'Gw - b'w + l1 ||w||_1 + l2/2 ||w||^2 with q = b - G w kept: only a w_j that changes costs a
// pass over q, one that stays costs nothing.
// Friedman, Hastie and Tibshirani, J. Stat. Software 33(1) (2010), section 2.2, covariance updates.

import { axpy } from "../core/axpy";
import { step } from "./step";

/** w, q: m; gram: m rows, ld elements apart. At most `epochs` passes; returns how many, fewer where one changes nothing. */
function gram<T>(w: usize, q: usize, gram: usize, ld: usize, m: usize, l1: T, l2: T, least: T, epochs: u32): u32 {
  const size = sizeof<T>(), next = (ld + 1) * size;
  for (let epoch: u32 = 1; epoch <= epochs; epoch++) {
    let moved = false;
    for (let j: usize = 0, diagonal = gram; j < m; j++, diagonal += next) {
      const g = load<T>(diagonal), old = load<T>(w + j * size);
      const now = step<T>(load<T>(q + j * size) + g * old, l1, g + l2, least);
      if (now == old) continue;
      moved = true;
      store<T>(w + j * size, now);
      axpy<T>(q, gram + j * ld * size, m, old - now);
    }
    if (!moved) return epoch;
  }
  return epochs;
}

/** q -= by_1 g_1 + ... + by_k g_k for k listed rows of a matrix with rows ld apart; q: m. */
function move<T>(q: usize, gram: usize, ld: usize, list: usize, by: usize, k: usize, m: usize): void {
  for (let i: usize = 0; i < k; i++) {
    const alpha = load<T>(by + i * sizeof<T>());
    if (alpha != 0) axpy<T>(q, gram + <usize>load<u32>(list + i * 4) * ld * sizeof<T>(), m, -alpha);
  }
}

export function cd_gram_f32(
  w: usize, q: usize, g: usize, ld: usize, m: usize, l1: f32, l2: f32, least: f32, epochs: u32,
): u32 { return gram<f32>(w, q, g, ld, m, l1, l2, least, epochs); }
export function cd_gram_f64(
  w: usize, q: usize, g: usize, ld: usize, m: usize, l1: f64, l2: f64, least: f64, epochs: u32,
): u32 { return gram<f64>(w, q, g, ld, m, l1, l2, least, epochs); }

export function cd_move_f32(q: usize, gram: usize, ld: usize, list: usize, by: usize, k: usize, m: usize): void {
  move<f32>(q, gram, ld, list, by, k, m);
}
export function cd_move_f64(q: usize, gram: usize, ld: usize, list: usize, by: usize, k: usize, m: usize): void {
  move<f64>(q, gram, ld, list, by, k, m);
}
