// The estimates against their formula, dictionaries that depend on nothing but their arguments, features and regressions.
import { describe, expect, test } from "vitest";
import {
  dictionaryLeaves,
  disqueak,
  type Dictionary,
  mergeDictionaries,
  mergeTree,
  nystrom,
  ridgeLeverage,
  Squeak,
  squeak,
  squeakAsync,
  theoreticalQbar,
} from "../../../src/methods/kernel-methods/index.ts";
import { instance, lw } from "../../instance.ts";
import { gaussian, residuals } from "../../oracle/squeak.ts";
import { clusters } from "../../problems/clusters.ts";

const [n, rate] = [600, 2];
const options = { kernel: { gamma: rate }, gamma: 3, qbar: 20, eps: 0.4 };
const points = clusters(lw.random(1, 77), n);
const matrix = (from = lw, rows = n) => from.matrix(rows, 2, points.subarray(0, 2 * rows));
const made = <R>(body: () => R): R => lw.scope(body);
const worst = (a: ArrayLike<number>, b: ArrayLike<number>) => Math.max(...Array.from(a, (v, i) => Math.abs(v - b[i]!)));

const gramRows = (X: Float64Array, size: number) => {
  const k = gaussian(X, 2, rate);
  return Array.from({ length: size }, (_, i) => Float64Array.from({ length: size }, (_, j) => k(i, j)));
};
const weights = ({ p, copies, qbar }: Dictionary) => p.map((v, i) => Math.sqrt(copies[i]! / (qbar * v)));

describe("leverage scores", () => {
  const dictionary = made(() => squeak(matrix(), options));
  test.each([
    [false, "paper", 1, 0.6],
    [true, "paper", 1.4, 0.6],
    [false, "code", 1, 0.2],
    [true, "code", 1, 0.2],
  ] as const)("merged %s, variant %s", (merged, variant, ridge, factor) => {
    const got = ridgeLeverage(lw, { ...dictionary, variant }, merged);
    const K = gramRows(dictionary.X, dictionary.size);
    const expected = residuals(K, weights(dictionary), ridge * 3).map((v) => (factor / 3) * v);
    expect(worst(got, expected)).toBeLessThan(1e-12);
    expect(Math.max(...expected)).toBeGreaterThan(0.02);
  });

  test("with all points certain they are (1 - eps) times the exact ones", () => {
    const [leaf] = made(() => dictionaryLeaves(matrix(lw, 100), options));
    const exact = residuals(gramRows(leaf!.X, 100), new Float64Array(100).fill(1), 3).map((v) => v / 3);
    expect(
      worst(
        ridgeLeverage(lw, leaf!),
        exact.map((v) => 0.6 * v),
      ),
    ).toBeLessThan(1e-12);
  });
});

describe("a dictionary", () => {
  const whole = made(() => squeak(matrix(), { ...options, seed: 4 }));

  test("has chances in (0, 1], copies from 1 to qbar, and points of the stream", () => {
    const given = new Set(Array.from({ length: n }, (_, i) => `${points.slice(2 * i, 2 * i + 2)}`));
    for (let i = 0; i < whole.size; i++) {
      expect(given.has(`${whole.X.slice(2 * i, 2 * i + 2)}`)).toBe(true);
      expect(whole.p[i]! > 0 && whole.p[i]! <= 1 && whole.copies[i]! >= 1 && whole.copies[i]! <= 20).toBe(true);
    }
    expect(whole.size).toBeLessThan(n / 2);
    expect(whole.peak).toBeLessThan(n);
  });

  test("is the same however the stream is cut, in f32 or f64, waiting or not", async () => {
    const stream = new Squeak(lw, 2, { ...options, seed: 4 });
    lw.scope(() => {
      for (let from = 0, step = 1; from < n; from += step, step = Math.min(step + 7, n - from))
        stream.push(lw.matrix(step, 2, points.subarray(2 * from, 2 * (from + step))));
    });
    expect(stream.finish()).toEqual(whole);
    const X = matrix();
    expect(await squeakAsync(X, { ...options, seed: 4 })).toEqual(whole);
    X.dispose();
    const rounded = Float32Array.from(points);
    const [low, high] = made(() => [
      squeak(lw.matrix(n, 2, rounded), options),
      squeak(lw.matrix(n, 2, Float64Array.from(rounded)), options),
    ]);
    expect(low).toEqual(high);
  });

  test("takes no more memory than its docstring says, and leaves none taken", () => {
    const other = instance();
    const stream = new Squeak(other, 2, options);
    for (let part = 0; part < 40; part++)
      other.scope(() => stream.push(other.matrix(100, 2, points.subarray(200 * (part % 6), 200 * (part % 6) + 200))));
    const { peak, seen } = stream.finish();
    expect(seen).toBe(4000);
    expect(peak).toBeLessThan(1000);
    expect(other.memory.peak + other.memory.workspace).toBeLessThanOrEqual(8 * (peak ** 2 + 512 * peak + 200));
    expect(other.memory.bytes).toBe(0);
  });

  test("differs by seed", () => {
    const other = made(() => squeak(matrix(), { ...options, seed: 5 }));
    expect(other.X.join()).not.toBe(whole.X.join());
  });

  test("of chances that are not below their estimates changes nothing but by the draw", () => {
    const merged = mergeDictionaries(lw, whole, whole, { seed: 1 });
    const before = new Map(Array.from(whole.p, (p, i) => [`${whole.X.slice(2 * i, 2 * i + 2)}`, p]));
    for (let i = 0; i < merged.size; i++)
      expect(merged.p[i]!).toBeLessThanOrEqual(before.get(`${merged.X.slice(2 * i, 2 * i + 2)}`)!);
    expect(merged.seen).toBe(2 * n);
  });
});

