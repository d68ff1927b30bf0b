// f = f0 + t*u + c, and of s_i*loss(f_i, y_i), lane by lane: the gradient g_i, the curvature w_i, and the sums of loss, g and w.

import { LogisticLoss, PoissonLoss, SquaredLoss } from "./loss";

/** Rows summed before they are added to the rest: a sum of many numbers of one size errs by their number. */
const CHUNK: usize = 32;

/**
 * f, g, w, f0, u, y, s: panels of n rows, f may be f0; t, c: one row of a panel each; sums: three rows; loss: 0 squared,
 * 1 logistic, 2 Poisson. A row of a panel is `width` vectors.
 */
function link<T>(f: usize, g: usize, w: usize, sums: usize, f0: usize, u: usize, y: usize, s: usize, t: usize, c: usize, n: usize, width: usize, loss: u32): void {
  const row = width * 16;
  for (let v: usize = 0; v < row; v += 16) {
    if (loss == 0) one<T, SquaredLoss>(f + v, g + v, w + v, sums + v, f0 + v, u + v, y + v, s + v, t + v, c + v, n, row);
    else if (loss == 1) one<T, LogisticLoss>(f + v, g + v, w + v, sums + v, f0 + v, u + v, y + v, s + v, t + v, c + v, n, row);
    else one<T, PoissonLoss>(f + v, g + v, w + v, sums + v, f0 + v, u + v, y + v, s + v, t + v, c + v, n, row);
  }
}

function one<T, Loss>(f: usize, g: usize, w: usize, sums: usize, f0: usize, u: usize, y: usize, s: usize, t: usize, c: usize, n: usize, row: usize): void {
  const op = changetype<Loss>(0), ts = v128.load(t), cs = v128.load(c);
  let losses = v128.splat<T>(0), slopes = losses, curves = losses;
  for (let i: usize = 0; i < n; i += CHUNK) {
    let l = v128.splat<T>(0), d = l, k = l;
    for (let at = i * row, end = min(i + CHUNK, n) * row; at < end; at += row) {
      const margin = v128.add<T>(v128.add<T>(v128.load(f0 + at), v128.mul<T>(ts, v128.load(u + at))), cs);
      const label = v128.load(y + at), weight = v128.load(s + at);
      const slope = v128.mul<T>(weight, op.slope<T>(margin, label)), curve = v128.mul<T>(weight, op.curve<T>(margin, label));
      l = v128.add<T>(l, v128.mul<T>(weight, op.value<T>(margin, label)));
      d = v128.add<T>(d, slope);
      k = v128.add<T>(k, curve);
      v128.store(f + at, margin);
      v128.store(g + at, slope);
      v128.store(w + at, curve);
    }
    losses = v128.add<T>(losses, l);
    slopes = v128.add<T>(slopes, d);
    curves = v128.add<T>(curves, k);
  }
  v128.store(sums, losses);
  v128.store(sums + row, slopes);
  v128.store(sums + 2 * row, curves);
}

/** sums = sum_i s_i*conjugate(t*g_i / s_i), lane by lane; a row with s_i = 0 counts nothing. g, y, s, t, sums as above, one row. */
function dual<T>(sums: usize, g: usize, y: usize, s: usize, t: usize, n: usize, width: usize, loss: u32): void {
  const row = width * 16;
  for (let v: usize = 0; v < row; v += 16) {
    if (loss == 0) conjugates<T, SquaredLoss>(sums + v, g + v, y + v, s + v, t + v, n, row);
    else if (loss == 1) conjugates<T, LogisticLoss>(sums + v, g + v, y + v, s + v, t + v, n, row);
    else conjugates<T, PoissonLoss>(sums + v, g + v, y + v, s + v, t + v, n, row);
  }
}

function conjugates<T, Loss>(sums: usize, g: usize, y: usize, s: usize, t: usize, n: usize, row: usize): void {
  const op = changetype<Loss>(0), ts = v128.load(t), zero = v128.splat<T>(0);
  let all = zero;
  for (let i: usize = 0; i < n; i += CHUNK) {
    let part = zero;
    for (let at = i * row, end = min(i + CHUNK, n) * row; at < end; at += row) {
      const weight = v128.load(s + at), live = v128.gt<T>(weight, zero);
      const over = v128.div<T>(v128.mul<T>(ts, v128.load(g + at)), v128.bitselect(weight, v128.splat<T>(1), live));
      part = v128.add<T>(part, v128.mul<T>(weight, op.conjugate<T>(over, v128.load(y + at))));
    }
    all = v128.add<T>(all, part);
  }
  v128.store(sums, all);
}

export function klane_link_f32(f: usize, g: usize, w: usize, sums: usize, f0: usize, u: usize, y: usize, s: usize, t: usize, c: usize, n: usize, width: usize, loss: u32): void {
  link<f32>(f, g, w, sums, f0, u, y, s, t, c, n, width, loss);
}
export function klane_link_f64(f: usize, g: usize, w: usize, sums: usize, f0: usize, u: usize, y: usize, s: usize, t: usize, c: usize, n: usize, width: usize, loss: u32): void {
  link<f64>(f, g, w, sums, f0, u, y, s, t, c, n, width, loss);
}
export function klane_dual_f32(sums: usize, g: usize, y: usize, s: usize, t: usize, n: usize, width: usize, loss: u32): void {
  dual<f32>(sums, g, y, s, t, n, width, loss);
}
export function klane_dual_f64(sums: usize, g: usize, y: usize, s: usize, t: usize, n: usize, width: usize, loss: u32): void {
  dual<f64>(sums, g, y, s, t, n, width, loss);
}
