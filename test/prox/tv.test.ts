import { describe, expect, test } from "vitest";
import { simplex, totalVariation } from "../../src/index.ts";
import { eps, reals, types } from "../data.ts";
import { lw } from "../instance.ts";

describe.each(types)("total variation in %s", (type) => {
  /** p is optimal: the running sums of x - p stay in [-tau, tau], end at 0, and are at the edge where p jumps. */
  function optimal(numbers: number[], tau: number): void {
    lw.scope(() => {
      const x = lw.vector(numbers, { type });
      const out = lw.vector(numbers.length, { type });
      totalVariation(tau).prox(out, x, 1);
      const [from, p] = [Array.from(x.data), Array.from(out.data)];
      const slack = 40 * eps[type] * (1 + from.reduce((t, v) => t + Math.abs(v), 0));
      let dual = 0;
      for (let i = 0; i < p.length; i++) {
        dual += (from[i] as number) - (p[i] as number);
        expect(Math.abs(dual)).toBeLessThanOrEqual((i === p.length - 1 ? 0 : tau) + slack);
        const jump = (p[i + 1] ?? (p[i] as number)) - (p[i] as number);
        if (jump !== 0) expect(Math.abs(dual + tau * Math.sign(jump)), `jump after ${i}`).toBeLessThanOrEqual(slack);
      }
    });
  }

  test.each([1, 2, 3, 17, 64, 257, 1009])("meets its optimality conditions at %i elements", (n) => {
    for (const tau of [0.01, 0.3, 2, 100]) {
      optimal(reals(n, n), tau);
      optimal(
        reals(n, n + 1).map((v, i) => v / 8 + Math.floor((5 * i) / n)),
        tau,
      );
      optimal(
        reals(n, 2).map((_, i) => (i % 2 ? 1 : -1)),
        tau,
      );
      optimal(
        reals(n, 2).map((_, i) => i / n),
        tau,
      );
    }
  });

  test("a constant stays; a large threshold leaves the mean", () =>
    lw.scope(() => {
      const out = lw.vector(9, { type });
      totalVariation(1).prox(out, lw.vector(new Array(9).fill(2), { type }), 1);
      expect(Array.from(out.data)).toEqual(new Array(9).fill(2));
      totalVariation(1e6).prox(out, lw.vector([0, 0, 0, 0, 9, 0, 0, 0, 0], { type }), 1);
      for (const v of out.data) expect(Math.abs(v - 1)).toBeLessThan(10 * eps[type]);
    }));

  test("the simplex of many elements of one size", () =>
    lw.scope(() => {
      const out = lw.vector(1000, { type });
      simplex(1).prox(out, lw.vector(new Array(1000).fill(0.25), { type }), 1);
      for (const v of out.data) expect(Math.abs(v - 1e-3)).toBeLessThan(2 * eps[type]);
    }));
});
