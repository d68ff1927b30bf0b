// (x; y; w) -= tau*(1; u; v)*(x + u*y + v*w): a reflector of three rows, or of two.

import { fma, nfma } from "../lane";

/** Rows of n numbers, `line` bytes apart. */
export function three(p: usize, line: usize, n: usize, tau: f64, u: f64, v: f64, wide: bool): void {
  const q = p + line, r = wide ? q + line : q, third: f64 = wide ? v : 0;
  const us = v128.splat<f64>(u), vs = v128.splat<f64>(third), ts = v128.splat<f64>(tau);
  let i: usize = 0;
  for (; i + 16 <= n * 8; i += 16) {
    const x = v128.load(p + i), y = v128.load(q + i), w = v128.load(r + i);
    const s = v128.mul<f64>(ts, fma<f64>(vs, w, fma<f64>(us, y, x)));
    v128.store(p + i, v128.sub<f64>(x, s));
    v128.store(q + i, nfma<f64>(us, s, y));
    if (wide) v128.store(r + i, nfma<f64>(vs, s, w));
  }
  for (; i < n * 8; i += 8) {
    const x = load<f64>(p + i), y = load<f64>(q + i), w = load<f64>(r + i), s = tau * (x + u * y + third * w);
    store<f64>(p + i, x - s);
    store<f64>(q + i, y - s * u);
    if (wide) store<f64>(r + i, w - s * third);
  }
}
