import { describe, expect, test } from "vitest";
import { hasRelaxed, type Lanewise, lanewiseSync } from "../../src/entry/node.ts";
import { equal, identical } from "../compare.ts";
import { eps, types } from "../data.ts";
import { faulty } from "../faults.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/draws.ts";
import { fits } from "../fits.ts";
import { stream } from "../oracle/random.ts";

const place = { key: 0x1234567890abcdefn, stream: 7n, block: 0n };
const random = (block = 0) => {
  const made = lw.random(place.key, place.stream);
  made.words(4 * block);
  return made;
};

/** Mean and variance within four standard errors, given the excess of the kurtosis. */
function moments(x: number[], mean: number, variance: number, excess: number): void {
  const n = x.length;
  const got = x.reduce((a, b) => a + b, 0) / n;
  expect(Math.abs(got - mean)).toBeLessThan(4 * Math.sqrt(variance / n));
  const spread = x.reduce((a, b) => a + (b - mean) ** 2, 0) / n;
  expect(Math.abs(spread / variance - 1)).toBeLessThan(4 * Math.sqrt((2 + excess) / n));
}

describe("binomial", () => {
  const cases: [n: number, p: number][] = [
    [1, 0.5],
    [1, 1e-3],
    [9, 0.5],
    [10, 0.3],
    [60, 0.1],
    [1000, 0.0099],
    [4e9, 2e-9],
    [20, 0.5],
    [25, 0.6],
    [40, 0.9],
    [100, 0.1],
    [1000, 0.5],
    [3000, 0.99],
    [1e6, 0.3],
  ];

  test.each(cases)("n = %d, p = %d: the numbers of the algorithm, word for word", (n, p) => {
    for (const block of [0, 5]) {
      const got = random(block).binomial(200, n, p);
      equal(
        got,
        Array.from({ length: 200 }, (_, i) => oracle.binomial(n, p, { ...place, block: BigInt(block) }, i)),
      );
    }
  });

  test.each(cases)("n = %d, p = %d: as often as the chances say", (n, p) => {
    const counts: number[] = [];
    const [mean, sd] = [n * p, Math.sqrt(n * p * (1 - p))];
    const [from, to] = [Math.max(0, Math.floor(mean - 8 * sd - 8)), Math.min(n, Math.ceil(mean + 8 * sd + 30))];
    const draws = lw.random(20240301).binomial(20000, n, p);
    const bins = Math.ceil((to - from + 1) / 200);
    for (const v of draws) {
      const bin = Math.floor((v - from) / bins);
      counts[bin] = (counts[bin] ?? 0) + 1;
    }
    const chances: number[] = new Array(Math.floor((to - from) / bins) + 1).fill(0);
    for (let k = from; k <= to; k++) chances[Math.floor((k - from) / bins)]! += oracle.binomialChance(n, p, k);
    expect(chances.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 4); // n log n is rounded
    fits(counts, chances);
    moments(Array.from(draws), mean, sd * sd, Math.abs(1 - 6 * p * (1 - p)) / (sd * sd));
  });

  test("n or p at an end", () => {
    equal(random().binomial(3, 0, 0.5), [0, 0, 0]);
    equal(random().binomial(3, 7, 0), [0, 0, 0]);
    equal(random().binomial(3, 7, 1), [7, 7, 7]);
    equal(random().binomial(2, 0xffffffff, 1), [0xffffffff, 0xffffffff]);
    equal(random().binomial(2, 0xffffffff, 1e-300), [0, 0]);
    expect(random().binomial(0, 5, 0.5)).toHaveLength(0);
    const half = random().binomial(1, 0xffffffff, 0.5)[0] as number;
    expect(Math.abs(half - 2 ** 31)).toBeLessThan(6 * 2 ** 15);
  });

  test("one n and p for each, and a number does not depend on those beside it", () => {
    const [n, p] = [
      [5, 100, 0, 7, 1000],
      [0.2, 0.7, 0.5, 1, 0.01],
    ];
    const want = n.map((trials, i) => oracle.binomial(trials, p[i]!, place, i));
    equal(random().binomial(5, n, p), want);
    equal(random().binomial(5, Uint32Array.from(n), Float64Array.from(p)), want);
    equal(random(2).binomial(3, n.slice(2), p.slice(2)), want.slice(2));
    equal(
      random().binomial(5, 50, p),
      p.map((odds, i) => oracle.binomial(50, odds, place, i)),
    );
  });

  test("the stream goes on by a block a number", () => {
    const made = random();
    made.binomial(3, 10, 0.5);
    equal(made.words(4), stream(4, place.key, place.stream, 3n).map(Number));
  });
});

