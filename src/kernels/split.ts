/**
 * Steps of splitting methods, and of proximal gradient with its derivative, on arrays of any shape.
 * @module
 */
import { checkNonNegative, checkNumber } from "../core/check.ts";
import { type ArrayRef, checkLike } from "./maps.ts";

const table = (x: ArrayRef) => x.engine.kernels[x.type];

/** p = soft(2w - h, tau), h = h - w + p. Returns ||w - previous||_2. */
export function splitL1(p: ArrayRef, h: ArrayRef, w: ArrayRef, previous: ArrayRef, tau: number): number {
  checkLike("h", h, p);
  checkLike("w", w, p);
  const n = checkLike("previous", previous, p);
  checkNonNegative("tau", tau);
  return Math.sqrt(table(p).prox_splitl1(p.ptr, h.ptr, w.ptr, previous.ptr, n, tau));
}

/**
 * t = t - w + x, where x is the point nearest to 2w - t with ||(x - b)_M||_2 <= radius on the elements that `marks` has a 1
 * for, and x <= b where it has a 0.
 */
export function splitBall(t: ArrayRef, w: ArrayRef, b: ArrayRef, marks: ArrayRef, radius: number): void {
  checkLike("w", w, t);
  checkLike("b", b, t);
  const n = checkLike("marks", marks, t);
  checkNonNegative("radius", radius);
  const gap = Math.sqrt(table(t).prox_splitgap(t.ptr, w.ptr, b.ptr, marks.ptr, n));
  table(t).prox_splitball(t.ptr, w.ptr, b.ptr, marks.ptr, n, gap > radius ? radius / gap : 1);
}

/** out = soft(x - step*g, tau); out may be x. Returns ||out||_1. */
export function stepL1(out: ArrayRef, x: ArrayRef, g: ArrayRef, step: number, tau: number): number {
  checkLike("x", x, out);
  const n = checkLike("g", g, out);
  checkNumber("step", step);
  checkNonNegative("tau", tau);
  return table(out).prox_steptol1(out.ptr, x.ptr, g.ptr, n, step, tau);
}

/** out = x - step*g where that is larger than the threshold in magnitude, else 0. Returns how many are not 0. */
export function stepL0(out: ArrayRef, x: ArrayRef, g: ArrayRef, step: number, threshold: number): number {
  checkLike("x", x, out);
  const n = checkLike("g", g, out);
  checkNumber("step", step);
  checkNonNegative("threshold", threshold);
  return table(out).prox_steptol0(out.ptr, x.ptr, g.ptr, n, step, threshold);
}

/** d = 0 where u = 0. Returns sum_i d_i (g_i + lambda sign(u_i)). */
export function stepBack(d: ArrayRef, u: ArrayRef, g: ArrayRef, lambda: number): number {
  checkLike("u", u, d);
  const n = checkLike("g", g, d);
  checkNonNegative("lambda", lambda);
  return table(d).prox_stepback(d.ptr, u.ptr, g.ptr, n, lambda);
}
