// The evidence on 2048 points of four clusters, one of them rare: spectral error, size, and what uniform samples do.
import { describe, expect, test } from "vitest";
import { disqueak, type Dictionary, nystrom, squeak } from "../../../src/methods/kernel-methods/index.ts";
import { lw } from "../../instance.ts";
import {
  choleskyRows,
  effectiveDimension,
  gaussian,
  lowRankRows,
  metricNorm,
  type Rows,
  weightedSquare,
} from "../../oracle/squeak.ts";
import { clusters } from "../../problems/clusters.ts";

const [n, gamma, qbar, eps, rate] = [2048, 10, 60, 0.5, 2];
const options = { kernel: { gamma: rate }, gamma, qbar, eps };
const seeds = [1, 2, 3, 4, 5];
const median = (x: readonly number[]) => [...x].sort((a, b) => a - b)[x.length >> 1]!;

const points = clusters(lw.random(1, 77), n);
// What is left of K has a trace below n 1e-8, and moves the error by less than that over gamma.
const G = lowRankRows(n, gaussian(points, 2, rate), 1e-8);
const whole = weightedSquare(G, () => 1);
const C = choleskyRows(whole, gamma);
const dimension = effectiveDimension(C, gamma);
const rowOf = new Map(Array.from({ length: n }, (_, i) => [`${points[2 * i]} ${points[2 * i + 1]}`, i]));

/** ||P - P~||_2 of squared weights of some points. */
function spectralError(weights: Map<number, number>): number {
  const sample = weightedSquare(G, (i) => weights.get(i) ?? 0);
  const H: Rows = whole.map((row, a) => row.map((v, b) => v - sample[a]![b]!));
  return metricNorm(C, H, 100);
}

const squaredWeights = ({ X, p, copies, size }: Dictionary) =>
  new Map(
    Array.from({ length: size }, (_, i) => [rowOf.get(`${X[2 * i]} ${X[2 * i + 1]}`)!, copies[i]! / (qbar * p[i]!)]),
  );

describe.each([
  ["squeak", (seed: number, X: ReturnType<typeof lw.matrix>) => squeak(X, { ...options, seed, batch: 32 })],
  ["squeak by larger batches", (seed: number, X: ReturnType<typeof lw.matrix>) => squeak(X, { ...options, seed })],
  ["disqueak", (seed: number, X: ReturnType<typeof lw.matrix>) => disqueak(X, { ...options, seed })],
])("%s", (_, make) => {
  test("spectral error within eps for four of five seeds, size within 3 qbar d_eff and n / 3, better than uniform", () =>
    lw.scope(() => {
      const X = lw.matrix(n, 2, points);
      const [ours, uniform]: [number[], number[]] = [[], []];
      for (const seed of seeds) {
        const dictionary = make(seed, X);
        const { size, seen } = dictionary;
        expect(seen).toBe(n);
        expect(size).toBeLessThanOrEqual(3 * qbar * dimension);
        expect(size).toBeLessThan(n / 3);
        ours.push(spectralError(squaredWeights(dictionary)));
        const chosen = lw.random(seed, 5).permutation(n).subarray(0, size);
        uniform.push(spectralError(new Map(Array.from(chosen, (i) => [i, n / size]))));
      }
      expect(ours.filter((error) => error <= eps).length).toBeGreaterThanOrEqual(4);
      expect(median(ours)).toBeLessThan(median(uniform));
    }));
});

test("the effective dimension is what it was measured to be, so that the bound on the size says something", () => {
  expect(dimension).toBeGreaterThan(15);
  expect(dimension).toBeLessThan(30);
});

test.each(["squeak", "disqueak"] as const)(
  "%s: eigenvalues of K - Phi Phi' lie in [-1e-8, gamma / (1 - eps)]",
  (which) =>
    lw.scope(() => {
      const m = 640;
      const X = lw.matrix(m, 2, points.subarray(0, 2 * m));
      const dictionary = (which === "squeak" ? squeak : disqueak)(X, { ...options, seed: 3 });
      const Phi = nystrom(lw, dictionary).features(X);
      const k = gaussian(points, 2, rate);
      const K = Float64Array.from({ length: m * m }, (_, e) => k(Math.floor(e / m), e % m));
      const product = Phi.matmul(Phi, { transposeB: true }).data;
      const values = lw
        .eigh(
          lw.matrix(
            m,
            m,
            K.map((v, e) => v - product[e]!),
          ),
          { vectors: false },
        )
        .values.toArray();
      expect(Math.min(...values)).toBeGreaterThan(-1e-8);
      expect(Math.max(...values)).toBeLessThanOrEqual(gamma / (1 - eps));
      expect(Math.max(...values)).toBeGreaterThan(0.1);
    }),
);