describe.each(types)("%s", (type) => {
  const round = (v: number) => (type === "f32" ? Math.fround(v) : v);

  test.each([0.01, 0.5, 1, 1.5, 3, 40])("gamma of shape %d: the numbers of the algorithm", (shape) =>
    lw.scope(() => {
      const got = random(1).gamma(60, shape, type).toArray();
      got.forEach((v, i) => {
        const want = oracle.gamma(shape, { ...place, block: 1n }, i);
        expect(Math.abs(v - want)).toBeLessThanOrEqual(
          (1e-12 / Math.min(1, shape) + eps[type]) * want + (type === "f32" ? 2 ** -149 : 1e-300),
        );
      });
    }),
  );

  test("gamma of whole shapes: as often as the chances say", () =>
    lw.scope(() => {
      for (const shape of [1, 2, 5]) {
        const counts = new Array<number>(40).fill(0);
        for (const v of lw.random(3, shape).gamma(20000, shape, type).data) {
          let [term, below] = [Math.exp(-v), 1];
          for (let k = 0; k < shape; term *= v / ++k) below -= term;
          counts[Math.min(39, Math.floor(40 * below))]!++;
        }
        fits(
          counts,
          counts.map(() => 1 / 40),
        );
      }
    }));

  test.each([0.1, 0.7, 8, 1000])("gamma of shape %d: mean and variance", (shape) =>
    lw.scope(() => moments(Array.from(lw.random(4).gamma(40000, shape, type).data), shape, shape, 6 / shape)),
  );

  test("chi is the root of twice a gamma number; of 1 it is |normal|", () =>
    lw.scope(() => {
      const [d, g] = [random().chi(50, 7, "f64"), random().gamma(50, 3.5, "f64")];
      identical(
        random().chi(50, 7, type).data,
        Array.from(g.data, (v) => round(Math.sqrt(2 * v))),
      );
      expect(d.length).toBe(50);
      const counts = new Array<number>(30).fill(0);
      for (const v of lw.random(5).chi(20000, 1, type).data)
        counts[Math.min(29, Math.floor(30 * (2 * oracle.normalBelow(v) - 1)))]!++;
      fits(
        counts,
        counts.map(() => 1 / 30),
      );
      identical(random().chi(3, [1, 2, 3], type).data.slice(1, 2), random(1).chi(1, 2, type).data);
    }));

  test("exponential: -ln of the cells' middles; as often as the chances say", () =>
    lw.scope(() => {
      const words = stream(type === "f32" ? 40 : 80, place.key, place.stream, 0n);
      const got = random().exponential(40, type).toArray();
      got.forEach((v, i) => {
        const u = type === "f32" ? (Number(words[i]) + 0.5) / 2 ** 32 : oracle.unit(words[2 * i]!, words[2 * i + 1]!);
        expect(Math.abs(v + Math.log(u))).toBeLessThanOrEqual(2 * eps[type] * v);
      });
      const counts = new Array<number>(50).fill(0);
      for (const v of lw.random(6).exponential(20000, type).data)
        counts[Math.min(49, Math.floor(50 * -Math.expm1(-v)))]!++;
      fits(
        counts,
        counts.map(() => 1 / 50),
      );
    }));

  test("signs: the top bit of each word or pair", () =>
    lw.scope(() => {
      const words = stream(80, place.key, place.stream, 0n).map(Number);
      const tops = type === "f32" ? words.slice(0, 40) : words.filter((_, i) => i % 2 === 1);
      equal(
        random().rademacher(40, type).data,
        tops.map((w) => (w >= 2 ** 31 ? -1 : 1)),
      );
      const sum = Array.from(lw.random(7).rademacher(10000, type).data).reduce((a, b) => a + b, 0);
      expect(Math.abs(sum)).toBeLessThan(400);
    }));

  test("vectors that are there are filled as new ones are", () =>
    lw.scope(() => {
      const x = lw.vector(9, { type });
      identical(random().gamma(x, 2).data, random().gamma(9, 2, type).data);
      identical(random().chi(x, 2).data, random().chi(9, 2, type).data);
      identical(random().exponential(x).data, random().exponential(9, type).data);
      identical(random().rademacher(x).data, random().rademacher(9, type).data);
    }));
});

test.skipIf(!hasRelaxed())("both builds draw the same numbers, bit by bit", () => {
  const drawn = (made: Lanewise) =>
    made.scope(() => {
      const random = made.random(5n, 3);
      return [
        random.gamma(500, 0.3).toArray(),
        random.chi(500, 5, "f32").toArray(),
        random.exponential(500).toArray(),
        random.binomial(500, 100, 0.4),
        random.binomial(500, 100, 0.04),
        random.choice(500, random.alias([1, 2, 3])),
      ];
    });
  const [simd, relaxed] = [drawn(lanewiseSync({ build: "simd" })), drawn(lanewiseSync({ build: "relaxed" }))];
  for (const [i, x] of simd.entries()) identical(x, relaxed[i]!, `draw ${i}`);
});

test("bad arguments are named", () =>
  lw.scope(() => {
    const made = lw.random(1);
    for (const n of [-1, 0.5, 2 ** 32, NaN]) faulty(() => made.binomial(2, n, 0.5), "ArgumentRangeError", "n");
    for (const p of [-0.1, 1.1, NaN]) faulty(() => made.binomial(2, 5, p), "ArgumentRangeError", "p");
    faulty(() => made.binomial(2, [1], 0.5), "ShapeError", "n");
    faulty(() => made.binomial(2, 5, [0.5, 2]), "ArgumentRangeError", "p[1]");
    faulty(() => made.binomial(2, ["1", 2] as never, 0.5), "ArgumentTypeError", "n[0]");
    faulty(() => made.binomial(-1, 5, 0.5), "ArgumentRangeError", "length");
    for (const bad of [0, -1, NaN, Infinity]) {
      faulty(() => made.gamma(2, bad), "ArgumentRangeError", "shape");
      faulty(() => made.chi(2, [1, bad]), "ArgumentRangeError", "d[1]");
    }
    faulty(() => made.gamma(2, [1, 2, 3]), "ShapeError", "shape");
  }));