test("the tree of merges gives the same bytes in one instance and over four, in any order, by way of copies", async () => {
  const X = matrix();
  const tree = { ...options, seed: 9, leafSize: 64 };
  const alone = disqueak(X, tree);
  const others = [lw, instance(), instance(), instance()];
  const spread = await mergeTree(dictionaryLeaves(X, tree), async (a, b, level, index) => {
    await new Promise((resolve) => setTimeout(resolve, 5 - index));
    const [left, right] = structuredClone([a, b]);
    return mergeDictionaries(others[index % 4]!, left!, right!, { seed: 9, level, index });
  });
  expect(spread).toEqual(alone);
  expect(alone.seen).toBe(n);
  expect(alone.size).toBeLessThan(n / 2);
  X.dispose();
});

describe("Nystrom features", () => {
  const dictionary = made(() => squeak(matrix(), options));
  const s = weights(dictionary);
  const m = 80;
  const k = gaussian(Float64Array.of(...points.subarray(0, 2 * m), ...dictionary.X), 2, rate);
  const columns = Array.from({ length: m }, (_, i) => Float64Array.from(s, (v, j) => v * k(i, m + j)));

  test("multiply to K_nD S (S K_DD S + gamma I)^-1 S K_Dn", () =>
    lw.scope(() => {
      const Phi = nystrom(lw, dictionary).features(matrix(lw, m));
      const product = Phi.matmul(Phi, { transposeB: true });
      const M = gramRows(dictionary.X, dictionary.size).flatMap((row, i) =>
        Array.from(row, (v, j) => v * s[i]! * s[j]! + (i === j ? 3 : 0)),
      );
      const right = lw.lu(lw.matrix(s.length, s.length, M)).solve(lw.matrix(columns).transpose());
      expect(worst(product.data, lw.matrix(columns).matmul(right).data)).toBeLessThan(1e-12);
    }));

  test("regress as the formulas of their Gram matrix say, with variance", () =>
    lw.scope(() => {
      const model = nystrom(lw, dictionary);
      const X = matrix(lw, m);
      const y = lw.vector(Array.from({ length: m }, (_, i) => Math.sin(points[2 * i]!)));
      const Z = lw.matrix(3, 2, [0, 0, 4, 4, 100, 100]);
      const { mean, variance } = model.krr(X, y, 0.3).predict(Z);
      // mean = k' (K + mu I)^-1 y and variance = k(z, z) - k' (K + mu I)^-1 k, K and k of the features
      const [Phi, phi] = [model.features(X), model.features(Z)];
      const K = Phi.matmul(Phi, { transposeB: true });
      for (let i = 0; i < m; i++) K.data[i * (m + 1)]! += 0.3;
      const cross = Phi.matmul(phi, { transposeB: true });
      const solved = lw.lu(K).solve(cross);
      for (let z = 0; z < 3; z++) {
        let [expected, spread] = [0, 1];
        for (let i = 0; i < m; i++) {
          expected += solved.data[3 * i + z]! * y.data[i]!;
          spread -= solved.data[3 * i + z]! * cross.data[3 * i + z]!;
        }
        expect(Math.abs(mean.data[z]! - expected)).toBeLessThan(1e-10);
        expect(Math.abs(variance.data[z]! - spread)).toBeLessThan(1e-10);
      }
      expect(variance.data[2]).toBe(1);
    }));

  test("of more points than are taken at a time add up", () =>
    lw.scope(() => {
      const model = nystrom(lw, dictionary);
      const twice = Array.from({ length: 1400 }, (_, i) => [points[2 * (i % 7)]!, points[2 * (i % 7) + 1]!]);
      const [X, few] = [lw.matrix(twice), matrix(lw, 7)];
      const [y, value] = [lw.vector(twice.map(([x]) => x!)), lw.vector(twice.slice(0, 7).map(([x]) => x!))];
      const [a, b] = [model.krr(X, y, 200).predict(few), model.krr(few, value, 1).predict(few)];
      expect(worst(a.mean.data, b.mean.data)).toBeLessThan(1e-10);
    }));
});

test("other kernels, of points with k(x, x) > 0", () =>
  lw.scope(() => {
    for (const kernel of [
      { kernel: "laplacian" },
      { kernel: "polynomial", degree: 2 },
      { kernel: "linear" },
    ] as const) {
      const dictionary = squeak(matrix(lw, 200), { kernel, gamma: 5, qbar: 20 });
      expect(dictionary.size).toBeGreaterThan(0);
      const { mean } = nystrom(lw, dictionary)
        .krr(matrix(lw, 200), lw.vector(points.filter((_, e) => e < 400 && e % 2 === 0)), 1e-3)
        .predict(matrix(lw, 200));
      expect(mean.data.every(Number.isFinite)).toBe(true);
    }
  }));

test("theoreticalQbar is 39 alpha log(2 n / delta) / eps^2", () => {
  expect(theoreticalQbar(1000, 0.5, 0.1)).toBe(Math.ceil(39 * 3 * Math.log(20000) * 4));
  expect(theoreticalQbar(1000, 0.5, 0.1, true)).toBe(Math.ceil(39 * 5 * Math.log(20000) * 4));
});
