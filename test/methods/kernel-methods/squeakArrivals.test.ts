// New points against a dictionary: chances by their formula, and exactly those kept that what was drawn for them keeps.
import { describe, expect, test } from "vitest";
import { Random } from "../../../src/arrays/random.ts";
import { Instance } from "../../../src/kernels/instance.ts";
import { type Dictionary, Squeak, squeak } from "../../../src/methods/kernel-methods/index.ts";
import { arrivals, panelsOf } from "../../../src/methods/kernel-methods/squeak/arrivals.ts";
import { lw } from "../../instance.ts";
import { gaussian, residuals } from "../../oracle/squeak.ts";
import { clusters } from "../../problems/clusters.ts";

const rate = 2;
const engine = Instance.engineOf(lw);
const points = clusters(lw.random(1, 77), 1200);
const come = points.slice(1600, 2400);
const made = (options: Partial<Dictionary>) =>
  lw.scope(() => squeak(lw.matrix(800, 2, points.slice(0, 1600)), { kernel: { gamma: rate }, gamma: 3, ...options }));

/** (1 - eps) / gamma (k_ii - (S k_i)' (S K S + gamma I)^-1 (S k_i)), the point the last of the dictionary, of weight 1. */
function estimates({ X, size, p, copies, qbar, gamma }: Dictionary, share: number): number[] {
  const s = p.map((chance, i) => Math.sqrt(copies[i]! / (qbar * chance)));
  return Array.from({ length: come.length / 2 }, (_, i) => {
    const k = gaussian(Float64Array.of(...X, come[2 * i]!, come[2 * i + 1]!), 2, rate);
    const K = Array.from({ length: size + 1 }, (_, a) => Float64Array.from({ length: size + 1 }, (_, b) => k(a, b)));
    return (share / gamma) * residuals(K, Float64Array.of(...s, 1), gamma).at(-1)!;
  });
}

describe.each([
  ["paper", 0.4, 0.6, 7],
  ["code", 0.3, 0.4, 30],
] as const)("variant %s, eps %d", (variant, eps, share, qbar) => {
  const dictionary = made({ variant, eps, qbar, gamma: qbar === 7 ? 1 : 30 });
  // The slow twin costs the cube of the dictionary a point.
  const tau = estimates(dictionary, share);
  const panels = panelsOf(engine, dictionary);

  test("a point joins where its draw is above the chance of no copy, with the estimate as its chance", () => {
    expect(dictionary.size).toBeGreaterThan(64); // more rows than are taken at a time
    for (const seed of [1, 2, 3]) {
      const got = arrivals(engine, panels, come, dictionary, new Random(engine, seed));
      const drawn = lw.scope(() => lw.random(seed).exponential(tau.length).toArray());
      const after = tau.map((chance, i) => Math.floor(drawn[i]! / -Math.log1p(-chance)));
      const joined = [...tau.keys()].filter((i) => after[i]! < qbar);
      expect([...got.X]).toEqual(joined.flatMap((i) => [come[2 * i]!, come[2 * i + 1]!]));
      for (const [at, i] of joined.entries()) {
        expect(Math.abs(got.p[at]! - tau[i]!)).toBeLessThan(1e-12);
        expect(got.copies[at]).toBeGreaterThanOrEqual(1);
        expect(got.copies[at]).toBeLessThanOrEqual(qbar - after[i]!);
      }
      expect([got.seen, got.size]).toEqual([400, joined.length]);
      expect(joined.length).toBeGreaterThan(10);
      expect(joined.length).toBeLessThan(200);
    }
  });

  test("copies are Binomial(qbar, tau): their mean and their square's, within 4 standard deviations", () => {
    let [sum, variance, squares, spread] = [0, 0, 0, 0];
    const seeds = 60;
    for (let seed = 0; seed < seeds; seed++) {
      const { copies } = arrivals(engine, panels, come, dictionary, new Random(engine, 100 + seed));
      for (const c of copies) [sum, squares] = [sum + c, squares + c * c];
    }
    for (const p of tau) {
      const [mean, own] = [qbar * p, qbar * p * (1 - p)];
      [sum, squares] = [sum - seeds * mean, squares - seeds * (own + mean ** 2)];
      // Of a binomial number X: Var X^2 = E X^4 - (E X^2)^2, by its factorial moments.
      const falling = [1, 2, 3, 4].map((k) =>
        Array.from({ length: k }, (_, j) => (qbar - j) * p).reduce((a, b) => a * b),
      );
      const fourth = falling[0]! + 7 * falling[1]! + 6 * falling[2]! + falling[3]!;
      [variance, spread] = [variance + seeds * own, spread + seeds * (fourth - (own + mean ** 2) ** 2)];
    }
    expect(Math.abs(sum) / Math.sqrt(variance)).toBeLessThan(4);
    expect(Math.abs(squares) / Math.sqrt(spread)).toBeLessThan(4);
  });
});

test("a stream is estimated anew when a quarter more has joined, and at its end: chances are at most the estimates", () => {
  const stream = new Squeak(lw, 2, { kernel: { gamma: rate }, gamma: 10, qbar: 60, batch: 50 });
  const sizes: number[] = [];
  lw.scope(() => {
    for (let from = 0; from < 1200; from += 50) {
      stream.push(lw.matrix(50, 2, points.slice(2 * from, 2 * from + 100)));
      sizes.push(stream.dictionary!.size);
    }
  });
  const before = stream.dictionary!;
  const last = stream.finish();
  expect(last.size).toBeLessThanOrEqual(before.size);
  expect(stream.finish()).toBe(last);
  expect(last.seen).toBe(1200);
  expect(sizes.some((size, i) => i > 0 && size < sizes[i - 1]!)).toBe(true);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(last.peak);
  const was = new Map(Array.from(before.p, (p, i) => [before.X.subarray(2 * i, 2 * i + 2).join(), p]));
  let fallen = 0;
  for (const [i, p] of last.p.entries()) {
    const old = was.get(last.X.subarray(2 * i, 2 * i + 2).join())!;
    expect(p).toBeLessThanOrEqual(old);
    if (p < old) fallen++;
  }
  expect(fallen).toBeGreaterThan(last.size / 2);
});
