// prox of tau*sum_i log(1 + exp(-y_i*u_i)), y_i = 1 or -1:  y*out = z + d, z = y*x, where d = tau / (1 + exp(z + d))
// by Newton's method, bisecting where it would leave the interval known to hold d. Parikh and Boyd (2014), section 6.1.2.

import { each } from "../core/each";
import { exp } from "../core/exp";
import { atLeast } from "../core/lane";
import { log } from "../core/log";

// Halvings that bring any interval of tau down to neighbouring numbers; ten steps are usual.
const STEPS = 100;

class Logistic {
  // @ts-ignore: decorator
  @inline lane<T>(v: v128, w: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    const one = v128.splat<T>(1), z = v128.mul<T>(w, v);
    let low = v128.splat<T>(0), high = a, root = v128.div<T>(a, v128.add<T>(one, exp<T>(atLeast<T>(z, low))));
    for (let step = 0; step < STEPS; step++) {
      const share = v128.div<T>(one, v128.add<T>(one, exp<T>(v128.add<T>(z, root))));
      const off = v128.sub<T>(root, v128.mul<T>(a, share)), above = v128.gt<T>(off, v128.splat<T>(0));
      high = v128.bitselect(root, high, above);
      low = v128.bitselect(low, root, above);
      const slope = v128.add<T>(one, v128.mul<T>(a, v128.mul<T>(share, v128.sub<T>(one, share))));
      const newton = v128.sub<T>(root, v128.div<T>(off, slope));
      const inside = v128.and(v128.ge<T>(newton, low), v128.le<T>(newton, high));
      const next = v128.bitselect(newton, v128.mul<T>(v128.splat<T>(<T>0.5), v128.add<T>(low, high)), inside);
      const moved = v128.ne<T>(next, root);
      root = next;
      if (!v128.any_true(moved)) break;
    }
    return v128.mul<T>(w, v128.add<T>(z, root));
  }
  // @ts-ignore: decorator
  @inline value<T>(u: v128, w: v128, a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, g: v128, h: v128): v128 {
    const margin = v128.mul<T>(w, u), one = v128.splat<T>(1), zero = v128.splat<T>(0);
    const rest = log<T>(v128.add<T>(one, exp<T>(v128.neg<T>(v128.abs<T>(margin)))));
    return v128.add<T>(atLeast<T>(v128.neg<T>(margin), zero), rest);
  }
}

/** x, out, y: n elements each, out may be x; y of 1 and -1. Returns sum_i log(1 + exp(-y_i*out_i)). */
export function prox_logistic_f32(out: usize, x: usize, y: usize, n: usize, tau: f32): f32 {
  return each<f32, Logistic>(out, x, y, n, tau, 0, 0, 0, 0, 0, 0, 0);
}
export function prox_logistic_f64(out: usize, x: usize, y: usize, n: usize, tau: f64): f64 {
  return each<f64, Logistic>(out, x, y, n, tau, 0, 0, 0, 0, 0, 0, 0);
}
