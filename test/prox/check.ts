// What every convex penalty must pass.
import { expect } from "vitest";
import type { Penalty, Vector } from "../../src/index.ts";
import type { Real } from "../../src/core/types.ts";
import { identical } from "../compare.ts";
import { eps } from "../data.ts";
import { lw } from "../instance.ts";
import { dot } from "../oracle/vec.ts";

/**
 * Of a penalty g: the value returned is g(out), in place is as out of place, out minimises
 * g(u) + ||u - x||^2 / (2 step) among points about it, and prox is firmly nonexpansive:
 * ||p - q||^2 <= (p - q)'(x - y) for p, q the proximal points of x, y.
 */
export function proxTest(g: Penalty, type: Real, points: number[][], steps = [0.1, 1, 7]): void {
  const vector = (numbers: number[]): Vector => lw.vector(numbers, { type });
  const close = 100 * eps[type];
  lw.scope(() => {
    for (const step of steps) {
      const at = points.map((numbers) => {
        const [x, out] = [vector(numbers), lw.vector(numbers.length, { type })];
        const value = g.prox(out, x, step);
        expect(Math.abs(value - g.value(out))).toBeLessThanOrEqual(close * (1 + Math.abs(value)));
        identical(x.data, type === "f32" ? numbers.map(Math.fround) : numbers, "x is left alone");
        const both = vector(numbers);
        expect(g.prox(both, both, step)).toBe(value);
        identical(both.data, out.data, "in place");
        return { x: Array.from(x.data), p: Array.from(out.data) };
      });
      const cost = (u: number[], x: number[]) =>
        g.value(vector(u)) + u.reduce((total, v, i) => total + (v - (x[i] as number)) ** 2, 0) / (2 * step);
      for (const { x, p } of at) {
        const best = cost(p, x);
        for (let i = 0; i < p.length; i++)
          for (const move of [-1, -0.01, 0.01, 1]) {
            const u = p.with(i, Math.fround((p[i] as number) + move));
            expect(cost(u, x)).toBeGreaterThanOrEqual(best - close * (1 + Math.abs(best)));
          }
      }
      for (const a of at)
        for (const b of at) {
          const dp = a.p.map((v, i) => v - (b.p[i] as number));
          const dx = a.x.map((v, i) => v - (b.x[i] as number));
          expect(dot(dp, dp)).toBeLessThanOrEqual(dot(dp, dx) + close * dot(dx, dx));
        }
    }
  });
}
