// Elementary functions that do not depend on the host: near the host's own, exact where they must be.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { exp, exponent, expm1, hypot, log, log1p, power2, root } from "../../src/core/elementary.ts";

/** |got - expected| in units in the last place of what was expected. */
const ulps = (got: number, expected: number) =>
  Object.is(got, expected) ? 0 : Math.abs(got - expected) / Math.max(2 ** -1074, Math.abs(expected) * 2 ** -53);

const near = (mine: (x: number) => number, host: (x: number) => number, from: number, to: number, bound = 4) =>
  fc.assert(
    fc.property(fc.double({ min: from, max: to, noNaN: true }), (x) => ulps(mine(x), host(x)) <= bound),
    { numRuns: 20_000, seed: 1 },
  );

describe("elementary functions", () => {
  test("log", () => {
    near(log, Math.log, 5e-324, Number.MAX_VALUE);
    near(log, Math.log, 0.5, 2);
    expect([0, 1, -1, Number.POSITIVE_INFINITY, Number.NaN].map(log)).toEqual([
      Number.NEGATIVE_INFINITY,
      0,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NaN,
    ]);
    expect(log(5e-324)).toBeCloseTo(-744.4400719213812, 12);
    expect(ulps(log(10), Math.LN10)).toBeLessThanOrEqual(1);
  });

  test("log1p", () => {
    near(log1p, Math.log1p, -0.999, 3);
    near(log1p, Math.log1p, -1e-12, 1e-12);
    expect([-1, 0, -0].map(log1p)).toEqual([Number.NEGATIVE_INFINITY, 0, -0]);
  });

  test("exp", () => {
    near(exp, Math.exp, -707, 709.7);
    near(exp, Math.exp, -1, 1);
    expect([0, 800, -800, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN].map(exp)).toEqual([
      1,
      Number.POSITIVE_INFINITY,
      0,
      Number.POSITIVE_INFINITY,
      0,
      Number.NaN,
    ]);
    expect(exp(-745)).toBe(5e-324);
    expect(exp(709.782712893384)).toBeGreaterThan(1.79e308);
  });

  test("expm1", () => {
    near(expm1, Math.expm1, -40, 700);
    near(expm1, Math.expm1, -1e-9, 1e-9);
    expect([0, -0].map(expm1)).toEqual([0, -0]);
  });

  test("hypot", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), fc.double({ noNaN: true }), (a, b) => {
        const [got, expected] = [hypot(a, b), Math.hypot(a, b)];
        return ulps(got, expected) <= 6;
      }),
      { numRuns: 20_000, seed: 2 },
    );
    expect([hypot(3, 4), hypot(0, 0), hypot(2, 3, 6), hypot(3e300, 4e300)]).toEqual([5, 0, 7, 5e300]);
    expect(hypot(Number.NaN, 1)).toBeNaN();
    expect(hypot(Number.NEGATIVE_INFINITY, 1)).toBe(Number.POSITIVE_INFINITY);
  });

  test("powers of two and exponents", () => {
    for (let e = -1074; e <= 1023; e++) {
      let expected = 1;
      for (let k = 0; k < Math.abs(e); k++) expected *= e < 0 ? 0.5 : 2;
      expect(power2(e)).toBe(expected);
      expect([exponent(expected), exponent(-expected)]).toEqual([e, e]);
    }
    expect([exponent(3), exponent(0.75), exponent(Number.MAX_VALUE)]).toEqual([1, -1, 1023]);
  });

  test("roots of 1", () => {
    for (const n of [1, 2, 3, 8, 12, 131, 1000]) {
      for (let k = 0; k < n; k++) {
        const [re, im] = root(k, n);
        const angle = (-2 * Math.PI * k) / n;
        expect(Math.abs(re - Math.cos(angle))).toBeLessThan(1e-15);
        expect(Math.abs(im - Math.sin(angle))).toBeLessThan(1e-15);
      }
    }
    expect(root(1, 4).map(Math.abs)).toEqual([0, 1]);
    expect(root(1, 8)).toEqual([Math.SQRT1_2, -Math.SQRT1_2]);
    expect(ulps(root(1, 12)[1], -0.5)).toBeLessThanOrEqual(1);
  });
});
