// What every penalty must pass, against its value written out in f64.
import { expect } from "vitest";
import type { Real } from "../../src/core/types.ts";
import type { Penalty, Vector } from "../../src/index.ts";
import { identical } from "../compare.ts";
import { eps, reals } from "../data.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/prox.ts";
import { vectorSlot } from "../slots.ts";

/** A penalty of n elements, and its value from the formula. */
export interface Subject {
  n: number;
  g: Penalty;
  /** g(u), Infinity outside its domain. */
  value(u: readonly number[]): number;
  /** g(u) = sum_i one(u_i, i): each coordinate is then minimised by brute force. */
  one?(u: number, i: number): number;
  convex?: boolean;
  /** The prox itself, by another algorithm. */
  prox?(x: readonly number[], step: number): number[];
  /** An indicator: values of rounded points say nothing. */
  indicator?: boolean;
  /** NaN in x is an error. */
  refusesNaN?: boolean;
}

const dist2 = (a: readonly number[], b: readonly number[]) => oracle.over(a, (v, i) => (v - (b[i] as number)) ** 2);

/** The penalty g at points, steps and extremes: value, optimality, non-expansiveness, in place, memory. */
export function conforms(type: Real, subject: Subject, spread = 3): void {
  const { n, g, value, one, convex = true } = subject;
  const close = 2000 * eps[type];
  const points = [1, 2, 3].map((seed) => reals(n, seed).map((v) => Math.fround(spread * v)));
  const [a, b] = points as [number[], number[]];
  points.push(a.map(() => 0));
  points.push(a.map((_, i) => [1, -1, 0, 1][i % 4] as number));
  points.push(b.map((v) => Math.fround(50 * v)));
  lw.scope(() => {
    for (const step of [0.1, 1, 5]) {
      const found = points.map((x) => {
        const slots = [x, x.map(() => NaN), x].map((numbers) => vectorSlot(type, numbers));
        const [from, out, both] = slots.map(({ ref }) => ref) as [Vector, Vector, Vector];
        const arrays = lw.memory.arrays;
        const returned = g.prox(out, from, step);
        expect(lw.memory.arrays, "arrays left behind").toBe(arrays);
        identical(from.data, x, "x is left alone");
        expect(g.prox(both, both, step), "value in place").toBe(returned);
        identical(both.data, out.data, "in place");
        for (const slot of slots) slot.read();
        const p = Array.from(out.data);
        const size = 1 + oracle.over(x, Math.abs);
        if (subject.indicator) expect(returned).toBe(0);
        else {
          const want = value(p);
          expect(Math.abs(returned - want), "value returned").toBeLessThanOrEqual(close * (Math.abs(want) + size));
          const before = value(x);
          expect(Math.abs(g.value(from) - before), "value at x").toBeLessThanOrEqual(close * (Math.abs(before) + size));
        }
        expect(g.value(out), "value at out").toBeLessThan(Infinity);
        return { x, p, returned };
      });
      for (const { x, p, returned } of found) {
        const slack = close * (1 + Math.abs(returned) + (dist2(p, x) + oracle.over(x, (v) => v * v)) / step);
        best(subject, x, p, step, returned, slack);
        if (one)
          for (let i = 0; i < n; i += Math.ceil(n / 9)) {
            const cost = (u: number) => one(u, i) + (u - (x[i] as number)) ** 2 / (2 * step);
            const reach = Math.abs(x[i] as number) + 2;
            expect(cost(p[i] as number)).toBeLessThanOrEqual(oracle.least(cost, -reach, reach) + slack);
          }
        const want = subject.prox?.(x, step);
        if (want)
          for (let i = 0; i < n; i++)
            expect(Math.abs((p[i] as number) - (want[i] as number))).toBeLessThanOrEqual(
              close * (1 + Math.abs(x[i] as number)),
            );
      }
      if (!convex) continue;
      for (const u of found)
        for (const v of found) {
          const gap = u.p.map((p, i) => p - (v.p[i] as number));
          const inner = oracle.over(gap, (d, i) => d * ((u.x[i] as number) - (v.x[i] as number)));
          expect(dist2(u.p, v.p), "firmly nonexpansive").toBeLessThanOrEqual(inner + close * (1 + dist2(u.x, v.x)));
          // (x - p) / step is a subgradient at p: g(q) >= g(p) + (x - p)'(q - p) / step.
          const slope = oracle.over(u.x, (x, i) => (x - (u.p[i] as number)) * -(gap[i] as number)) / step;
          const slack = close * (1 + Math.abs(u.returned) + (dist2(u.x, u.p) + dist2(u.p, v.p)) / step);
          expect(v.returned - u.returned - slope, "subgradient").toBeGreaterThanOrEqual(-slack);
        }
    }
    extremes(type, subject);
  });
}

/** p costs no more than what lies about it, nor than 0 and x. */
function best({ value }: Subject, x: number[], p: number[], step: number, atP: number, slack: number): void {
  const cost = (u: number[]) => value(u) + dist2(u, x) / (2 * step);
  const least = atP + dist2(p, x) / (2 * step);
  const others = [x, p.map(() => 0), p.map((v) => 0.9 * v), p.map((v) => 1.1 * v)];
  for (let i = 0; i < Math.min(p.length, 12); i++)
    for (const move of [-1, -0.01, 0.01, 1]) others.push(p.with(i, (p[i] as number) + move));
  for (const seed of [5, 6]) others.push(reals(p.length, seed).map((r, i) => (p[i] as number) + 0.1 * r));
  for (const u of others) expect(cost(u), "cost").toBeGreaterThanOrEqual(least - slack);
}

/** Tiny and huge steps, huge and tiny numbers, NaN: an answer always, and no number made of NaN. */
function extremes(type: Real, { n, g, refusesNaN }: Subject): void {
  const x = reals(n, 9);
  for (const [scale, step] of [
    [1, 1e-6],
    [1, 1e6],
    [1e15, 1],
    [1e-15, 1],
  ] as const) {
    const out = lw.vector(n, { type });
    const numbers = x.map((v) => v * scale);
    expect(g.prox(out, lw.vector(numbers, { type }), step)).not.toBeNaN();
    expect(out.data.every(Number.isFinite), `finite for numbers about ${scale}, step ${step}`).toBe(true);
  }
  if (n === 0) return;
  const spoilt = lw.vector(x.with(n >> 1, NaN), { type });
  const out = lw.vector(n, { type });
  if (refusesNaN) expect(() => g.prox(out, spoilt, 1)).toThrow(RangeError);
  else {
    g.prox(out, spoilt, 1);
    expect(out.data[n >> 1]).toBeNaN();
  }
}
