// What SQUEAK refuses, by name.
import { afterAll, expect, test } from "vitest";
import {
  type Dictionary,
  disqueak,
  mergeDictionaries,
  nystrom,
  ridgeLeverage,
  Squeak,
  squeak,
  squeakAsync,
  theoreticalQbar,
} from "../../../src/methods/kernel-methods/index.ts";
import { ArgumentRangeError, ArgumentTypeError, ShapeError } from "../../../src/index.ts";
import { lw } from "../../instance.ts";
import { clusters } from "../../problems/clusters.ts";

const X = lw.matrix(100, 2, clusters(lw.random(2), 100));
const good = { gamma: 1, qbar: 10 };
const dictionary = squeak(X, good);
afterAll(() => X.dispose());

test.each([
  ["gamma", { ...good, gamma: 0 }],
  ["gamma", { ...good, gamma: -1 }],
  ["gamma", { ...good, gamma: Number.NaN }],
  ["gamma", { ...good, gamma: 1e300 }],
  ["qbar", { ...good, qbar: 0 }],
  ["qbar", { ...good, qbar: 1.5 }],
  ["eps", { ...good, eps: 0 }],
  ["eps", { ...good, eps: 1 }],
  ["eps", { ...good, eps: 0.5, variant: "code" as const }],
  ["variant", { ...good, variant: "other" as "code" }],
  ["kernel", { ...good, kernel: { kernel: "sinc" as "linear" } }],
])("%s: %o, by one pass and by a tree", (argument, options) => {
  for (const make of [squeak, disqueak])
    expect(() => make(X, { ...options, leafSize: 32 })).toThrow(
      expect.objectContaining({ argument, name: "ArgumentRangeError" }),
    );
});

test.each([
  ["batch", { batch: 0 }],
  ["maxDict", { maxDict: 0 }],
  ["seed", { seed: 0.5 }],
])("%s", (argument, options) =>
  expect(() => squeak(X, { ...good, ...options })).toThrow(expect.objectContaining({ argument })),
);

test("a dictionary above maxDict, and how large it would be", () => {
  for (const make of [squeak, disqueak])
    expect(() => make(X, { ...good, maxDict: 5 })).toThrow(
      /"maxDict": expected room for a dictionary of \d+ points, got 5/,
    );
});

test("points that are none, not finite, of another width, or with k(x, x) = 0", () =>
  lw.scope(() => {
    expect(() => squeak(lw.matrix(0, 2), good)).toThrow(ArgumentRangeError);
    expect(() => disqueak(lw.matrix(0, 2), good)).toThrow(ArgumentRangeError);
    for (const v of [Number.NaN, Number.POSITIVE_INFINITY])
      for (const make of [squeak, disqueak]) expect(() => make(lw.matrix([[1, v]]), good)).toThrow(/"X"/);
    expect(() => new Squeak(lw, 3, good).push(X)).toThrow(/"X": expected 3 columns, got 2/);
    const origin = { ...good, kernel: { kernel: "linear" as const } };
    for (const make of [squeak, disqueak]) expect(() => make(lw.matrix([[0, 0]]), origin)).toThrow(/k\(x, x\) > 0/);
    expect(() => squeak([1] as never, good)).toThrow(ArgumentTypeError);
  }));

test.each([
  ["b.gamma", { gamma: 2 }],
  ["b.qbar", { qbar: 11 }],
  ["b.eps", { eps: 0.25 }],
  ["b.variant", { variant: "code" as const, eps: 0.4 }],
  ["b.kernel.gamma", { kernel: { ...dictionary.kernel, gamma: 7 } }],
])("dictionaries that differ in %s", (argument, change) => {
  const a = argument === "b.variant" ? { ...dictionary, eps: 0.4 } : dictionary;
  expect(() => mergeDictionaries(lw, a, { ...dictionary, ...change })).toThrow(expect.objectContaining({ argument }));
});

const broken: [string, Partial<Dictionary>][] = [
  ["no points", { X: undefined as never }],
  ["too few numbers", { X: dictionary.X.slice(1) }],
  ["a chance of 0", { p: dictionary.p.map(() => 0) }],
  ["a chance above 1", { p: dictionary.p.map(() => 2) }],
  ["no copies", { copies: dictionary.copies.map(() => 0) }],
  ["too many copies", { copies: dictionary.copies.map(() => 11) }],
  ["a point that is NaN", { X: dictionary.X.map(() => Number.NaN) }],
  ["fewer points seen than kept", { seen: 0 }],
];
test.each(broken)("a dictionary with %s", (_, change) => {
  const bad = { ...dictionary, ...change };
  for (const use of [
    () => mergeDictionaries(lw, bad, dictionary),
    () => mergeDictionaries(lw, dictionary, bad),
    () => ridgeLeverage(lw, bad),
    () => nystrom(lw, bad),
  ])
    expect(use).toThrow(/Argument|"/);
});

test("levels, indices, chances out of range", () => {
  expect(() => mergeDictionaries(lw, dictionary, dictionary, { level: 0 })).toThrow(/"level"/);
  expect(() => mergeDictionaries(lw, dictionary, dictionary, { index: -1 })).toThrow(/"index"/);
  expect(() => theoreticalQbar(10, 1, 0.5)).toThrow(/"eps"/);
  expect(() => theoreticalQbar(10, 0.5, 0)).toThrow(/"delta"/);
  expect(() => theoreticalQbar(0, 0.5, 0.5)).toThrow(/"n"/);
});

test("a regression of values that are too few or not finite, or mu <= 0", () =>
  lw.scope(() => {
    const model = nystrom(lw, dictionary);
    expect(() => model.krr(X, lw.vector(3), 1)).toThrow(ShapeError);
    expect(() => model.krr(X, lw.vector(new Float64Array(100).fill(Number.NaN)), 1)).toThrow(/"y\[0\]"/);
    expect(() => model.krr(X, lw.vector(100), 0)).toThrow(/"mu"/);
    expect(() => model.features(lw.matrix(2, 3))).toThrow(ShapeError);
  }));

test("a signal ends a pass; progress is told", async () => {
  const told: number[] = [];
  await lw.scope(() => {
    squeak(lw.matrix(3000, 1), { ...good, onProgress: ({ residual }) => void told.push(residual) });
    return undefined;
  });
  expect(told.at(-1)).toBe(0);
  expect(told.length).toBe(3);
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(squeakAsync(X, { ...good, signal })).rejects.toThrow("enough");
});
