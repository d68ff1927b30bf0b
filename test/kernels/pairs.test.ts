import { describe, expect, test } from "vitest";
import { distanceFunction, kernelFunction, type PairFunction, pairsGram } from "../../src/kernels/pairs.ts";
import { equal } from "../compare.ts";
import { eps, integers, reals, types } from "../data.ts";
import { lw } from "../instance.ts";
import * as oracle from "../oracle/pairs.ts";
import { matrixSlot } from "../slots.ts";

const shapes: [m: number, n: number, k: number][] = [
  [0, 3, 2],
  [3, 0, 2],
  [2, 3, 0],
  [1, 1, 1],
  [1, 9, 4],
  [9, 1, 5],
  [3, 4, 7],
  [4, 8, 8],
  [6, 8, 3],
  [7, 9, 2],
  [12, 16, 16],
  [13, 17, 31],
  [31, 33, 64],
  [121, 25, 6],
  [241, 18, 3],
  [10, 1033, 2],
  [14, 19, 257],
  [125, 20, 300],
  [7, 11, 520],
];

interface Case {
  name: string;
  f: PairFunction;
  /** The value and how far it may be off, given d^2 and its error, or x'y and its. */
  of(v: number, error: number, ulp: number): [want: number, bound: number];
}

const root = (q: number, e: number): [number, number] => {
  const d = Math.sqrt(q);
  return [d, Math.min(Math.sqrt(e), e / d)];
};
// Subnormal values are 0.
const decay = (v: number, e: number, gamma: number, ulp: number): [number, number] => [
  Math.exp(-gamma * v),
  Math.exp(-gamma * Math.max(0, v - e)) * gamma * e +
    3 * ulp * (1 + gamma * v) * Math.exp(-gamma * v) +
    (ulp === eps.f32 ? 2 ** -126 : 2 ** -1022),
];
const cases: Case[] = [
  { name: "squares", f: distanceFunction(true), of: (q, e) => [q, e] },
  { name: "minus squares", f: distanceFunction(true, -1), of: (q, e) => [-q, e] },
  {
    name: "distances",
    f: distanceFunction(false),
    of: (q, e, ulp) => [root(q, e)[0], root(q, e)[1] + ulp * root(q, e)[0]],
  },
  { name: "gaussian", f: kernelFunction({ gamma: 0.3 }), of: (q, e, ulp) => decay(q, e, 0.3, ulp) },
  {
    name: "laplacian",
    f: kernelFunction({ kernel: "laplacian", gamma: 0.7 }),
    of: (q, e, ulp) => decay(...root(q, e), 0.7, ulp),
  },
  { name: "linear", f: kernelFunction({ kernel: "linear" }), of: (p, e) => [p, e] },
  {
    name: "polynomial",
    f: kernelFunction({ kernel: "polynomial", gamma: 0.25, offset: 0.5, degree: 5 }),
    of: (p, e, ulp) => {
      const v = Math.abs(0.25 * p) + 0.25 * e + 0.5;
      return [(0.25 * p + 0.5) ** 5, 5 * v ** 4 * 0.25 * e + 12 * ulp * v ** 5];
    },
  },
  {
    name: "exponential",
    f: kernelFunction({ kernel: "exponential", gamma: 0.5, offset: -0.25 }),
    of: (p, e, ulp) => {
      const want = Math.exp(0.5 * p - 0.25);
      return [want, want * (Math.expm1(0.5 * e) + 3 * ulp * (1 + Math.abs(0.5 * p)))];
    },
  },
];

/** Values and bounds of a case on points. */
function expected(one: Case, ulp: number, x: number[], y: number[], m: number, n: number, k: number) {
  const radial = one.f.code < 4;
  const values = radial ? oracle.squares(x, y, m, n, k) : oracle.products(x, y, m, n, k);
  const sizes = radial ? oracle.scales(x, y, m, n, k) : oracle.products(x.map(Math.abs), y.map(Math.abs), m, n, k);
  return values.map((v, i) => one.of(v, (k + 8) * ulp * (sizes[i] as number) + 1e-300, ulp));
}

function near(got: number[], want: [number, number][], what: string): void {
  expect(got).toHaveLength(want.length);
  const bad = got.findIndex((v, i) => !(Math.abs(v - want[i]![0]) <= want[i]![1]));
  if (bad >= 0) expect.fail(`${what}: number ${bad} is ${got[bad]}, expected ${want[bad]![0]} within ${want[bad]![1]}`);
}

