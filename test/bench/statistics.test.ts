import { describe, expect, it } from "vitest";
import { median, pairedRatio, quantile, relativeError, significant, spread } from "../../bench/statistics.ts";

describe("quantile", () => {
  it("lies between neighbours in proportion", () => {
    expect(quantile([4, 1, 3, 2], 0)).toBe(1);
    expect(quantile([4, 1, 3, 2], 1)).toBe(4);
    expect(quantile([4, 1, 3, 2], 0.25)).toBe(1.75);
    expect(quantile([10, 20], 0.1)).toBe(11);
  });
  it("leaves the samples in their order", () => {
    const samples = [3, 1, 2];
    quantile(samples, 0.5);
    expect(samples).toEqual([3, 1, 2]);
  });
  it("is NaN for no samples", () => expect(quantile([], 0.5)).toBeNaN());
});

describe("median and spread", () => {
  it("median is the middle, or half way", () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([1, 2, 10, 20])).toBe(6);
  });
  it("spread is the interquartile range over the median", () => {
    expect(spread([1, 2, 3, 4, 5])).toBeCloseTo(2 / 3, 15);
    expect(spread([7, 7, 7])).toBe(0);
  });
});

describe("pairedRatio", () => {
  it("is the median of the quotients of each round, not the quotient of medians", () => {
    expect(pairedRatio([10, 40, 3], [1, 10, 3])).toBe(4); // quotients 10, 4, 1; medians 10 / 3
  });
  it("uses the rounds both ran in", () => {
    expect(pairedRatio([6, 6], [2, 3, 1000, 1000])).toBe(2.5);
  });
});

describe("relativeError", () => {
  it("is the worst difference over the largest expected", () => {
    expect(relativeError([1, -2, 5], [1, -4, 5])).toBe(2 / 5);
    expect(relativeError([0, 0], [0, 0])).toBe(0);
  });
  it("is infinite where shapes differ or a value is no number", () => {
    expect(relativeError([1], [1, 2])).toBe(Number.POSITIVE_INFINITY);
    expect(relativeError([Number.NaN, 1], [1, 1])).toBe(Number.POSITIVE_INFINITY);
    expect(relativeError([1], [0])).toBe(Number.POSITIVE_INFINITY);
  });
  it("may disregard signs", () => {
    expect(relativeError([-1, 2], [1, -2], true)).toBe(0);
    expect(relativeError([-1, 2], [1, -2])).toBe(2);
  });
});

describe("significant", () => {
  it("rounds to digits that count", () => {
    expect(significant(123456.789)).toBe(123460);
    expect(significant(0.00012345678, 3)).toBe(0.000123);
  });
});
