/**
 * The most a loss of squares falls by moving a coordinate that is not 0.
 * @module
 */
import type { Kind } from "./problem.ts";

/**
 * Moving x to u leaves ||r||^2 = p^2 + (u - c)^2, with c = x + g, g = a'r and p^2 = rho^2 - g^2: the best u is c, 0 or, for
 * "l1", c drawn towards 0.
 */
export function decreaseOnSupport(kind: Kind, x: number, g: number, rho: number, lambda: number, w: number): number {
  const c = x + g;
  const rest = Math.max(0, (rho - g) * (rho + g));
  const misfit = (u: number) => (kind.root ? Math.sqrt(rest + (u - c) ** 2) : rest + (u - c) ** 2);
  const penalty = (u: number) => (kind.absolute ? lambda * w * Math.abs(u) : u === 0 ? 0 : lambda * w * w);
  const candidates = [0, c];
  if (kind.absolute) {
    const t = lambda * w;
    const drawn = kind.root ? (t < 1 ? (t * Math.sqrt(rest)) / Math.sqrt((1 - t) * (1 + t)) : Infinity) : t / 2;
    candidates.push(Math.sign(c) * Math.max(0, Math.abs(c) - drawn));
  }
  const now = (kind.root ? rho : rho * rho) + penalty(x);
  return Math.max(0, ...candidates.map((u) => now - misfit(u) - penalty(u)));
}