describe.each(types)("pairs of rows, %s", (type) => {
  describe.each(cases)("$name", (one) => {
    test.each(shapes)("of %i and %i points of %i numbers, within the bound", (m, n, k) =>
      lw.scope(() => {
        const [x, y] = [reals(m * k, 1), reals(n * k, 2)];
        const [X, Y, K] = [
          matrixSlot(type, m, k, x),
          matrixSlot(type, n, k, y),
          matrixSlot(type, m, n, reals(m * n, 3)),
        ];
        pairsGram(K.ref, X.ref, Y.ref, one.f);
        near(K.read(), expected(one, eps[type], x, y, m, n, k), one.name);
      }),
    );

    test.each([0, 1, 2, 5, 6, 7, 8, 13, 127, 250])(
      "of %i points and themselves: symmetric, its diagonal exact",
      (n) => {
        for (const k of [1, 3, 40, 300])
          lw.scope(() => {
            const x = reals(n * k, 4);
            const [X, K] = [matrixSlot(type, n, k, x), matrixSlot(type, n, n, reals(n * n, 5))];
            pairsGram(K.ref, X.ref, X.ref, one.f);
            const got = K.read();
            near(got, expected(one, eps[type], x, x, n, n, k), one.name);
            for (let i = 0; i < n; i++) {
              for (let j = 0; j < i; j++)
                if (got[i * n + j] !== got[j * n + i]) expect.fail(`${i}, ${j} is not ${j}, ${i}`);
              if (one.f.code < 4) expect(got[i * n + i]).toBe(one.f.code < 2 ? 0 : 1);
            }
          });
      },
    );
  });

  test("past the block of columns, symmetric", () =>
    lw.scope(() => {
      const [n, k] = [1100, 2];
      const x = integers(n * k, 6, 50);
      for (let i = 0; i < n / 2; i++) for (let p = 0; p < k; p++) x[(n / 2 + i) * k + p] = -(x[i * k + p] as number);
      const [X, K] = [matrixSlot(type, n, k, x), matrixSlot(type, n, n, new Array(n * n).fill(0))];
      pairsGram(K.ref, X.ref, X.ref, distanceFunction(true));
      equal(K.read(), oracle.squares(x, x, n, n, k));
    }));

  test.each(shapes)("squares are exact on whole numbers about 0, %i, %i, %i", (m, half, k) =>
    lw.scope(() => {
      const y = integers(half * k, 7, 20);
      y.push(...y.map((v) => -v));
      const x = integers(m * k, 8, 20);
      const [X, Y] = [matrixSlot(type, m, k, x), matrixSlot(type, 2 * half, k, y)];
      const K = matrixSlot(type, m, 2 * half, new Array(m * 2 * half).fill(1));
      pairsGram(K.ref, X.ref, Y.ref, distanceFunction(true));
      equal(K.read(), oracle.squares(x, y, m, 2 * half, k));
    }),
  );

  test("a cloud far from 0 loses nothing", () =>
    lw.scope(() => {
      const [m, n, k] = [20, 30, 5];
      const far = (numbers: number[]) => numbers.map((v) => Math.round(v * 64) / 64 + 8192);
      const [x, y] = [far(reals(m * k, 9)), far(reals(n * k, 10))];
      const [X, Y, K] = [matrixSlot(type, m, k, x), matrixSlot(type, n, k, y), matrixSlot(type, m, n, reals(m * n, 1))];
      pairsGram(K.ref, X.ref, Y.ref, distanceFunction(true));
      near(K.read(), expected(cases[0]!, eps[type], x, y, m, n, k), "squares");
    }));

  test("equal points that are not the same row: never below 0, within the bound of 0", () =>
    lw.scope(() => {
      const [n, k] = [40, 33];
      const x = reals(n * k, 11);
      const [X, Y, K] = [matrixSlot(type, n, k, x), matrixSlot(type, n, k, x), matrixSlot(type, n, n, reals(n * n, 1))];
      pairsGram(K.ref, X.ref, Y.ref, distanceFunction(false));
      const got = K.read();
      near(got, expected(cases[2]!, eps[type], x, x, n, n, k), "distances");
      expect(got.every((d) => d >= 0)).toBe(true);
    }));

  test("a Gaussian is within two units in the last place of squares that are exact, and 0 where it is subnormal", () =>
    lw.scope(() => {
      const [m, n, gamma] = [57, 121, 1 / 4];
      const line = (count: number) => Array.from({ length: count }, (_, i) => i - (count - 1) / 2);
      const [x, y] = [line(m), line(n)];
      const [X, Y] = [matrixSlot(type, m, 1, x), matrixSlot(type, n, 1, y)];
      const K = matrixSlot(type, m, n, new Array(m * n).fill(7));
      pairsGram(K.ref, X.ref, Y.ref, kernelFunction({ gamma }));
      const tiny = type === "f32" ? 2 ** -126 : 2 ** -1022;
      const want = oracle.squares(x, y, m, n, 1).map((q): [number, number] => {
        const v = Math.exp(-gamma * q);
        return v < tiny ? [0, 0] : [v, 2 * eps[type] * v];
      });
      expect(want.some(([v]) => v === 0)).toBe(true);
      near(K.read(), want, "gaussian");
    }));

  test("far apart is 0, not NaN; a large product overflows to infinity", () =>
    lw.scope(() => {
      const [X, Y] = [lw.matrix(2, 1, [0, 1e6], { type }), lw.matrix(2, 1, [1e6, 2e6], { type })];
      const K = lw.matrix(2, 2, undefined, { type });
      pairsGram(K, X, Y, kernelFunction({ gamma: 2 }));
      equal(K.data, [0, 0, 1, 0]);
      pairsGram(K, X, Y, kernelFunction({ kernel: "exponential" }));
      equal(K.data, [1, 1, Infinity, Infinity]);
    }));
});
